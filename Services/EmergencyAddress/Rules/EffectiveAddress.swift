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
  /// The address that comes before it and is not provisioned, while this one is.
  public let passedOver: HeldAddress?

  public var record: AddressRecord { held.record }

  init(_ held: HeldAddress, _ source: AddressSource, passingOver passedOver: HeldAddress? = nil) {
    (self.held, self.source, self.passedOver) = (held, source, passedOver)
  }

  /// The one rule (domain.md section 6): a number's own address, else that of its user, else its location's. One that the
  /// emergency provider has accepted comes before those that it has not: calls reach no other (D).
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
    if let number, number.isReady { return EffectiveAddress(number, .number) }
    let user = user?.record.holding.address.countryCode == countryCode ? user : nil
    if let user, user.isReady { return EffectiveAddress(user, .user, passingOver: number) }
    if let location, location.isReady {
      return EffectiveAddress(location, .location, passingOver: number ?? user)
    }
    if let number { return EffectiveAddress(number, .number) }
    if let user { return EffectiveAddress(user, .user) }
    return location.map { EffectiveAddress($0, .location) }
  }
}
