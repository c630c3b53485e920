import Foundation
import Logging
import RPC
import StorageTesting
import Synchronization
import Telephony
import Testing

@testable import ServiceKit

@Suite struct AuditTests {
  private let clock = ManualClock(Instant(milliseconds: 1_800_000_000_000))

  private func call(_ access: Access, principal: String = "keys/a") -> ServerContext {
    let context = ServerContext(
      method: Method(service: "test.S", name: "\(access)", shape: .unary, access: access),
      metadata: ["x-request-id": "r1"],
      deadline: nil,
      peer: "127.0.0.1:1",
      startTime: .now()
    )
    context.caller = Caller(principal: principal, organization: "acme", role: .partner, partner: "p")
    return context
  }

  /// Lines of a trail with so many records, in batches of three.
  private func write(_ count: Int, to path: String) throws {
    let trail = try AuditTrail(path: path, clock: clock)
    for number in 0..<count {
      trail.ended(call(.write, principal: "keys/\(number)"), status: .ok, durationNanoseconds: 1)
      if number % 3 == 2 { try trail.flush() }
    }
    trail.close()
  }

  private func lines(_ path: String) throws -> [Substring] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
  }

  private func damage(_ lines: [Substring], _ path: String) -> AuditDamage? {
    do throws(AuditDamage) {
      _ = try AuditCheck.head(of: lines, expected: try AuditCheck.head(beside: path))
      return nil
    } catch {
      return error
    }
  }

  @Test func aTrailGoesOnAfterARestartAndIsWhole() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("audit.log")
    try write(4, to: path)
    try write(3, to: path)
    let lines = try lines(path)
    #expect(lines.count == 7 && damage(lines, path) == nil)
    #expect(lines[4].contains("\"sequence\":5") && lines[4].contains("\"principal\":\"keys/0\""))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  /// Every line that is changed, removed, put in or moved is found.
  @Test func whateverIsDoneToALineIsFound() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("audit.log")
    try write(6, to: path)
    let lines = try lines(path)
    for position in lines.indices {
      var changed = lines
      changed[position] = Substring(lines[position].replacing("acme", with: "evil"))
      #expect(damage(changed, path)?.line == Int64(position + 1))
      var removed = lines
      removed.remove(at: position)
      #expect(damage(removed, path) != nil, "line \(position + 1) removed")
      var doubled = lines
      doubled.insert(lines[position], at: position)
      #expect(damage(doubled, path) != nil, "line \(position + 1) doubled")
    }
    var swapped = lines
    swapped.swapAt(1, 2)
    #expect(damage(swapped, path)?.line == 2)
    #expect(damage([], path) != nil)
    #expect(damage(lines + ["nonsense"], path)?.line == 7)
  }

  @Test func aTrailThatWasChangedIsNotContinued() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("audit.log")
    try write(3, to: path)
    try lines(path).dropLast().map { "\($0)\n" }.joined().write(
      toFile: path,
      atomically: true,
      encoding: .utf8
    )
    #expect(throws: AuditDamage.self) { try AuditTrail(path: path, clock: clock) }
  }

  @Test func aLineThatACrashCutIsLeftOut() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("audit.log")
    try write(3, to: path)
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("0123 {\"seq".utf8))
    try handle.close()
    try write(1, to: path)
    let lines = try lines(path)
    #expect(lines.count == 4 && damage(lines, path) == nil)
  }

  /// As on a disk that is full for a while: what was written by half is no damage, and the trail goes on.
  @Test(arguments: [1, 20, 1_000])
  func aWriteThatFailsLeavesTheTrailWhole(written: Int) throws {
    struct DiskIsFull: Error {}
    let directory = try TemporaryDirectory()
    let path = directory.file("audit.log")
    let isFull = Mutex(false)
    var file = try AuditFile(path) { handle, bytes in
      guard isFull.withLock({ $0 }) else { return try AuditFile.writeDurably(handle, bytes) }
      try AuditFile.writeDurably(handle, bytes.prefix(written))
      throw DiskIsFull()
    }
    func record(_ name: String) -> (AuditHead) throws -> String {
      { head in
        let record = AuditRecord(
          sequence: head.count + 1,
          time: "",
          principal: name,
          organization: "",
          role: "",
          partner: "",
          method: "",
          code: "",
          peer: "",
          requestID: "",
          lost: 0
        )
        return String(decoding: try JSONEncoder().encode(record), as: UTF8.self)
      }
    }
    try file.append([record("a"), record("b")])
    isFull.withLock { $0 = true }
    for _ in 0..<2 {
      #expect(throws: DiskIsFull.self) { try file.append([record("gone"), record("gone too")]) }
    }
    isFull.withLock { $0 = false }
    try file.append([record("c")])
    file.close()
    let lines = try lines(path)
    #expect(lines.count == 3 && damage(lines, path) == nil && !lines.contains { $0.contains("gone") })
    #expect(try AuditFile(path).head.count == 3)
  }

  @Test func readingIsLeftOutUnlessItIsRefused() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("audit.log")
    let trail = try AuditTrail(path: path, clock: clock)
    trail.ended(call(.read), status: .ok, durationNanoseconds: 1)
    trail.ended(call(.public), status: .ok, durationNanoseconds: 1)
    trail.ended(call(.read), status: .permissionDenied, durationNanoseconds: 1)
    trail.ended(call(.operate), status: .internal, durationNanoseconds: 1)
    trail.close()
    let lines = try lines(path)
    #expect(lines.map { $0.contains("PERMISSION_DENIED") } == [true, false])
  }
}
