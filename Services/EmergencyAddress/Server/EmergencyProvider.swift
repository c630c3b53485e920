import EmergencyAddressRules
import EmergencyAddressStore
import Messages
import RPC
import ServiceKit
import Telephony

/// The line to the emergency provider, whoever serves `EmergencyProviderService`.
public struct EmergencyProvider: Sendable {
  let client: CarrierV1.EmergencyProviderServiceClient
  let options: @Sendable () throws -> CallOptions

  /// - Parameter options: made anew for every call, because what signs it expires.
  public init(
    _ client: CarrierV1.EmergencyProviderServiceClient,
    options: @escaping @Sendable () throws -> CallOptions
  ) {
    self.client = client
    self.options = options
  }

  func submit(_ task: ProviderTask, id: String, timeout: Duration) async throws -> CarrierV1.ProviderAnswer {
    var options = try options()
    options.deadline = .after(timeout)
    let request = CarrierV1.SubmitAddressRequest(
      requestId: id,
      task: .init(rawValue: Int32(task.kind.rawValue)),
      subject: task.subject.path,
      address: task.kind == .remove ? nil : .init(task.address),
      additionalInformation: task.information
    )
    return try await client.submitAddress(request, options: options)
  }

  /// Tells whose address calls from some numbers have. All tasks are of one kind and subject.
  func submit(_ rows: [NumberTaskTable.Row], timeout: Duration) async throws -> CarrierV1.ProviderAnswer {
    guard let first = rows.first, let last = rows.last else { return .init(outcome: .accepted) }
    var options = try options()
    options.deadline = .after(timeout)
    let request = CarrierV1.SubmitAddressRequest(
      requestId: DerivedUUID.make("numbers", "\(first.id)", "\(last.id)", first.task.subject.path),
      task: .init(rawValue: Int32(first.task.kind.rawValue)),
      subject: first.task.subject.path,
      numbers: rows.map { .init(firstNumber: "+\($0.task.first)", count: Int32(clamping: $0.task.count)) }
    )
    return try await client.submitAddress(request, options: options)
  }

  /// Where responders would have gone; nil when nowhere.
  func placeTestCall(
    from number: TelephoneNumber,
    _ record: AddressRecord,
    requestID: String
  ) async throws -> CivicAddress? {
    var options = try options()
    options.deadline = .after(.seconds(10))
    let request = CarrierV1.PlaceTestCallRequest(
      requestId: requestID,
      phoneNumber: number.e164,
      subject: record.subject.path,
      address: .init(record.holding.address)
    )
    return try await client.placeTestCall(request, options: options).address.map(CivicAddress.init)
  }
}

extension ProviderAnswer {
  /// What an answer says; nil while there is none, and when it is not understood.
  init?(_ message: CarrierV1.ProviderAnswer, to task: ProviderTask) {
    switch message.outcome {
    case .accepted: self = .accepted
    case .corrected:
      let form = CivicAddress(message.correctedAddress ?? .init())
      // A form that does not differ is no correction.
      self = form == task.address || form == CivicAddress() ? .accepted : .corrected(form)
    case .rejected: self = .rejected(reason: message.reason.isEmpty ? "UNKNOWN" : message.reason)
    default: return nil
    }
  }
}
