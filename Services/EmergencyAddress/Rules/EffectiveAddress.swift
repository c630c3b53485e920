import Telephony

/// Whence the address of a number comes. The values are those of the API's enum.
public enum AddressSource: Int64, Hashable, Sendable {
  case location = 1
  case number = 2
  case user = 3
}

/// The address that holds for a number, and whence.
public struct EffectiveAddress: Hashable, Sendable {
  public var record: AddressRecord
  public var source: AddressSource

  /// The one rule (domain.md section 6): a number's own address, else that of its user, else its location's.
  ///
  /// - Parameters:
  ///   - user: passed over when it lies in another country than the number's location: that country's responders
  ///     cannot be called from here.
  ///   - countryCode: of the number's location.
  public static func choose(
    number: AddressRecord?,
    user: AddressRecord?,
    location: AddressRecord?,
    countryCode: String
  ) -> EffectiveAddress? {
    if let number, number.isHeld { return EffectiveAddress(record: number, source: .number) }
    if let user, user.isHeld, user.address.countryCode == countryCode {
      return EffectiveAddress(record: user, source: .user)
    }
    guard let location, location.isHeld else { return nil }
    return EffectiveAddress(record: location, source: .location)
  }
}
