import EmergencyAddressRules
import Messages
import Telephony

/// A number or a user, as a request names it.
enum CustomSubject: Sendable {
  case number(TelephoneNumber)
  case user(ResourceName)

  init(_ message: EmergencyV1.SetCustomAddressRequest.Subject?) throws(Refusal) {
    switch message {
    case .phoneNumber(let text): self = .number(try TelephoneNumber(strictE164: text, field: "phone_number"))
    case .user(let name):
      self = .user(try ResourceName(name, pattern: "organizations/*/users/*", field: "user"))
    case nil: throw Refusal(violations: [.required("phone_number", "a number, or a user in its place")])
    }
  }

  init(_ message: EmergencyV1.ResetCustomAddressRequest.Subject?) throws(Refusal) {
    let same: EmergencyV1.SetCustomAddressRequest.Subject? =
      switch message {
      case .phoneNumber(let text): .phoneNumber(text)
      case .user(let name): .user(name)
      case nil: nil
      }
    try self.init(same)
  }

  /// A number is that of the organization that has it now.
  func subject(_ book: borrowing AddressBook) throws(Refusal) -> AddressSubject {
    switch self {
    case .number(let number):
      guard let place = book.place(of: number) else { throw .numberUnknown(number) }
      return .number(number, organization: place.organization)
    case .user(let name): return .user(name.id, organization: name.organization)
    }
  }
}
