import Logging
import Protobuf
import RPC

/// Follows the events of another service for as long as it runs: connects, resumes at the cursor, applies each event,
/// and connects again after any loss (design.md section 1, "facts travel as events").
public struct EventFollower<Event: ProtobufMessage>: Sendable {
  /// The reason with which a service refuses a cursor whose events it does not keep any more.
  public static var cursorExpiredReason: String { "CURSOR_EXPIRED" }

  private let name: String
  private let cursor: @Sendable () async throws -> Int64
  private let open: @Sendable (Int64) async throws -> ResponseStream<Event>
  private let apply: @Sendable (Event) async throws -> Void
  private let restart: @Sendable () async throws -> Void
  private let liveness: StreamLiveness
  private let clock: any WallClock
  private let logger: Logger
  private let backOff: BackOff

  /// - Parameters:
  ///   - name: of the stream, for logs.
  ///   - cursor: reads the sequence of the last event that was applied.
  ///   - open: calls `WatchEvents` from a cursor on.
  ///   - apply: applies an event and its sequence in one transaction, and does nothing with one that was applied.
  ///   - restart: sets the cursor to 0, when the events after it are not kept any more.
  public init(
    name: String,
    cursor: @escaping @Sendable () async throws -> Int64,
    open: @escaping @Sendable (Int64) async throws -> ResponseStream<Event>,
    apply: @escaping @Sendable (Event) async throws -> Void,
    restart: @escaping @Sendable () async throws -> Void,
    liveness: StreamLiveness,
    clock: any WallClock,
    logger: Logger,
    backOff: BackOff = BackOff()
  ) {
    self.name = name
    self.cursor = cursor
    self.open = open
    self.apply = apply
    self.restart = restart
    self.liveness = liveness
    self.clock = clock
    self.logger = logger
    self.backOff = backOff
  }

  /// The follower as work of a service.
  public var worker: Worker {
    Worker("follow \(name)") { await run() }
  }

  /// Follows until the task is cancelled.
  public func run() async {
    var failures = 0
    // An event that cannot be applied comes again with every new call, which is no reason to begin anew.
    var unapplied = 0
    while !Task.isCancelled {
      do {
        try await followOnce(connected: { failures = unapplied }, applied: { (failures, unapplied) = (0, 0) })
      } catch {
        if error is EventNotApplied { unapplied = failures + 1 }
        await handle((error as? EventNotApplied)?.reason ?? error, isNews: failures == 0)
      }
      if liveness.isLive { liveness.lost(at: clock.now()) }
      failures += 1
      try? await Task.sleep(for: backOff.pause(afterFailures: failures))
    }
  }

  private func followOnce(connected: () -> Void, applied: () -> Void) async throws {
    let stream = try await open(try await cursor())
    // Leaving the loop for any reason ends the call at the other side, too.
    defer { stream.cancel() }
    try await withTaskCancellationHandler {
      _ = try await stream.initialMetadata()
      liveness.connected()
      connected()
      logger.log(.info, "events are followed", [.worker: name])
      for try await event in stream {
        do { try await apply(event) } catch { throw EventNotApplied(reason: error) }
        applied()
      }
    } onCancel: {
      stream.cancel()
    }
  }

  private func handle(_ error: any Error, isNews: Bool) async {
    if Task.isCancelled { return }
    if (error as? RPCError)?.reason == Self.cursorExpiredReason {
      logger.log(.notice, "events are read again from a snapshot", [.worker: name])
      try? await restart()
    } else if isNews {
      logger.log(.warning, "events are not followed", [.worker: name, .error: loggedText(of: error)])
    }
  }
}

private struct EventNotApplied: Error {
  let reason: any Error
}
