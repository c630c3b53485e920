import Messages
import NIOCore
import RPC
import Synchronization

/// Stands in for the emergency addresses: every number has one, or none has.
final class AnsweringAddresses: RPCChannel {
  private struct State {
    var areMissing = false
    var asked: Set<String> = []
  }

  private let state = Mutex(State())

  /// The numbers that were asked about.
  var asked: Set<String> { state.withLock { $0.asked } }

  func setMissing(_ areMissing: Bool) { state.withLock { $0.areMissing = areMissing } }

  func unary(_ method: Method, message: ByteBuffer, options: CallOptions) async throws -> UnaryReply {
    let request = try EmergencyV1.LookUpAddressRequest(serialized: message)
    let areMissing = state.withLock { state in
      state.asked.insert(request.phoneNumber)
      return state.areMissing
    }
    guard !areMissing else {
      throw RPCError(.failedPrecondition, reason: "EMERGENCY_ADDRESS_MISSING", message: "There is none.")
    }
    return UnaryReply(message: EmergencyV1.EffectiveAddress(phoneNumber: request.phoneNumber).serialized())
  }

  func open(_ method: Method, options: CallOptions) async throws -> any ClientStream {
    throw RPCError(.unimplemented, message: "Numbers are looked up one by one.")
  }
}
