import Telephony

/// A field in which the corrected form of an address differs from the given one.
public struct AddressDifference: Hashable, Sendable {
  /// As the API names it.
  public var field: String
  public var given: String
  public var corrected: String

  /// All fields that differ, in the order of the address.
  public static func between(_ given: CivicAddress, _ corrected: CivicAddress) -> [AddressDifference] {
    let fields: [(String, KeyPath<CivicAddress, String>)] = [
      ("country_code", \.countryCode), ("region", \.region), ("city", \.city), ("postal_code", \.postalCode),
      ("street", \.street), ("building_number", \.buildingNumber), ("unit", \.unit),
      ("floor", \.floor), ("room", \.room),
    ]
    return fields.filter { given[keyPath: $0.1] != corrected[keyPath: $0.1] }.map { name, path in
      AddressDifference(field: name, given: given[keyPath: path], corrected: corrected[keyPath: path])
    }
  }
}
