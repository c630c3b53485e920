import Telephony

/// Which numbers an order is for.
public enum NumberSelection: Hashable, Sendable {
  /// Those of a reservation that its customer made.
  case reservation(name: String, fencingToken: Int64)
  /// These.
  case specific([TelephoneNumber])
  /// So many, chosen by the inventory.
  case quantity(Int, NumberCriteria)
  /// One run of consecutive ones, chosen by the inventory.
  case block(Int, NumberCriteria)

  /// How many numbers are asked for; 0 when a reservation has to tell.
  public var count: Int {
    switch self {
    case .reservation: 0
    case .specific(let numbers): numbers.count
    case .quantity(let count, _), .block(let count, _): count
    }
  }

  public var isBlock: Bool {
    if case .block = self { true } else { false }
  }

  /// Whether the order reserves its numbers itself.
  public var isReservedByOrder: Bool {
    if case .reservation = self { false } else { true }
  }
}

/// What numbers are like that the inventory chooses.
public struct NumberCriteria: Hashable, Sendable {
  /// ISO 3166-1 alpha-2 code.
  public var countryCode: String
  /// Nil for any.
  public var type: NumberType?
  /// All of it as the inventory reads it. Only the inventory knows what else can be asked for.
  public var encoded: [UInt8]

  public init(countryCode: String, type: NumberType?, encoded: [UInt8]) {
    self.countryCode = countryCode
    self.type = type
    self.encoded = encoded
  }
}
