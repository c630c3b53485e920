import Messages
import RPC
import Telephony

/// Answers the calls of `trunkline.sandbox.v1.ClockService`.
struct ClockServer: SandboxV1.ClockService {
  let clock: SandboxClock
  /// Moves the clocks of the services behind this one.
  let advanceOthers: ServiceParts.ClockAdvance

  func getClock(
    _ request: SandboxV1.GetClockRequest,
    context: ServerContext
  ) async throws -> SandboxV1.Clock {
    SandboxV1.Clock(clock)
  }

  func advanceClock(
    _ request: SandboxV1.AdvanceClockRequest,
    context: ServerContext
  ) async throws -> SandboxV1.Clock {
    guard clock.isMovable else { throw Refusal.noSandbox }
    let ahead = request.ahead.map { Duration.seconds($0.seconds) + .nanoseconds(Int64($0.nanos)) } ?? .zero
    guard (clock.ahead...SandboxClock.farthest).contains(ahead) else {
      throw Refusal(violations: [.ahead(clock.ahead)])
    }
    // The others first: when one of them cannot be moved, a repeat says the same and moves the rest.
    try await advanceOthers(request, context)
    try clock.advance(to: ahead)
    return SandboxV1.Clock(clock)
  }
}

extension SandboxV1.Clock {
  fileprivate init(_ clock: SandboxClock) {
    let ahead = clock.ahead.wholeMilliseconds
    self.init(
      time: GoogleProtobuf.Timestamp(clock.now()),
      ahead: GoogleProtobuf.Duration(seconds: ahead / 1_000, nanos: Int32(ahead % 1_000) * 1_000_000),
      movable: clock.isMovable
    )
  }
}

extension Refusal {
  fileprivate static var noSandbox: Refusal {
    Refusal(
      .precondition,
      "SANDBOX_REQUIRED",
      "This suite serves customers: its clock is the machine's. Start one of your own with `trunkline up --sandbox`."
    )
  }
}

extension Violation {
  fileprivate static func ahead(_ ahead: Duration) -> Violation {
    let (least, most) = (ahead.components.seconds, SandboxClock.farthest.components.seconds)
    return Violation(
      field: "ahead",
      reason: "CLOCK_OUT_OF_RANGE",
      description: "Give what it is already or more, from \(least)s to \(most)s: a clock does not go back."
    )
  }
}
