import PersonalData
import ProviderCatalogRules
import Storage
import Telephony

/// The requirement groups in the database; what was filled in is sealed.
public struct RequirementTable: Sendable {
  private let cipher: FieldCipher

  /// - Parameter cipher: with the key of the service's personal data.
  public init(cipher: FieldCipher) {
    self.cipher = cipher
  }

  /// One group, by the ids of its name.
  public func find(organization: String, id: String, in transaction: Transaction) throws -> RequirementGroup?
  {
    try transaction.first(.selectGroup, organization, id) { row in try group(row) }
  }

  /// Those of an organization whose ids come after one, by id.
  public func list(
    of organization: String,
    after id: String,
    limit: Int,
    in transaction: Transaction
  ) throws -> [RequirementGroup] {
    try transaction.query(.selectGroups, organization, id, limit) { row in try group(row) }
  }

  /// How many an organization has.
  public func count(of organization: String, in transaction: Transaction) throws -> Int {
    try transaction.first(.countGroups, organization) { row in row[0] } ?? 0
  }

  /// Stores a group that is new or has changed.
  public func save(_ group: RequirementGroup, in transaction: Transaction) throws {
    try transaction.execute(
      .saveGroup,
      group.organization,
      group.id,
      group.displayName,
      group.countryCode,
      Int(group.numberType.rawValue),
      group.action.rawValue,
      try cipher.seal(RequirementForm.encode(group.values), place: Self.place(group.organization, group.id)),
      try RequirementForm.encode(group.documents),
      group.createTime.milliseconds,
      group.updateTime.milliseconds,
      group.version
    )
  }

  /// Deletes a group with its documents.
  public func delete(_ group: RequirementGroup, in transaction: Transaction) throws {
    try transaction.execute(.deleteDocuments, group.organization, group.id)
    try transaction.execute(.deleteGroup, group.organization, group.id)
  }

  private func group(_ row: borrowing Row) throws -> RequirementGroup {
    let (organization, id): (String, String) = (row[0], row[1])
    let (type, action): (Int, String) = (row[4], row[5])
    guard let numberType = NumberType.allCases.first(where: { Int($0.rawValue) == type }),
      let known = RequirementGroup.Action(rawValue: action)
    else {
      throw StorageError(.corrupt, "requirement_group has the unknown type \(type) or action \(action)")
    }
    let filledIn = try cipher.open(row[6], place: Self.place(organization, id))
    return RequirementGroup(
      organization: organization,
      id: id,
      displayName: row[2],
      countryCode: row[3],
      numberType: numberType,
      action: known,
      values: try RequirementForm.decodeValues(filledIn),
      documents: try RequirementForm.decodeDocuments(row[7]),
      createTime: Instant(milliseconds: row[8]),
      updateTime: Instant(milliseconds: row[9]),
      version: row[10]
    )
  }

  private static func place(_ organization: String, _ id: String) -> String {
    "values of organizations/\(organization)/requirementGroups/\(id)"
  }
}

// MARK: - Documents
extension RequirementTable {
  /// The content of a document as it is stored.
  public func seal(_ content: [UInt8], kind: String, of group: String) throws -> [UInt8] {
    try cipher.seal(content, place: "\(kind) of \(group)")
  }

  /// Opens what ``seal`` closed.
  public func open(_ sealed: [UInt8], kind: String, of group: String) throws -> [UInt8] {
    try cipher.open(sealed, place: "\(kind) of \(group)")
  }

  /// Stores the sealed content of a document.
  public func put(
    _ sealed: [UInt8],
    kind: String,
    of group: RequirementGroup,
    in transaction: Transaction
  ) throws {
    try transaction.execute(.putDocument, group.organization, group.id, kind, sealed)
  }

  /// The sealed content of a document.
  public func document(_ kind: String, of group: RequirementGroup, in transaction: Transaction) throws
    -> [UInt8]?
  {
    try transaction.first(.selectDocument, group.organization, group.id, kind) { row in row[0] }
  }

  public func remove(_ kind: String, of group: RequirementGroup, in transaction: Transaction) throws {
    try transaction.execute(.deleteDocument, group.organization, group.id, kind)
  }
}

extension Statement {
  fileprivate static let selectGroup = Statement(
    """
    SELECT organization, id, display_name, country_code, number_type, action, filled_in, documents, create_time_ms,
      update_time_ms, version
    FROM requirement_group WHERE organization = ?1 AND id = ?2
    """
  )
  fileprivate static let selectGroups = Statement(
    """
    SELECT organization, id, display_name, country_code, number_type, action, filled_in, documents, create_time_ms,
      update_time_ms, version
    FROM requirement_group WHERE organization = ?1 AND id > ?2 ORDER BY id LIMIT ?3
    """
  )
  fileprivate static let countGroups = Statement(
    "SELECT count(*) FROM requirement_group WHERE organization = ?1"
  )
  fileprivate static let saveGroup = Statement(
    """
    INSERT INTO requirement_group VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
    ON CONFLICT (organization, id) DO UPDATE SET display_name = excluded.display_name,
      filled_in = excluded.filled_in, documents = excluded.documents,
      update_time_ms = excluded.update_time_ms, version = excluded.version
    """
  )
  fileprivate static let deleteGroup = Statement(
    "DELETE FROM requirement_group WHERE organization = ?1 AND id = ?2"
  )
  fileprivate static let putDocument = Statement(
    """
    INSERT INTO requirement_document VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (organization, requirement_group, kind) DO UPDATE SET sealed = excluded.sealed
    """
  )
  fileprivate static let selectDocument = Statement(
    """
    SELECT sealed FROM requirement_document WHERE organization = ?1 AND requirement_group = ?2 AND kind = ?3
    """
  )
  fileprivate static let deleteDocument = Statement(
    "DELETE FROM requirement_document WHERE organization = ?1 AND requirement_group = ?2 AND kind = ?3"
  )
  fileprivate static let deleteDocuments = Statement(
    "DELETE FROM requirement_document WHERE organization = ?1 AND requirement_group = ?2"
  )
}
