import GatewayRules
import NIOCore
import RPC
import ServiceKit
import Synchronization

/// Through which all calls of one service go: so many at a time that a slow service never takes what the others need, and
/// none for a while when it does not answer.
public final class ServiceGate: Sendable {
  /// How many calls of one service may be under way.
  public struct Amounts: Sendable {
    public var calls: Int
    /// Streams live long: events are waited for on them.
    public var streams: Int

    public init(calls: Int, streams: Int) { (self.calls, self.streams) = (calls, streams) }
  }

  private struct State {
    var calls = 0
    var streams = 0
    var breaker = CircuitBreaker()
  }

  /// A deadline that is shorter says nothing about the service, or one caller could cut the others off.
  private static let patience = TimeAmount.seconds(1)

  private let service: String
  private let amounts: Amounts
  private let state = Mutex(State())

  public init(service: String, _ amounts: Amounts) {
    self.service = service
    self.amounts = amounts
  }

  /// Shows how many calls are under way, and whether the service is given up for the moment.
  public func publish(in metrics: Metrics) {
    let labels = [("service", service)]
    metrics.gauge(
      "trunkline_gateway_calls_under_way",
      help: "Calls that a service has not answered yet, with streams.",
      labels: labels
    ) { self.state.withLock { Double($0.calls + $0.streams) } }
    metrics.gauge(
      "trunkline_gateway_circuit_open",
      help: "1 while calls of a service fail at once because it did not answer.",
      labels: labels
    ) { self.state.withLock { $0.breaker.isOpen ? 1 : 0 } }
  }

  /// Makes a call.
  ///
  /// - Throws: what the call throws; `UNAVAILABLE` when there are too many, or the service does not answer.
  func run<Answer>(
    _ shape: Method.Shape,
    deadline: Deadline?,
    _ call: () async throws -> Answer
  ) async throws -> Answer {
    try enter(shape)
    let isPatient = (deadline?.remaining ?? Self.patience) >= Self.patience
    do {
      let answer = try await call()
      leave(shape, .answered)
      return answer
    } catch {
      leave(shape, outcome(of: error, isPatient))
      throw error
    }
  }

  private func enter(_ shape: Method.Shape) throws {
    let wait = try state.withLock { state -> Int64 in
      let isFull = shape == .unary ? state.calls >= amounts.calls : state.streams >= amounts.streams
      guard !isFull else { throw RPCError.busy(service) }
      let wait = state.breaker.admit(nanoseconds: Self.now())
      guard wait == 0 else { return wait }
      if shape == .unary { state.calls += 1 } else { state.streams += 1 }
      return 0
    }
    guard wait == 0 else { throw RPCError.missing(service, retryMilliseconds: wait / 1_000_000 + 1) }
  }

  private func leave(_ shape: Method.Shape, _ outcome: CircuitBreaker.Outcome) {
    state.withLock { state in
      if shape == .unary { state.calls -= 1 } else { state.streams -= 1 }
      state.breaker.record(outcome, nanoseconds: Self.now())
    }
  }

  private func outcome(of error: any Error, _ isPatient: Bool) -> CircuitBreaker.Outcome {
    guard let error = error as? RPCError else { return .unknown }
    switch error.code {
    case .unavailable where error.isOfConnection: return .failed
    case .deadlineExceeded: return isPatient ? .failed : .unknown
    case .cancelled: return .unknown
    default: return .answered
    }
  }

  private static func now() -> Int64 { Int64(clamping: NIODeadline.now().uptimeNanoseconds) }
}

extension RPCError {
  /// Whether no answer came at all.
  var isOfConnection: Bool {
    code == .unavailable && ["NO_CONNECTION", "CONNECTION_LOST", "STREAM_RESET"].contains(reason)
  }

  /// Says which service is missing, instead of an address that means nothing to the caller.
  static func missing(_ service: String, retryMilliseconds: Int64 = 1_000) -> RPCError {
    RPCError(
      .unavailable,
      reason: "SERVICE_UNAVAILABLE",
      message: "The service \(service) cannot be reached at the moment; the others work. Try again.",
      information: ["service": service]
    ).with(.retryInfo(delayMilliseconds: retryMilliseconds))
  }

  fileprivate static func busy(_ service: String) -> RPCError {
    RPCError(
      .unavailable,
      reason: "SERVICE_BUSY",
      message: "The service \(service) has too many calls to answer; the others work. Try again.",
      information: ["service": service]
    ).with(.retryInfo(delayMilliseconds: 1_000))
  }
}
