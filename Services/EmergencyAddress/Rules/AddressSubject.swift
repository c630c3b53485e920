import Telephony

/// Whose emergency address it is.
public enum AddressSubject: Hashable, Sendable {
  /// `organizations/{organization}/locations/{location}`.
  case location(String)
  /// A number of an organization: once another has the number, it is another subject.
  case number(TelephoneNumber, organization: String)
  /// A user of an organization, for all numbers that the user has.
  case user(String, organization: String)

  /// What the name of an address adds to that of its subject.
  public static let nameSuffix = "/emergencyAddress"

  /// Reads the name of a subject. At start it is done for each address, so it makes nothing but what it returns.
  public init?(path: String) {
    let parts = path.utf8.split(
      separator: UInt8(ascii: "/"),
      maxSplits: 4,
      omittingEmptySubsequences: false
    )
    guard parts.count == 4, parts[0].elementsEqual("organizations".utf8),
      let organization = String(parts[1]), ResourceName.isID(organization),
      let id = String(parts[3]), ResourceName.isID(id)
    else { return nil }
    switch String(parts[2]) {
    case "locations": self = .location(path)
    case "users": self = .user(id, organization: organization)
    case "numbers":
      guard let number = TelephoneNumber(digitText: id) else { return nil }
      self = .number(number, organization: organization)
    default: return nil
    }
  }

  /// Reads the name of an address.
  public init(addressName name: String, field: String) throws(Refusal) {
    guard name.hasSuffix(Self.nameSuffix),
      let subject = Self(path: String(name.dropLast(Self.nameSuffix.count)))
    else {
      guard !name.isEmpty else {
        throw Refusal(violations: [.required(field, "the name of an emergency address")])
      }
      throw Refusal(violations: [
        Violation(
          field: field,
          reason: "INVALID_RESOURCE_NAME",
          description:
            "It is no name of an emergency address. Give it as SetLocationAddress, SetCustomAddress or "
            + "LookUpAddress answered."
        )
      ])
    }
    self = subject
  }

  /// Its name, such as `organizations/acme/numbers/12015550123`.
  public var path: String {
    switch self {
    case .location(let name): name
    case .number(let number, let organization): "organizations/\(organization)/numbers/\(number.digits)"
    case .user(let user, let organization): "organizations/\(organization)/users/\(user)"
    }
  }

  /// The name of its address.
  public var addressName: String { path + Self.nameSuffix }

  /// Id of the organization.
  public var organization: String {
    switch self {
    case .location(let name): name.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    case .number(_, let organization), .user(_, let organization): organization
    }
  }
}
