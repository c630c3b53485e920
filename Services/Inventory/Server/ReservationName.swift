import RPC
import ServiceKit
import Telephony

/// `organizations/{organization}/reservations/{reservation}`, whose last id is a number.
struct ReservationName {
  static let pattern = "organizations/*/reservations/*"

  let organization: String
  let id: Int64

  /// Reads a name that the caller may use; a foreign or impossible one is answered as absent.
  init(_ text: String, field: String, context: ServerContext) throws(Refusal) {
    let resource = try context.resource(text, pattern: Self.pattern, field: field)
    guard let id = Int64(resource.id), id > 0, String(id) == resource.id else {
      throw .resourceNotFound(text)
    }
    self.id = id
    organization = resource.organization
  }
}
