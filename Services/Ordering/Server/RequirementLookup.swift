import Messages
import OrderingRules
import RPC
import ServiceKit
import Telephony

/// Reads what an organization filled in once for all its orders in a country: its requirement groups, which the catalog
/// keeps. The catalog notes each reading.
struct RequirementLookup: Sendable {
  let catalog: CatalogV1.ProviderCatalogServiceClient
  let signer: CallerSigner

  /// The group that an order names; nil when it names none.
  func read(_ order: OrderingV1.Order, context: ServerContext) async throws -> FilledIn? {
    guard !order.requirementGroup.isEmpty else { return nil }
    let field = "order.requirement_group"
    let name = try context.resource(
      order.requirementGroup,
      pattern: "organizations/*/requirementGroups/*",
      field: field
    )
    do {
      let group = try await catalog.getRequirementGroup(.init(name: name.text), options: options(name))
      var documents: [GivenDocument] = []
      for document in group.documents where FilledIn.isUsable(group) {
        let content = try await catalog.getRequirementDocument(
          .init(name: name.text, kind: document.kind),
          options: options(name)
        )
        documents.append(GivenDocument(document, content: content.content))
      }
      return FilledIn(group: group, documents: documents)
    } catch let error as RPCError where error.code == .notFound {
      throw Refusal.resourceNotFound(name.text)
    }
  }

  private func options(_ name: ResourceName) throws -> CallOptions {
    try CallOptions.asService(signer, organization: name.organization)
  }
}

/// A requirement group with the contents of its documents.
struct FilledIn: Sendable {
  let group: CatalogV1.RequirementGroup
  let documents: [GivenDocument]

  /// Its state is that of today: what has expired since it was filled in is not used.
  static func isUsable(_ group: CatalogV1.RequirementGroup) -> Bool {
    group.state == .ready || group.state == .expiring
  }

  /// Why an order cannot use it.
  func violations(country: String, type: NumberType?) -> [Violation] {
    let field = "order.requirement_group"
    guard group.action == .newNumbers, group.countryCode == country, group.numberType == type?.description
    else {
      return [
        Violation(
          field: field,
          reason: "REQUIREMENT_GROUP_MISMATCH",
          description:
            "The group is for \(group.action.name), \(group.countryCode), \(group.numberType). Name one that is for new "
            + "numbers of the order's country and type."
        )
      ]
    }
    guard !Self.isUsable(group) else { return [] }
    return [
      Violation(
        field: field,
        reason: "REQUIREMENT_GROUP_NOT_READY",
        description:
          "The group is \(group.state.name). GetRequirementGroup says what it lacks; complete it first."
      )
    ]
  }

  /// The applicant of an order: what the order says itself counts more. The address is each order's own, because it has
  /// to lie where the numbers are.
  func completing(_ applicant: OrderingV1.Applicant?) -> OrderingV1.Applicant {
    var whole = applicant ?? OrderingV1.Applicant()
    func text(_ field: ApplicantField, _ own: String) -> String {
      own.isEmpty ? group.values.first { $0.field == field.rawValue }?.text ?? "" : own
    }
    whole.representativeName = text(.representativeName, whole.representativeName)
    whole.contactPhone = text(.contactPhone, whole.contactPhone)
    whole.contactEmail = text(.contactEmail, whole.contactEmail)
    whole.companyName = text(.companyName, whole.companyName)
    whole.vatId = text(.vatID, whole.vatId)
    whole.fiscalCode = text(.fiscalCode, whole.fiscalCode)
    whole.birthDate = text(.birthDate, whole.birthDate)
    whole.birthPlace = text(.birthPlace, whole.birthPlace)
    whole.gender = text(.gender, whole.gender)
    whole.nationality = text(.nationality, whole.nationality)
    whole.serviceDescription = text(.serviceDescription, whole.serviceDescription)
    return whole
  }
}
