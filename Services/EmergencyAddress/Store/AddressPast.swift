import EmergencyAddressRules
import Storage
import Telephony

/// What held at an instant, put together by the same rule that decides what holds now.
public struct AddressPast {
  let addresses: AddressTable
  let time: Instant
  let transaction: Transaction

  public init(_ addresses: AddressTable, at time: Instant, in transaction: Transaction) {
    self.addresses = addresses
    self.time = time
    self.transaction = transaction
  }

  /// The location that a number belonged to.
  public func location(of number: TelephoneNumber) throws -> KnownLocation? {
    guard let id = try NumberRunTable.location(of: number, at: time, in: transaction) else { return nil }
    return try KnownLocationTable.find(number: id, in: transaction)
  }

  /// The address that held for a number of a location.
  public func effective(_ number: TelephoneNumber, at location: KnownLocation) throws -> EffectiveAddress? {
    let organization = location.organization
    let user = try NumberUserTable.user(of: number, at: time, in: transaction)
    return EffectiveAddress.choose(
      number: try record(.number(number, organization: organization)),
      user: user.isEmpty ? nil : try record(.user(user, organization: organization)),
      location: try record(.location(location.name)),
      countryCode: location.countryCode
    )
  }

  private func record(_ subject: AddressSubject) throws -> HeldAddress? {
    let record = try addresses.record(of: subject, at: time, in: transaction)
    return record.flatMap { $0.isHeld ? HeldAddress($0) : nil }
  }
}
