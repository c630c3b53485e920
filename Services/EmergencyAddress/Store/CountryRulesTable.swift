import Storage

/// The rules of each country as the catalog's events told them.
public enum CountryRulesTable {
  /// Stores the rules of a country as a message in its binary form.
  public static func save(_ rules: [UInt8], of code: String, in transaction: Transaction) throws {
    try transaction.execute(.saveRules, code, rules)
  }

  /// The rules of all countries.
  public static func all(in transaction: Transaction) throws -> [[UInt8]] {
    try transaction.query(.selectRules) { row in row[0] }
  }
}

extension Statement {
  fileprivate static let selectRules = Statement("SELECT rules FROM country")
  fileprivate static let saveRules = Statement(
    "INSERT INTO country VALUES (?1, ?2) ON CONFLICT (code) DO UPDATE SET rules = excluded.rules"
  )
}
