import Messages
import RPC
import RPCTransport
import Synchronization

/// An emergency provider that is out of order until it is switched on, and remembers what it was asked.
final class SwitchedProvider: CarrierV1.EmergencyProviderService {
  fileprivate struct State {
    var isOn = false
    var asked: [String] = []
    var numberTasks: [String] = []
    var served: [String: String] = [:]
    var refused = ""
  }

  private let state = Mutex(State())

  func setOn(_ isOn: Bool) { state.withLock { $0.isOn = isOn } }

  /// The ids of the tasks about addresses, each as often as it came.
  var asked: [String] { state.withLock { $0.asked } }

  /// The same of those about numbers.
  var numberTasks: [String] { state.withLock { $0.numberTasks } }

  /// Whose each number is.
  var served: [String: String] { state.withLock { $0.served } }

  func forgetNumbers() { state.withLock { $0.served = [:] } }

  /// Does not take a number.
  func refuse(_ number: String) { state.withLock { $0.refused = number } }

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
    let isAboutNumbers = [.addNumbers, .removeNumbers].contains(request.task)
    state.withLock { state in
      if isAboutNumbers {
        state.numberTasks.append(request.requestId)
      } else {
        state.asked.append(request.requestId)
      }
    }
    try checkOn()
    let isTaken = state.withLock { $0.take(request) }
    return .init(requestId: request.requestId, outcome: isTaken ? .accepted : .rejected)
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
    guard served[request.phoneNumber] == request.subject else {
      throw RPCError(.failedPrecondition, reason: "NUMBER_NOT_SERVED", message: "It is nobody's.")
    }
    return .init(address: request.address)
  }
}

extension SwitchedProvider.State {
  fileprivate mutating func take(_ request: CarrierV1.SubmitAddressRequest) -> Bool {
    for run in request.numbers {
      let first = Int(run.firstNumber.dropFirst()) ?? 0
      let numbers = (first..<first + Int(run.count)).map { "+\($0)" }
      guard !numbers.contains(refused) else { return false }
      for number in numbers {
        if request.task == .addNumbers { served[number] = request.subject }
        if request.task == .removeNumbers, served[number] == request.subject { served[number] = nil }
      }
    }
    return true
  }
}
