import Messages
import NIOCore
import RPC
import Synchronization

/// The saga's calls on the inventory.
enum SagaCall: String, Hashable, Sendable, CaseIterable {
  case reserve = "ReserveNumbers"
  case hold = "HoldForOrder"
  case assign = "AssignNumbers"
  case release = "ReleaseOrderHold"
}

/// A channel that loses calls on demand: before they arrive, or after they were carried out.
final class FaultyChannel: RPCChannel {
  struct Fault: Hashable, Sendable {
    var call: SagaCall
    var isCarriedOut: Bool
  }

  private struct State {
    var fault: Fault?
    var falseReplies: [String: ByteBuffer] = [:]
    var refusal: (call: SagaCall, error: RPCError)?
    var requestIDs: [SagaCall: Set<String>] = [:]
    var callsUnderWay = 0
    var mostCallsUnderWay = 0
  }

  private let state = Mutex(State())
  private let channel: any RPCChannel

  init(_ channel: any RPCChannel) {
    self.channel = channel
  }

  /// Fails a call until it is nil again.
  func setFault(_ fault: Fault?) { state.withLock { $0.fault = fault } }

  /// Answers a call in the place of the server, until it is told to stop.
  func refuse(_ call: SagaCall, _ error: RPCError) { state.withLock { $0.refusal = (call, error) } }
  func stopRefusing() { state.withLock { $0.refusal = nil } }

  /// Answers a method with something else than the server would.
  func falsify(_ method: String, _ reply: ByteBuffer) {
    state.withLock { $0.falseReplies[method] = reply }
  }

  /// The most saga calls that were under way at the same time since this was asked last.
  func takeMostCallsUnderWay() -> Int {
    state.withLock { state in
      defer { state.mostCallsUnderWay = 0 }
      return state.mostCallsUnderWay
    }
  }

  /// The request ids under which a call was made.
  func requestIDs(_ call: SagaCall) -> Set<String> { state.withLock { $0.requestIDs[call] ?? [] } }

  func unary(_ method: Method, message: ByteBuffer, options: CallOptions) async throws -> UnaryReply {
    if let reply = state.withLock({ $0.falseReplies[method.name] }) { return UnaryReply(message: reply) }
    guard let call = SagaCall(rawValue: method.name) else {
      return try await channel.unary(method, message: message, options: options)
    }
    begin()
    defer { state.withLock { $0.callsUnderWay -= 1 } }
    // Those who want to call too get the time for it.
    for _ in 0..<50 { await Task.yield() }
    let requestID = try Self.requestID(call, message)
    let (fault, refusal) = state.withLock { state in
      state.requestIDs[call, default: []].insert(requestID)
      return (state.fault, state.refusal)
    }
    if let refusal, refusal.call == call { throw refusal.error }
    if fault == Fault(call: call, isCarriedOut: false) { throw RPCError(.unavailable, message: "down") }
    let reply = try await channel.unary(method, message: message, options: options)
    if fault == Fault(call: call, isCarriedOut: true) { throw RPCError(.unavailable, message: "lost") }
    return reply
  }

  private func begin() {
    state.withLock { state in
      state.callsUnderWay += 1
      state.mostCallsUnderWay = max(state.mostCallsUnderWay, state.callsUnderWay)
    }
  }

  func open(_ method: Method, options: CallOptions) async throws -> any ClientStream {
    try await channel.open(method, options: options)
  }

  private static func requestID(_ call: SagaCall, _ message: ByteBuffer) throws -> String {
    switch call {
    case .reserve: try InventoryV1.ReserveNumbersRequest(serialized: message).requestId
    case .hold: try InventoryV1.HoldForOrderRequest(serialized: message).requestId
    case .assign: try InventoryV1.AssignNumbersRequest(serialized: message).requestId
    case .release: try InventoryV1.ReleaseOrderHoldRequest(serialized: message).requestId
    }
  }
}
