import Messages
import ServiceKit

/// Fills an assisted order from a requirement group, which was filled in once for many orders.
struct RequirementSource {
  let group: CatalogV1.RequirementGroup

  /// Reads a group; the catalog notes that.
  init(_ name: String, _ client: GatewayClient) async throws {
    group = try await client.catalog.getRequirementGroup(.init(name: name), options: client.options)
  }

  /// The applicant with what the group says, where nothing else was given. The address has parts, which a group does not
  /// know: it comes from the applicant's file.
  func filling(_ given: OrderingV1.Applicant?) -> OrderingV1.Applicant {
    var applicant = given ?? OrderingV1.Applicant()
    for value in group.values {
      guard let path = Self.paths[value.field], applicant[keyPath: path].isEmpty else { continue }
      applicant[keyPath: path] = value.text
    }
    return applicant
  }

  private static var paths: [String: WritableKeyPath<OrderingV1.Applicant, String>] {
    [
      "REPRESENTATIVE_NAME": \.representativeName, "CONTACT_PHONE": \.contactPhone,
      "CONTACT_EMAIL": \.contactEmail, "COMPANY_NAME": \.companyName, "VAT_ID": \.vatId,
      "FISCAL_CODE": \.fiscalCode, "BIRTH_DATE": \.birthDate, "BIRTH_PLACE": \.birthPlace,
      "GENDER": \.gender, "NATIONALITY": \.nationality, "SERVICE_DESCRIPTION": \.serviceDescription,
    ]
  }

  /// Under which id a document is attached: the same one when the command is repeated, so that it is there once.
  static func requestID(of kind: String, in command: String) -> String { DerivedUUID.make(command, kind) }

  /// Attaches the group's documents to an order.
  func attachDocuments(
    to order: OrderingV1.Order,
    requestID: String,
    _ client: GatewayClient
  ) async throws -> OrderingV1.Order {
    var order = order
    for document in group.documents {
      guard let kind = AttachDocument.kinds.first(where: { $0.name == document.kind }) else { continue }
      let content = try await client.catalog.getRequirementDocument(
        .init(name: group.name, kind: document.kind),
        options: client.options
      )
      let described = OrderingV1.Document(
        kind: kind,
        fileName: "\(document.kind.lowercased()).\(document.format.lowercased())",
        issueDate: document.issueDate
      )
      order = try await client.ordering.attachDocument(
        .init(
          order: order.name,
          document: described,
          content: content.content,
          requestId: Self.requestID(of: document.kind, in: requestID)
        ),
        options: client.options
      )
    }
    return order
  }
}
