import CarrierSimulatorRules
import Foundation
import Messages
import RPC
import ServiceKit
import Telephony

/// A port written as the reference of its receipt.
enum Reference {
  private static let prefix = "sim1-"

  static func text(_ port: SimulatedPort) -> String {
    prefix + ((try? JSONEncoder().encode(port)) ?? Data()).base64EncodedString()
  }

  static func port(_ text: String) throws -> SimulatedPort {
    guard text.hasPrefix(prefix), let data = Data(base64Encoded: String(text.dropFirst(prefix.count))),
      let port = try? JSONDecoder().decode(SimulatedPort.self, from: data)
    else { throw Refusal.resourceNotFound("port with this reference") }
    return port
  }
}

extension CarrierServer {
  func receipt(_ port: SimulatedPort) -> CarrierV1.PortReceipt {
    let now = clock.now()
    let hasNews = !port.updates(until: now).isEmpty
    return CarrierV1.PortReceipt(
      reference: Reference.text(port),
      askAgainTime: (hasNews ? now : port.nextTime(after: now)).map(GoogleProtobuf.Timestamp.init)
    )
  }

  static func fields(_ request: CarrierV1.SubmitPortRequest) -> [SimulatedPort.Field: String] {
    let account = request.account ?? CarrierV1.LosingAccount()
    func hash(_ kind: String) -> String {
      Data(request.documents.last { $0.kind == kind }?.sha256 ?? []).base64EncodedString()
    }
    let address = account.serviceAddress.map { Data($0.serializedBytes()).base64EncodedString() }
    return [
      .accountNumber: account.accountNumber, .pin: account.pin, .billingNumber: account.billingNumber,
      .name: account.authorizedName, .company: account.companyName, .address: address ?? "",
      .bill: hash("BILL"), .letter: hash("LETTER_OF_AGENCY"), .type: request.portType,
      .time: "\(request.desiredTime?.seconds ?? 0)",
    ]
  }
}

extension CarrierV1.PortUpdate {
  init(_ update: SimulatedPort.Update) {
    self.init(revision: Int32(clamping: update.revision), time: GoogleProtobuf.Timestamp(update.time))
    switch update.event {
    case .accepted: kind = .accepted
    case .calledOff: kind = .calledOff
    case .confirmed(let time):
      kind = .confirmed
      firmTime = GoogleProtobuf.Timestamp(time)
    case .rejected(let code, let numbers, let groups):
      kind = .rejected
      reason = code
      phoneNumbers = numbers.compactMap { TelephoneNumber(digits: $0)?.e164 }
      self.groups = groups.map { numbers in
        let texts = numbers.compactMap { TelephoneNumber(digits: $0)?.e164 }
        return .init(billingNumber: texts.first ?? "", phoneNumbers: texts)
      }
    }
  }
}
