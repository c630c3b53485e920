import Foundation

/// The file of an audit trail, to which is only appended, and beside it the file `….head` that says how far it goes: so
/// lines that are removed at its end are missed as well.
struct AuditFile {
  private let handle: FileHandle
  private let headPath: String
  private let write: @Sendable (FileHandle, Data) throws -> Void
  /// Bytes of the lines that are whole.
  private var length: UInt64
  private(set) var head: AuditHead

  /// Opens a trail, or begins one.
  ///
  /// - Parameter write: writes and makes durable.
  /// - Throws: `AuditDamage` when it is not the trail that was written.
  init(
    _ path: String,
    write: @escaping @Sendable (FileHandle, Data) throws -> Void = Self.writeDurably
  ) throws {
    self.write = write
    headPath = Self.headPath(of: path)
    if !FileManager.default.fileExists(atPath: path) {
      try Data().write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
    handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    let contents = try handle.readToEnd() ?? Data()
    // A line that a crash cut was answered to nobody.
    let whole = contents.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    length = UInt64(whole)
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
    let bytes = Data(text.utf8)
    // What an attempt left that failed half-way, such as on a full disk, goes first: a torn line would be damage.
    try handle.truncate(atOffset: length)
    try write(handle, bytes)
    length += UInt64(bytes.count)
    self.head = head
    // The lines are safe; a head that is behind them, as after a crash, is put right by the next one.
    try? Data("\(head.text)\n".utf8).write(to: URL(fileURLWithPath: headPath), options: .atomic)
  }

  @Sendable
  static func writeDurably(_ handle: FileHandle, _ bytes: Data) throws {
    try handle.write(contentsOf: bytes)
    try handle.synchronize()
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
