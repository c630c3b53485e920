import EmergencyAddressRules
import Messages
import NIOCore
import Protobuf
import RPC

/// The answer to a look-up. What it says of the address is serialized when that changes: the parts of a message, one after
/// the other, are the message (protobuf encoding, "Last One Wins").
struct LookUpAnswer: ProtobufMessage {
  static var fullName: String { EmergencyV1.EffectiveAddress.fullName }

  /// What only this number has.
  var number = EmergencyV1.EffectiveAddress()
  /// The rest, serialized.
  var address: [UInt8] = []

  init() {}

  init(_ number: EmergencyV1.EffectiveAddress, _ held: HeldAddress) {
    (self.number, address) = (number, held.answer)
  }

  init(serialized: ByteBuffer) throws(WireError) {
    number = try EmergencyV1.EffectiveAddress(serialized: serialized)
  }

  func serialize(into buffer: inout ByteBuffer) {
    number.serialize(into: &buffer)
    buffer.writeBytes(address)
  }

  /// What is the same for every number for which an address holds.
  @Sendable
  static func prepare(_ record: AddressRecord) -> [UInt8] {
    let location = if case .location(let name) = record.subject { name } else { "" }
    return EmergencyV1.EffectiveAddress(
      address: TypeV1.CivicAddress(record.address),
      location: location,
      progress: .init(rawValue: Int32(record.progress.rawValue)),
      name: record.subject.addressName,
      ready: record.isReady,
      additionalInformation: record.information
    ).serializedBytes()
  }
}

extension EmergencyAddressServer {
  /// The service as the process offers it: the look-up answers with bytes that are there already.
  public var servedDefinition: ServiceDefinition {
    let standard = definition
    let lookUp = MethodBinding.immediate(EmergencyV1.EmergencyAddressServiceMethods.lookUpAddress) {
      (request: EmergencyV1.LookUpAddressRequest, context) in
      try self.lookUp(request.phoneNumber, context)
    }
    return ServiceDefinition(
      name: standard.name,
      methods: standard.methods.map { $0.method.path == lookUp.method.path ? lookUp : $0 }
    )
  }
}
