import Foundation
import Logging
import RPC
import Synchronization
import Telephony

/// Keeps who changed what, and who was refused, in a file whose lines hang together (design.md section 5).
///
/// Calls do not wait for the disk. What cannot be kept is counted, and the count is in the next record.
public final class AuditTrail: Sendable, ServerInterceptor {
  private typealias Waiting = @Sendable (_ head: AuditHead, _ lost: Int) throws -> String

  private struct State {
    var waiting: [Waiting] = []
    var lost = 0
    var lostEver = 0
  }

  private static let mostWaiting = 16_384

  private let state = Mutex(State())
  private let file: Mutex<AuditFile?>
  private let clock: any WallClock
  private let signal: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation

  /// Opens the trail.
  ///
  /// - Throws: `AuditDamage` when it was changed since it was written.
  public init(path: String, clock: any WallClock) throws {
    file = Mutex(try AuditFile(path))
    self.clock = clock
    (signal, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  public func ended(_ context: ServerContext, status: StatusCode, durationNanoseconds: Int64) {
    let isRefused = [.unauthenticated, .permissionDenied].contains(status)
    guard isRefused || ![.read, .public].contains(context.method.access) else { return }
    let (caller, time) = (context.caller, clock.now())
    // An id of the caller's making, limited as in the access log.
    let id = context.metadata["x-request-id"].flatMap { $0.utf8.count <= 64 ? $0 : nil } ?? ""
    enqueue { head, lost in
      let record = AuditRecord(
        sequence: head.count + 1,
        time: time.rfc3339,
        principal: caller?.principal ?? "",
        organization: caller?.organization ?? "",
        role: caller?.role.rawValue ?? "",
        partner: caller?.partner ?? "",
        method: context.method.path,
        code: status.name,
        peer: context.peer,
        requestID: id,
        lost: lost
      )
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(record), as: UTF8.self)
    }
  }

  private func enqueue(_ record: @escaping Waiting) {
    state.withLock { state in
      guard state.waiting.count < Self.mostWaiting else {
        state.lost += 1
        state.lostEver += 1
        return
      }
      state.waiting.append(record)
    }
    wake.yield()
  }

  /// Writes what waits, some at a time.
  public func worker(logger: Logger) -> Worker {
    Worker("audit trail") { [self] in
      for await _ in signal {
        // A disk that is full is tried again with the next record.
        do { try flush() } catch {
          logger.log(.error, "audit trail is not written", [.error: loggedText(of: error)])
        }
      }
    }
  }

  /// Shows how many records are missing.
  public func publish(in metrics: Metrics) {
    metrics.gauge(
      "trunkline_audit_records_lost",
      help: "Records since the start that are missing in the audit trail, because the disk did not keep up."
    ) { [self] in Double(state.withLock { $0.lostEver }) }
  }

  func flush() throws {
    let (waiting, lost) = state.withLock { state in
      defer { (state.waiting, state.lost) = ([], 0) }
      return (state.waiting, state.lost)
    }
    guard !waiting.isEmpty else { return }
    do {
      try file.withLock { file in
        try file?.append(
          waiting.enumerated().map { position, record in { try record($0, position == 0 ? lost : 0) } }
        )
      }
    } catch {
      state.withLock { state in
        state.lost += lost + waiting.count
        state.lostEver += waiting.count
      }
      throw error
    }
  }

  /// Writes what waits, and closes the file.
  public func close() {
    try? flush()
    file.withLock { file in
      file?.close()
      file = nil
    }
  }
}
