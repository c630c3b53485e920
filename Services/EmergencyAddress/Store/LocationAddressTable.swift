import EmergencyAddressRules
import PersonalData
import Storage
import Telephony

/// The addresses of locations, sealed, with all that held before.
public struct LocationAddressTable: Sendable {
  private let cipher: FieldCipher

  /// - Parameter cipher: with the key of the service's personal data.
  public init(cipher: FieldCipher) {
    self.cipher = cipher
  }

  /// The version of a location's address, 0 when it has none.
  public func version(of location: NumberedLocation, in transaction: Transaction) throws -> Int64 {
    try transaction.first(.selectVersion, Int64(location.number)) { row in row[0] } ?? 0
  }

  /// The address of each location that has one, as it holds now.
  public func current(in transaction: Transaction) throws -> [LocationAddress] {
    try transaction.query(.selectAddresses) { row in try address(row) }
  }

  /// Adds an address; those before it stay as history.
  ///
  /// - Parameter principal: who gave it.
  public func append(
    _ address: LocationAddress,
    of location: NumberedLocation,
    by principal: String,
    in transaction: Transaction
  ) throws {
    try transaction.execute(
      .insertAddress,
      Int64(location.number),
      address.version,
      try cipher.seal(
        AddressForm.encode(address.address),
        place: Self.place(address.location, address.version)
      ),
      address.progress.rawValue,
      principal,
      address.updateTime.milliseconds
    )
  }

  private func address(_ row: borrowing Row) throws -> LocationAddress {
    let location: String = row[0]
    let version: Int64 = row[1]
    let progress: Int64 = row[3]
    guard let reached = LocationAddress.Progress(rawValue: progress) else {
      throw StorageError(.corrupt, "address has the unknown progress \(progress)")
    }
    let plaintext = try cipher.open(row[2], place: Self.place(location, version))
    return LocationAddress(
      location: location,
      address: try AddressForm.decode(plaintext),
      progress: reached,
      updateTime: Instant(milliseconds: row[4]),
      version: version
    )
  }

  private static func place(_ location: String, _ version: Int64) -> String {
    "emergency address \(version) of \(location)"
  }
}

extension Statement {
  fileprivate static let selectVersion = Statement(
    "SELECT max(version) FROM location_address WHERE location = ?1"
  )
  fileprivate static let selectAddresses = Statement(
    """
    SELECT location.name, version, address, progress, update_time_ms
    FROM location JOIN location_address AS held ON held.location = location.id
    WHERE version = (SELECT max(version) FROM location_address WHERE location = held.location)
    """
  )
  fileprivate static let insertAddress = Statement(
    "INSERT INTO location_address VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
  )
}
