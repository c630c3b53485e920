/// What an address says.
public enum AddressFieldName: String, Hashable, Sendable, CaseIterable {
  case street
  case buildingNumber = "building_number"
  case city
  case postalCode = "postal_code"
  case region
  /// Suite or apartment.
  case unit
  case floor
  case room
}

/// Whether an address has to say something.
public struct AddressFieldRule: Hashable, Sendable {
  public var field: AddressFieldName
  public var necessity: Necessity

  public init(_ field: AddressFieldName, _ necessity: Necessity = .required) {
    self.field = field
    self.necessity = necessity
  }
}

/// A state or province.
public struct Region: Hashable, Sendable {
  /// Second part of its ISO 3166-2 code, such as `NJ`.
  public var code: String
  public var displayName: String
  /// What its postal codes begin with; empty where nothing is known.
  public var postalPrefixes: [String]

  public init(code: String, displayName: String, postalPrefixes: [String] = []) {
    self.code = code
    self.displayName = displayName
    self.postalPrefixes = postalPrefixes
  }
}

/// The form of a postal code: 9 stands for a digit, A for an upper-case letter, X for either, all else for itself.
public struct PostalCodeForm: Hashable, Sendable {
  public let text: String

  /// Nil when it is empty or has a character that no postal code has.
  public init?(_ text: String) {
    let isKnown = text.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "9") || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-")
    }
    guard !text.isEmpty, isKnown else { return nil }
    self.text = text
  }

  public func matches(_ code: String) -> Bool { code.hasForm(text) }
}

/// The form of emergency addresses in a country (domain.md section 6).
public struct AddressRules: Hashable, Sendable {
  public var fields: [AddressFieldRule]
  public var postalCodeForms: [PostalCodeForm]
  /// One that has one of these forms, for messages.
  public var postalCodeExample: String
  /// Empty where addresses name none.
  public var regions: [Region]
  /// Whether orders wait for additional information of the emergency address.
  public var needsInformation: Bool

  public init(
    fields: [AddressFieldRule],
    postalCodeForms: [PostalCodeForm],
    postalCodeExample: String,
    regions: [Region] = [],
    needsInformation: Bool = false
  ) {
    self.fields = fields
    self.postalCodeForms = postalCodeForms
    self.postalCodeExample = postalCodeExample
    self.regions = regions
    self.needsInformation = needsInformation
  }

  /// Whether a postal code has the country's form, and that of a region where both are known.
  public func accepts(postalCode: String, region: String = "") -> Bool {
    guard postalCodeForms.contains(where: { $0.matches(postalCode) }) else { return false }
    let prefixes = regions.first { $0.code == region }?.postalPrefixes ?? []
    return prefixes.isEmpty || prefixes.contains { postalCode.hasPrefix($0) }
  }
}
