import Storage

/// The rules of countries as they were published last, to tell at a start what has changed in the files.
public enum CountryTable {
  /// Notes the rules of a country, and returns the new version when they are not those that were published last.
  ///
  /// - Parameter rules: the serialized message.
  public static func note(_ rules: [UInt8], of code: String, in transaction: Transaction) throws -> Int64? {
    let known = try transaction.first(.selectCountry, code) { row in
      (version: row[0] as Int64, rules: row[1] as [UInt8])
    }
    guard known?.rules != rules else { return nil }
    let version = (known?.version ?? 0) + 1
    try transaction.execute(.saveCountry, code, version, rules)
    return version
  }
}

extension Statement {
  fileprivate static let selectCountry = Statement("SELECT version, rules FROM country WHERE code = ?1")
  fileprivate static let saveCountry = Statement(
    """
    INSERT INTO country VALUES (?1, ?2, ?3)
    ON CONFLICT (code) DO UPDATE SET version = excluded.version, rules = excluded.rules
    """
  )
}
