import Messages
import RPC
import RPCTransport
import Synchronization

/// An emergency provider that is out of order until it is switched on, and remembers what it was asked.
final class SwitchedProvider: CarrierV1.EmergencyProviderService {
  private struct State {
    var isOn = false
    var asked: [String] = []
  }

  private let state = Mutex(State())

  func setOn(_ isOn: Bool) { state.withLock { $0.isOn = isOn } }

  /// The ids of the tasks, each as often as it came.
  var asked: [String] { state.withLock { $0.asked } }

  /// Serves it; the port says where.
  func serve() async throws -> (server: RPCServer, port: Int) {
    let server = RPCServer(configuration: .init(), services: [definition])
    return (server, try await server.start().port ?? 0)
  }

  private func checkOn() throws {
    guard state.withLock({ $0.isOn }) else { throw RPCError(.unavailable, message: "switched off") }
  }

  func submitAddress(
    _ request: CarrierV1.SubmitAddressRequest,
    context: ServerContext
  ) async throws -> CarrierV1.ProviderAnswer {
    state.withLock { $0.asked.append(request.requestId) }
    try checkOn()
    return .init(requestId: request.requestId, outcome: .accepted)
  }

  func watchAnswers(
    _ request: CarrierV1.WatchAnswersRequest,
    responses: ResponseWriter<CarrierV1.ProviderAnswer>,
    context: ServerContext
  ) async throws {
    try checkOn()
    try await responses.sendHeaders()
  }

  func placeTestCall(
    _ request: CarrierV1.PlaceTestCallRequest,
    context: ServerContext
  ) async throws -> CarrierV1.PlaceTestCallResponse {
    try checkOn()
    return .init(address: request.address)
  }
}
