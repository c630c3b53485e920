import Messages
import ProviderCatalogRules
import ProviderCatalogStore
import RPC
import ServiceKit
import Storage
import Telephony

extension ProviderCatalogServer {
  public func attachRequirementDocument(
    _ request: CatalogV1.AttachRequirementDocumentRequest,
    context: ServerContext
  ) async throws -> CatalogV1.RequirementGroup {
    let name = try context.resource(request.name, pattern: Self.requirementPattern, field: "name")
    // Hashing and sealing megabytes is nothing for an event loop.
    return try await withTaskExecutorPreference(globalConcurrentExecutor) {
      try await attach(request, to: name, context)
    }
  }

  private func attach(
    _ request: CatalogV1.AttachRequirementDocumentRequest,
    to name: ResourceName,
    _ context: ServerContext
  ) async throws -> CatalogV1.RequirementGroup {
    let (now, today) = (clock.now(), self.today)
    let check = RequirementDocumentCheck(
      kind: request.kind,
      issueDate: request.issueDate,
      byteCount: request.content.count,
      format: FileFormat(contents: request.content)
    )
    let sealed = try requirementTable.seal(request.content, kind: request.kind, of: name.text)
    return try await change(name, request, request.requestId, context) { group, country, transaction in
      let requirements = Requirements(group.action, in: country)
      let document = try check.checked(requirements, today: today, now: now)
      try requirementTable.put(sealed, kind: document.kind, of: group, in: transaction)
      return group.attaching(document, now: now)
    }
  }

  public func removeRequirementDocument(
    _ request: CatalogV1.RemoveRequirementDocumentRequest,
    context: ServerContext
  ) async throws -> CatalogV1.RequirementGroup {
    let name = try context.resource(request.name, pattern: Self.requirementPattern, field: "name")
    let (kind, now) = (request.kind, clock.now())
    return try await change(name, request, request.requestId, context) { group, _, transaction in
      try requirementTable.remove(kind, of: group, in: transaction)
      return try group.removing(kind, now: now)
    }
  }

  public func getRequirementDocument(
    _ request: CatalogV1.GetRequirementDocumentRequest,
    context: ServerContext
  ) async throws -> CatalogV1.RequirementDocumentContent {
    let name = try context.resource(request.name, pattern: Self.requirementPattern, field: "name")
    let (principal, kind, now) = (try context.authenticatedCaller().principal, request.kind, clock.now())
    let (group, sealed) = try await database.write { transaction in
      let group = try requirementGroup(name, in: transaction)
      let resource = "\(group.name), document \(kind)"
      guard let sealed = try requirementTable.document(kind, of: group, in: transaction) else {
        throw Refusal.resourceNotFound(resource)
      }
      try PersonalReadings.note(resource, by: principal, at: now, in: transaction)
      return (group, sealed)
    }
    return .init(
      document: message(group, values: false).documents.first { $0.kind == kind },
      content: try requirementTable.open(sealed, kind: kind, of: name.text)
    )
  }
}
