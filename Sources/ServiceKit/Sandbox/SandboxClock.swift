import Foundation
import Synchronization
import Telephony

/// A clock that can be moved ahead of another one and stays there, so that what takes days is seen at once
/// (design.md section 5).
///
/// It never goes back, not even by a restart: what has expired would be valid again.
final class SandboxClock: WallClock {
  /// Ten years: far enough for every rule, and no time overflows.
  static let farthest = Duration.seconds(10 * 366 * 86_400)

  let isMovable: Bool
  private let base: any WallClock
  private let file: String
  private let aheadMilliseconds: Atomic<Int64>
  private let moving = Mutex(())

  /// Goes on where an earlier process left it, also where it cannot be moved any more.
  init(over base: any WallClock, file: String, isMovable: Bool) throws {
    self.base = base
    self.file = file
    self.isMovable = isMovable
    aheadMilliseconds = Atomic(try Self.read(file))
  }

  func now() -> Instant { base.now() + ahead }

  /// How far it is ahead of the clock below it.
  var ahead: Duration { .milliseconds(aheadMilliseconds.load(ordering: .relaxed)) }

  /// Moves it ahead; the caller has checked that it does not go back.
  func advance(to ahead: Duration) throws {
    let milliseconds = ahead.wholeMilliseconds
    try moving.withLock { _ in
      guard milliseconds > aheadMilliseconds.load(ordering: .relaxed) else { return }
      // Kept before it is shown: what others saw must be so after a crash, too.
      let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data("\(milliseconds)\n".utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
      aheadMilliseconds.store(milliseconds, ordering: .relaxed)
    }
  }

  private static func read(_ file: String) throws -> Int64 {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return 0 }
    let milliseconds = Int64(text.trimmingCharacters(in: .whitespacesAndNewlines))
    guard let milliseconds, (0...farthest.wholeMilliseconds).contains(milliseconds) else {
      throw SandboxClockDamaged(file: file)
    }
    return milliseconds
  }
}

/// Keeps a service from starting: with another time what has expired would be valid again.
struct SandboxClockDamaged: Error, CustomStringConvertible {
  let file: String

  var description: String {
    "\(file) does not say by how many milliseconds the clock is ahead. Restore it, or begin with an empty data directory."
  }
}
