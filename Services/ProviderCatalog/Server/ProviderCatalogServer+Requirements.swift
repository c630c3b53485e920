import Messages
import Protobuf
import ProviderCatalogRules
import ProviderCatalogStore
import RPC
import ServiceKit
import Storage
import Telephony

extension ProviderCatalogServer {
  static let requirementPattern = "organizations/*/requirementGroups/*"

  public func createRequirementGroup(
    _ request: CatalogV1.CreateRequirementGroupRequest,
    context: ServerContext
  ) async throws -> CatalogV1.RequirementGroup {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let draft = RequirementDraft(request.requirementGroup ?? CatalogV1.RequirementGroup())
    let id = request.requirementGroupId.isEmpty ? NewID.make() : request.requirementGroupId
    let now = clock.now()
    return try await write(request, request.requestId, context) { transaction in
      guard try OrganizationTable.find(parent.organization, in: transaction) != nil else {
        throw Refusal.resourceNotFound(parent.text)
      }
      let group = try RequirementGroup.create(
        id: id,
        organization: parent.organization,
        from: draft,
        country: countries.rules(of: draft.countryCode),
        existing: try requirementTable.count(of: parent.organization, in: transaction),
        now: now
      )
      let known = try requirementTable.find(organization: group.organization, id: id, in: transaction)
      guard known == nil else { throw Organization.alreadyExists(group.name) }
      try requirementTable.save(group, in: transaction)
      return group
    }
  }

  public func updateRequirementGroup(
    _ request: CatalogV1.UpdateRequirementGroupRequest,
    context: ServerContext
  ) async throws -> CatalogV1.RequirementGroup {
    let given = request.requirementGroup ?? CatalogV1.RequirementGroup()
    let field = "requirement_group.name"
    let name = try context.resource(given.name, pattern: Self.requirementPattern, field: field)
    let (draft, now) = (RequirementDraft(given), clock.now())
    return try await change(name, request, request.requestId, context) { group, country, _ in
      try group.filled(with: draft.values, displayName: draft.displayName, country: country, now: now)
    }
  }

  public func getRequirementGroup(
    _ request: CatalogV1.GetRequirementGroupRequest,
    context: ServerContext
  ) async throws -> CatalogV1.RequirementGroup {
    let name = try context.resource(request.name, pattern: Self.requirementPattern, field: "name")
    let (principal, now) = (try context.authenticatedCaller().principal, clock.now())
    let group = try await database.write { transaction in
      let group = try requirementGroup(name, in: transaction)
      try PersonalReadings.note(group.name, by: principal, at: now, in: transaction)
      return group
    }
    return message(group)
  }

  public func listRequirementGroups(
    _ request: CatalogV1.ListRequirementGroupsRequest,
    context: ServerContext
  ) async throws -> CatalogV1.ListRequirementGroupsResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    guard memory.organization(parent.text) != nil else { throw Refusal.resourceNotFound(parent.text) }
    let page = try PageRequest(size: request.pageSize, token: request.pageToken)
    let groups = try await database.read {
      try requirementTable.list(
        of: parent.organization,
        after: page.after,
        limit: RequirementGroup.maximumPerOrganization,
        in: $0
      )
    }
    let found = groups.map { message($0, values: false) }.filter { group in
      (request.countryCode.isEmpty || group.countryCode == request.countryCode)
        && (!request.onlyProblems || group.state != .ready)
    }
    let isLast = found.count <= page.size
    let last = found.prefix(page.size).last?.name.split(separator: "/").last.map(String.init) ?? ""
    return .init(requirementGroups: Array(found.prefix(page.size)), nextPageToken: isLast ? "" : last)
  }

  public func deleteRequirementGroup(
    _ request: CatalogV1.DeleteRequirementGroupRequest,
    context: ServerContext
  ) async throws -> CatalogV1.DeleteRequirementGroupResponse {
    let name = try context.resource(request.name, pattern: Self.requirementPattern, field: "name")
    return try await writes.run(request, requestID: request.requestId, context: context) { transaction in
      try requirementTable.delete(requirementGroup(name, in: transaction), in: transaction)
      return .init()
    }
  }
}

// MARK: - Writing
extension ProviderCatalogServer {
  func requirementGroup(_ name: ResourceName, in transaction: Transaction) throws -> RequirementGroup {
    let group = try requirementTable.find(organization: name.organization, id: name.id, in: transaction)
    guard let group else { throw Refusal.resourceNotFound(name.text) }
    return group
  }

  /// Stores what a group is changed to, once for each request id.
  func change(
    _ name: ResourceName,
    _ request: some ProtobufMessage,
    _ requestID: String,
    _ context: ServerContext,
    _ change: @escaping @Sendable (RequirementGroup, Country, Transaction) throws -> RequirementGroup
  ) async throws -> CatalogV1.RequirementGroup {
    try await write(request, requestID, context) { transaction in
      let group = try requirementGroup(name, in: transaction)
      guard let country = countries.rules(of: group.countryCode) else {
        throw Refusal.notOfferedAnyMore(group)
      }
      let changed = try change(group, country, transaction)
      try requirementTable.save(changed, in: transaction)
      return changed
    }
  }

  private func write(
    _ request: some ProtobufMessage,
    _ requestID: String,
    _ context: ServerContext,
    _ body: @escaping @Sendable (Transaction) throws -> RequirementGroup
  ) async throws -> CatalogV1.RequirementGroup {
    try await writes.runSealed(request, requestID: requestID, context: context, cipher: cipher) {
      message(try body($0))
    }
  }

  func message(_ group: RequirementGroup, values: Bool = true) -> CatalogV1.RequirementGroup {
    let country = countries.rules(of: group.countryCode)
    return .init(group, country: country, today: today, values: values)
  }

  /// The day in UTC: a document's last day is given without a place.
  var today: CivilDate { BusinessCalendar().day(of: clock.now()) }
}

extension Refusal {
  fileprivate static func notOfferedAnyMore(_ group: RequirementGroup) -> Refusal {
    Refusal(
      .precondition,
      "COUNTRY_NOT_OFFERED",
      "\(group.countryCode) is not offered any more. Delete the group.",
      metadata: ["resource": group.name]
    )
  }
}
