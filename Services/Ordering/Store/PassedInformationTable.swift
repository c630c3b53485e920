import Storage

/// Additional information of an emergency address that was given to an order and is to be passed on.
public struct PassedInformation: Sendable {
  /// `organizations/{organization}/orders/{order}`.
  public let order: String
  /// Id of the organization.
  public let organization: String
  /// `organizations/{organization}/locations/{location}` whose emergency address it is for.
  public let location: String
  /// Of the order that it was given to: another one for each time that it is given.
  public let version: Int64
  /// Sealed as the order's own.
  public let sealed: [UInt8]

  public init(order: String, organization: String, location: String, version: Int64, sealed: [UInt8]) {
    (self.order, self.organization, self.location) = (order, organization, location)
    (self.version, self.sealed) = (version, sealed)
  }
}

/// What is still to be passed on, the newest for each order.
public struct PassedInformationTable {
  /// The table, a migration of its own.
  public static let sql = """
    CREATE TABLE passed_information (
      order_name TEXT NOT NULL PRIMARY KEY, organization TEXT NOT NULL, location TEXT NOT NULL,
      version INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
    """

  private let transaction: Transaction

  public init(_ transaction: Transaction) { self.transaction = transaction }

  public func put(_ information: PassedInformation) throws {
    try transaction.execute(
      .put,
      information.order,
      information.organization,
      information.location,
      information.version,
      information.sealed
    )
  }

  /// Names of the orders that have some.
  public func orders() throws -> [String] { try transaction.query(.selectOrders) { row in row[0] } }

  public func find(_ order: String) throws -> PassedInformation? {
    try transaction.first(.find, order) { row in
      PassedInformation(
        order: row[0],
        organization: row[1],
        location: row[2],
        version: row[3],
        sealed: row[4]
      )
    }
  }

  /// Forgets what was passed on, unless other information was given meanwhile.
  public func remove(_ information: PassedInformation) throws {
    try transaction.execute(.remove, information.order, information.version)
  }
}

extension Statement {
  fileprivate static let put = Statement(
    """
    INSERT INTO passed_information VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (order_name) DO UPDATE SET
      organization = excluded.organization, location = excluded.location, version = excluded.version,
      sealed = excluded.sealed
    """
  )
  fileprivate static let selectOrders = Statement(
    "SELECT order_name FROM passed_information ORDER BY order_name"
  )
  fileprivate static let find = Statement(
    "SELECT order_name, organization, location, version, sealed FROM passed_information WHERE order_name = ?1"
  )
  fileprivate static let remove = Statement(
    "DELETE FROM passed_information WHERE order_name = ?1 AND version = ?2"
  )
}
