import Messages
import NIOCore
import Testing

@testable import Protobuf

struct RoundTripTests {
  @Test func descriptorsAreEmbedded() {
    #expect(ProtoDescriptors.all.message(named: "trunkline.inventory.v1.Number") != nil)
    #expect(
      ProtoDescriptors.all.file(declaring: "grpc.health.v1.Health.Check")?.name
        == "grpc/health/v1/health.proto"
    )
    #expect(ProtoDescriptors.messageTypes.count > 100)
  }

  /// What protobuf-c and the generated code read and write is what the descriptors say: JSON, which knows neither
  /// of them, must not see a difference.
  @Test(arguments: ProtoDescriptors.messageTypes.map { $0.fullName })
  func everyTypeKeepsItsContent(fullName: String) throws {
    let type = try #require(ProtoDescriptors.messageTypes.first { $0.fullName == fullName })
    let descriptor = try #require(ProtoDescriptors.all.message(named: fullName))
    let seed = UInt64.random(in: 0 ... .max)
    var random = RandomMessage(descriptors: ProtoDescriptors.all, random: SeededGenerator(seed: seed))
    for _ in 0..<10 {
      let bytes = ByteBuffer(bytes: random.bytes(of: descriptor))
      try check(type, bytes, "seed \(seed), \(bytes.readableBytesView.map { $0 })")
    }
  }

  private func check<Message: ProtobufMessage>(_: Message.Type, _ bytes: ByteBuffer, _ context: String) throws
  {
    let message = try Message(serialized: bytes)
    let written = message.serialized()
    #expect(try Message(serialized: written).serialized() == written, "\(context)")
    // Times outside of what RFC 3339 can express have no JSON.
    guard WellKnownType(rawValue: Message.fullName) == nil else { return }
    let json = try ProtoDescriptors.json.string(from: bytes, type: Message.fullName)
    #expect(try ProtoDescriptors.json.string(from: written, type: Message.fullName) == json, "\(context)")
    let again: Message = try ProtoDescriptors.json.message(from: json)
    #expect(again.serialized() == written, "\(context)")
  }

  @Test func damagedBytesAreRefusedOrRead() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = RandomMessage(descriptors: ProtoDescriptors.all, random: SeededGenerator(seed: seed))
    let descriptor = try #require(
      ProtoDescriptors.all.message(named: InventoryV1.ReserveNumbersRequest.fullName)
    )
    var refused = 0
    for _ in 0..<1_500 {
      var bytes = random.bytes(of: descriptor)
      for _ in 0..<Int.random(in: 1...3, using: &random.random) where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random.random)] = UInt8.random(
          in: 0...255,
          using: &random.random
        )
      }
      do throws(WireError) {
        let message = try InventoryV1.ReserveNumbersRequest(serialized: ByteBuffer(bytes: bytes))
        #expect(
          try InventoryV1.ReserveNumbersRequest(serialized: message.serialized()) == message,
          "seed \(seed)"
        )
      } catch {
        #expect(error.reason != .unreadable, "seed \(seed): a guard is missing for \(bytes)")
        refused += 1
      }
    }
    #expect((1..<1_500).contains(refused), "seed \(seed)")
  }

  @Test func messagesAreAppended() throws {
    var buffer = ByteBuffer(string: "before")
    InventoryV1.GetNumberRequest(name: "numbers/1").serialize(into: &buffer)
    #expect(buffer.readString(length: 6) == "before")
    #expect(try InventoryV1.GetNumberRequest(serialized: buffer).name == "numbers/1")
  }

  @Test func aNULInAStringDoesNotCutItOff() throws {
    let message = InventoryV1.GetNumberRequest(name: "a\0b")
    #expect(try InventoryV1.GetNumberRequest(serialized: message.serialized()).name == "a\u{FFFD}b")
  }

  @Test func largeMessagesLeaveTheStack() throws {
    let number = InventoryV1.Number(name: String(repeating: "x", count: 40_000), city: "Zürich")
    let response = InventoryV1.ListNumbersResponse(numbers: Array(repeating: number, count: 20))
    #expect(try InventoryV1.ListNumbersResponse(serialized: response.serialized()) == response)
  }

  @Test func unknownEnumNumbersStay() throws {
    let number = InventoryV1.Number(state: .unrecognized(77), numberType: .unrecognized(-3))
    let again = try InventoryV1.Number(serialized: number.serialized())
    #expect(again == number)
    #expect(again.state.name == "77")
    #expect(InventoryV1.Number.State.portingIn.name == "PORTING_IN")
  }

  @Test func emptyChoicesAreKept() throws {
    let request = InventoryV1.ReserveNumbersRequest(selection: .specific(InventoryV1.SpecificNumbers()))
    #expect(try InventoryV1.ReserveNumbersRequest(serialized: request.serialized()) == request)
    let reflection = ReflectionV1.ServerReflectionRequest(messageRequest: .listServices(""))
    #expect(try ReflectionV1.ServerReflectionRequest(serialized: reflection.serialized()) == reflection)
  }
}
