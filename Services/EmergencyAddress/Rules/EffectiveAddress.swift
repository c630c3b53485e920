import Telephony

/// Whence the address of a number comes. The values are those of the API's enum.
public enum AddressSource: Int64, Hashable, Sendable {
  case location = 1
  case number = 2
  case user = 3
}

/// The address that holds for a number, and whence.
public struct EffectiveAddress: Equatable, Sendable {
  public let held: HeldAddress
  public let source: AddressSource

  public var record: AddressRecord { held.record }

  /// The one rule (domain.md section 6): a number's own address, else that of its user, else its location's.
  ///
  /// - Parameters:
  ///   - user: passed over when it lies in another country than the number's location: that country's responders
  ///     cannot be called from here.
  ///   - countryCode: of the number's location.
  public static func choose(
    number: HeldAddress?,
    user: HeldAddress?,
    location: HeldAddress?,
    countryCode: String
  ) -> EffectiveAddress? {
    if let number { return EffectiveAddress(held: number, source: .number) }
    if let user, user.record.address.countryCode == countryCode {
      return EffectiveAddress(held: user, source: .user)
    }
    return location.map { EffectiveAddress(held: $0, source: .location) }
  }
}
