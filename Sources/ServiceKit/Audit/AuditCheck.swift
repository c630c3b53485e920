import Foundation

/// What is wrong with an audit trail, and where.
public struct AuditDamage: Error, Sendable, Hashable, CustomStringConvertible {
  /// From 1; the line after the last one when lines are missing at the end.
  public let line: Int64
  public let what: String

  public var description: String { "line \(line): \(what)" }
}

/// Checks an audit trail line by line.
public enum AuditCheck {
  /// What the file beside a trail says of its end; nil when there is none.
  public static func head(beside path: String) throws(AuditDamage) -> AuditHead? {
    try AuditFile.head(at: AuditFile.headPath(of: path))
  }

  /// The lines of a trail; one that is being written, or that a crash cut, is none yet.
  public static func lines(_ contents: Data) -> [Substring] {
    let whole = contents.lastIndex(of: UInt8(ascii: "\n")).map { contents[...$0] } ?? Data()
    return String(decoding: whole, as: UTF8.self).split(separator: "\n")
  }

  /// The head of a trail that is whole.
  ///
  /// - Parameter expected: where it is known to have been; nil when nobody knows.
  public static func head(
    of lines: some Sequence<Substring>,
    expected: AuditHead? = nil
  ) throws(AuditDamage) -> AuditHead {
    var head = AuditHead.beginning
    var isSeen = expected == nil || expected == head
    for line in lines {
      head = try next(line, after: head)
      if head == expected { isSeen = true }
    }
    guard isSeen else {
      throw AuditDamage(
        line: min(expected?.count ?? 0, head.count + 1),
        what:
          "the trail is not the one that had \(expected?.count ?? 0) lines: some were removed or all made anew"
      )
    }
    return head
  }

  private static func next(_ line: Substring, after head: AuditHead) throws(AuditDamage) -> AuditHead {
    let number = head.count + 1
    let halves = line.split(separator: " ", maxSplits: 1)
    guard halves.count == 2,
      let record = try? JSONDecoder().decode(AuditRecord.self, from: Data(halves[1].utf8))
    else { throw AuditDamage(line: number, what: "it is no record") }
    guard record.sequence == number else {
      throw AuditDamage(
        line: number,
        what: "it is record \(record.sequence): lines were removed or put in before it"
      )
    }
    let next = head.following(String(halves[1]))
    guard next.hash == halves[0] else {
      throw AuditDamage(line: number, what: "its hash does not fit: it, or one before it, was changed")
    }
    return next
  }
}
