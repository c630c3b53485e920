import Messages
import RPC
import Telephony

/// Reads what an organization filled in once for all its orders in a country: its requirement groups, which the catalog
/// keeps. The catalog notes each reading.
public struct RequirementLookup: Sendable {
  private let catalog: CatalogV1.ProviderCatalogServiceClient
  private let signer: CallerSigner

  /// - Parameter catalog: a channel to the catalog.
  public init(catalog: any RPCChannel, signer: CallerSigner) {
    (self.catalog, self.signer) = (CatalogV1.ProviderCatalogServiceClient(catalog), signer)
  }

  /// The group that an order names, with its documents when orders can use it; nil when it names none.
  ///
  /// - Parameters:
  ///   - group: its name, of the caller's organization.
  ///   - field: of the request, for errors.
  public func read(_ group: String, field: String, context: ServerContext) async throws -> FilledInGroup? {
    guard !group.isEmpty else { return nil }
    let name = try context.resource(group, pattern: "organizations/*/requirementGroups/*", field: field)
    do {
      let group = try await catalog.getRequirementGroup(.init(name: name.text), options: options(name))
      var filled = FilledInGroup(group: group, field: field)
      for document in group.documents where filled.isUsable {
        let content = try await catalog.getRequirementDocument(
          .init(name: name.text, kind: document.kind),
          options: options(name)
        )
        filled.documents.append((document, content.content))
      }
      return filled
    } catch let error as RPCError where error.code == .notFound {
      throw Refusal.resourceNotFound(name.text)
    }
  }

  private func options(_ name: ResourceName) throws -> CallOptions {
    try CallOptions.asService(signer, organization: name.organization)
  }
}

/// A requirement group with the contents of its documents.
public struct FilledInGroup: Sendable {
  public let group: CatalogV1.RequirementGroup
  /// None of a group that orders cannot use.
  public fileprivate(set) var documents: [(document: CatalogV1.RequirementDocument, content: [UInt8])] = []
  private let field: String

  fileprivate init(group: CatalogV1.RequirementGroup, field: String) {
    (self.group, self.field) = (group, field)
  }

  /// Its state is that of today: what has expired since it was filled in is not used.
  fileprivate var isUsable: Bool { group.state == .ready || group.state == .expiring }

  /// What was filled in for a field; empty for nothing.
  public func text(_ field: String) -> String { group.values.first { $0.field == field }?.text ?? "" }

  /// Why an order cannot use it.
  ///
  /// - Parameter type: of the order's numbers; nil when they have not one type.
  public func violations(
    _ action: CatalogV1.RequirementAction,
    country: String,
    type: NumberType?
  ) -> [Violation] {
    guard group.action == action, group.countryCode == country, group.numberType == type?.description else {
      return [
        Violation(
          field: field,
          reason: "REQUIREMENT_GROUP_MISMATCH",
          description:
            "The group is for \(group.action.name), \(group.countryCode), \(group.numberType). Name one that is for "
            + "\(action.name), and the order's country and type of number."
        )
      ]
    }
    guard !isUsable else { return [] }
    return [
      Violation(
        field: field,
        reason: "REQUIREMENT_GROUP_NOT_READY",
        description:
          "The group is \(group.state.name). GetRequirementGroup says what it lacks; complete it first."
      )
    ]
  }
}
