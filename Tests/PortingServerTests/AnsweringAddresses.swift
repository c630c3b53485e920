import Messages
import NIOCore
import RPC
import Synchronization

/// Stands in for the emergency addresses: each location has one that is ready unless a test says otherwise.
final class AnsweringAddresses: RPCChannel {
  private struct State {
    var step: EmergencyV1.EmergencyAddress.Step? = .ready
    var asked: Set<String> = []
  }

  private let state = Mutex(State())

  /// The numbers that were asked about.
  var asked: Set<String> { state.withLock { $0.asked } }

  /// - Parameter step: what the addresses wait for; nil when there are none.
  func set(_ step: EmergencyV1.EmergencyAddress.Step?) { state.withLock { $0.step = step } }

  func unary(_ method: Method, message: ByteBuffer, options: CallOptions) async throws -> UnaryReply {
    guard let step = state.withLock({ $0.step }) else {
      throw RPCError(.failedPrecondition, reason: "EMERGENCY_ADDRESS_MISSING", message: "There is none.")
    }
    if method.name == "GetEmergencyAddress" {
      return UnaryReply(message: EmergencyV1.EmergencyAddress(step: step).serialized())
    }
    let request = try EmergencyV1.LookUpAddressRequest(serialized: message)
    state.withLock { _ = $0.asked.insert(request.phoneNumber) }
    let answer = EmergencyV1.EffectiveAddress(phoneNumber: request.phoneNumber, ready: step == .ready)
    return UnaryReply(message: answer.serialized())
  }

  func open(_ method: Method, options: CallOptions) async throws -> any ClientStream {
    throw RPCError(.unimplemented, message: "Addresses are looked up one by one.")
  }
}
