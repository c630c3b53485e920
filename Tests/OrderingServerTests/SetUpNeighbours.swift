import Messages
import NIOCore
import RPC
import Synchronization

/// Stands in for the catalog and the emergency addresses where locations are set up: one location, which is connected
/// and has an address or not. Each request id is carried out once, as theirs are.
final class SetUpNeighbours: RPCChannel {
  enum Call: String, Sendable {
    case connect = "ChooseConnection"
    case address = "SetLocationAddress"
    case revert = "RevertConnection"
    case inform = "SetAdditionalInformation"
  }

  struct Location: Equatable, Sendable {
    var isConnected = false
    var hasAddress = false
    var information = ""
    var version = 1
  }

  private struct State {
    var location = Location()
    var answers: [String: ByteBuffer] = [:]
    var refusals: [Call: (error: RPCError, times: Int)] = [:]
    /// Calls that are lost: true after they were carried out, false before.
    var losses: [Call: Bool] = [:]
    var stalled: Set<Call> = []
    var carriedOut: [Call] = []
  }

  private let state = Mutex(State())
  private let others: any RPCChannel

  /// - Parameter others: answers every other call.
  init(_ others: any RPCChannel) {
    self.others = others
  }

  var location: Location { state.withLock { $0.location } }
  var carriedOut: [Call] { state.withLock { $0.carriedOut } }
  func refuse(_ call: Call, _ error: RPCError, times: Int = .max) {
    state.withLock { $0.refusals[call] = (error, times) }
  }
  /// From now on it is not answered.
  func stall(_ call: Call) { state.withLock { _ = $0.stalled.insert(call) } }
  func lose(_ call: Call, afterwards: Bool?) { state.withLock { $0.losses[call] = afterwards } }

  func unary(_ method: Method, message: ByteBuffer, options: CallOptions) async throws -> UnaryReply {
    guard let call = Call(rawValue: method.name) else {
      return try await others.unary(method, message: message, options: options)
    }
    if state.withLock({ $0.stalled.contains(call) }) { try await Task.sleep(for: .seconds(600)) }
    return UnaryReply(message: try state.withLock { try Self.answer(call, message, &$0) })
  }

  func open(_ method: Method, options: CallOptions) async throws -> any ClientStream {
    try await others.open(method, options: options)
  }

  private static func answer(_ call: Call, _ message: ByteBuffer, _ state: inout State) throws -> ByteBuffer {
    let lost = RPCError(.unavailable, reason: "CONNECTION_LOST", message: "The call was lost.")
    if let refusal = state.refusals[call], refusal.times > 0 {
      state.refusals[call]?.times -= 1
      throw refusal.error
    }
    // What only asks is not lost: without its answer nothing begins.
    if call == .connect, try CatalogV1.ChooseConnectionRequest(serialized: message).validateOnly {
      return CatalogV1.Location().serialized()
    }
    if state.losses[call] == false { throw lost }
    let answer: ByteBuffer
    switch call {
    case .connect:
      let request = try CatalogV1.ChooseConnectionRequest(serialized: message)
      answer = try once(call, request.requestId, &state) { location in
        guard !location.isConnected, request.onlyFirst else {
          throw RPCError(.failedPrecondition, reason: "PSTN_CONNECTION_CHOSEN", message: "It is connected.")
        }
        location.isConnected = true
        location.version += 1
        return CatalogV1.Location(etag: "\"\(location.version)\"").serialized()
      }
    case .address:
      let request = try EmergencyV1.SetLocationAddressRequest(serialized: message)
      answer = try once(call, request.requestId, &state) { location in
        location.hasAddress = true
        return EmergencyV1.EmergencyAddress().serialized()
      }
    case .inform:
      let request = try EmergencyV1.SetAdditionalInformationRequest(serialized: message)
      answer = try once(call, request.requestId, &state) { location in
        location.information = "\(request.name): \(request.additionalInformation)"
        return EmergencyV1.EmergencyAddress().serialized()
      }
    case .revert:
      let request = try CatalogV1.RevertConnectionRequest(serialized: message)
      answer = try once(call, request.requestId, &state) { location in
        if request.etag == "\"\(location.version)\"" { location.isConnected = false }
        return CatalogV1.Location().serialized()
      }
    }
    if state.losses[call] == true { throw lost }
    return answer
  }

  private static func once(
    _ call: Call,
    _ requestID: String,
    _ state: inout State,
    _ body: (inout Location) throws -> ByteBuffer
  ) throws -> ByteBuffer {
    if let answer = state.answers[requestID] { return answer }
    let answer = try body(&state.location)
    state.answers[requestID] = answer
    state.carriedOut.append(call)
    return answer
  }
}
