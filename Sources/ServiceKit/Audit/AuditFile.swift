import Foundation

/// The file of an audit trail, to which is only appended, and beside it the file `….head` that says how far it goes: so
/// lines that are removed at its end are missed as well.
struct AuditFile {
  private let handle: FileHandle
  private let headPath: String
  private(set) var head: AuditHead

  /// Opens a trail, or begins one.
  ///
  /// - Throws: `AuditDamage` when it is not the trail that was written.
  init(_ path: String) throws {
    headPath = Self.headPath(of: path)
    if !FileManager.default.fileExists(atPath: path) {
      try Data().write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
    handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    let contents = try handle.readToEnd() ?? Data()
    // A line that a crash cut was answered to nobody.
    let whole = contents.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if whole < contents.count { try handle.truncate(atOffset: UInt64(whole)) }
    try handle.seekToEnd()
    head = try AuditCheck.head(of: AuditCheck.lines(contents), expected: Self.head(at: headPath))
  }

  /// Appends records; they are on the disk when it returns.
  mutating func append(_ records: [(AuditHead) throws -> String]) throws {
    var text = ""
    var head = head
    for record in records {
      let json = try record(head)
      head = head.following(json)
      text += "\(head.hash) \(json)\n"
    }
    try handle.write(contentsOf: Data(text.utf8))
    try handle.synchronize()
    self.head = head
    try Data("\(head.text)\n".utf8).write(to: URL(fileURLWithPath: headPath), options: .atomic)
  }

  func close() { try? handle.close() }

  static func headPath(of path: String) -> String { "\(path).head" }

  /// Nil when there is none yet.
  static func head(at path: String) throws(AuditDamage) -> AuditHead? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    guard let head = AuditHead(String(decoding: data, as: UTF8.self)) else {
      throw AuditDamage(line: 0, what: "\(path) is not what was written")
    }
    return head
  }
}
