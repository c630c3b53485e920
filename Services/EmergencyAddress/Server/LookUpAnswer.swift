import EmergencyAddressRules
import Messages
import NIOCore
import Protobuf
import RPC

/// The answer to a look-up, an `EffectiveAddress`. What it says of the address is serialized when that changes, and the few
/// fields that each number has are written before it: fields may come in any order (protobuf encoding, "Field Order").
struct LookUpAnswer: Sendable {
  var phoneNumber = ""
  var source = AddressSource.location
  /// Empty when the address names it.
  var location = ""
  var notice = ""
  var stalenessMilliseconds: Int64 = 0
  /// What is said of an address that is passed over, serialized.
  var passedOver: [UInt8] = []
  /// The rest, serialized.
  var address: [UInt8] = []

  /// What is the same for every number for which an address holds, or for which it is passed over.
  @Sendable
  static func prepare(_ record: AddressRecord) -> HeldAddress {
    let location = if case .location(let name) = record.subject { name } else { "" }
    let (holding, underWay) = (record.holding, EmergencyV1.AddressUnderWay(record))
    let answer = EmergencyV1.EffectiveAddress(
      address: TypeV1.CivicAddress(holding.address),
      location: location,
      progress: .init(rawValue: Int32(holding.progress.rawValue)),
      name: record.subject.addressName,
      ready: record.isReady,
      additionalInformation: holding.information,
      underWay: record.inForce == nil ? [] : [underWay].compactMap(\.self)
    )
    let notice = underWay.map { EmergencyV1.EffectiveAddress(underWay: [$0]).serializedBytes() }
    return HeldAddress(record, answer: answer.serializedBytes(), notice: record.isReady ? [] : notice ?? [])
  }
}

extension LookUpAnswer: ProtobufMessage {
  static var fullName: String { EmergencyV1.EffectiveAddress.fullName }

  // It is only ever sent.
  init(serialized: ByteBuffer) throws(WireError) {
    self.init(address: try EmergencyV1.EffectiveAddress(serialized: serialized).serializedBytes())
  }

  func serialize(into buffer: inout ByteBuffer) {
    buffer.writeField(1, phoneNumber)
    buffer.writeField(3, UInt64(source.rawValue))
    buffer.writeField(4, location)
    buffer.writeField(6, notice)
    buffer.writeField(7, UInt64(stalenessMilliseconds))
    buffer.writeBytes(passedOver)
    buffer.writeBytes(address)
  }
}

extension ByteBuffer {
  /// Writes a field of the wire type LEN, unless it is empty.
  fileprivate mutating func writeField(_ number: UInt64, _ text: String) {
    guard !text.isEmpty else { return }
    writeVarint(number << 3 | 2)
    writeVarint(UInt64(text.utf8.count))
    writeString(text)
  }

  /// Writes a field of the wire type VARINT, unless it is 0.
  fileprivate mutating func writeField(_ number: UInt64, _ value: UInt64) {
    guard value != 0 else { return }
    writeVarint(number << 3)
    writeVarint(value)
  }

  private mutating func writeVarint(_ value: UInt64) {
    var rest = value
    while rest > 0x7f {
      writeInteger(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    writeInteger(UInt8(rest))
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
