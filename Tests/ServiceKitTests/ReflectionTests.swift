import Messages
import NIOCore
import RPC
import Testing

@testable import ServiceKit

@Suite struct ReflectionTests {
  private let reflection = Reflection(services: ["test.B", "test.A"]) { ProtoDescriptors.all }

  private func ask(_ query: ReflectionQuery) -> ReflectionAnswer {
    var sent: Set<String> = []
    return reflection.answer(query, sent: &sent)
  }

  private func fileNames(_ answer: ReflectionAnswer) -> [String] {
    guard case .files(let files) = answer else { return [] }
    return files.map { bytes in
      ProtoDescriptors.all.files.first { $0.serialized == bytes }?.name ?? "another file"
    }
  }

  @Test func onlyRegisteredServicesAreListed() {
    #expect(ask(.services) == .services(["test.A", "test.B"]))
  }

  @Test(arguments: [
    "trunkline.inventory.v1.InventoryService", "trunkline.inventory.v1.InventoryService.SearchNumbers",
    "trunkline.inventory.v1.Number", "trunkline.inventory.v1.Number.State",
    "trunkline.inventory.v1.Number.name",
    ".trunkline.inventory.v1.Number",
  ])
  func symbolsLeadToTheirFile(symbol: String) {
    #expect(fileNames(ask(.symbol(symbol))).first == "trunkline/inventory/v1/inventory.proto")
  }

  @Test func aFileComesWithEverythingItImportsOnce() {
    let names = fileNames(ask(.file(name: "trunkline/inventory/v1/inventory.proto")))
    #expect(Set(names).count == names.count)
    #expect(names.contains("trunkline/type/v1/options.proto"))
    #expect(names.contains("google/protobuf/descriptor.proto"))
  }

  @Test func dependenciesAreNotSentTwiceOnAStream() {
    var sent: Set<String> = []
    _ = reflection.answer(.symbol("trunkline.inventory.v1.InventoryService"), sent: &sent)
    let second = reflection.answer(.symbol("trunkline.type.v1.CivicAddress"), sent: &sent)
    #expect(fileNames(second) == ["trunkline/type/v1/civic_address.proto"])
    let third = reflection.answer(.symbol("trunkline.inventory.v1.InventoryService"), sent: &sent)
    #expect(fileNames(third) == ["trunkline/inventory/v1/inventory.proto"])
  }

  @Test func extensionsAreFoundByNumber() {
    let options = "google.protobuf.MethodOptions"
    #expect(
      fileNames(ask(.extension(type: options, number: 50_702))).first == "trunkline/type/v1/options.proto"
    )
    #expect(
      ask(.extensionNumbers(type: options))
        == .extensionNumbers(type: options, [50_701, 50_702, 50_703, 72_295_728])
    )
    #expect(
      ask(.extensionNumbers(type: "trunkline.inventory.v1.Number"))
        == .extensionNumbers(type: "trunkline.inventory.v1.Number", [])
    )
  }

  @Test func whatIsNotThereIsAnErrorAnswer() {
    #expect(ask(.file(name: "nowhere.proto")) == .notFound("file nowhere.proto"))
    #expect(ask(.symbol("trunkline.Nothing")) == .notFound("symbol trunkline.Nothing"))
    #expect(ask(.extension(type: "a.B", number: 1)) == .notFound("extension 1 of a.B"))
    #expect(ask(.extensionNumbers(type: "a.B")) == .notFound("type a.B"))
  }

  @Test func bothVersionsAnswerTheSame() async throws {
    let list = ReflectionV1.ServerReflectionRequest(host: "h", messageRequest: .listServices("*"))
    let alphaList = ReflectionV1alpha.ServerReflectionRequest(host: "h", messageRequest: .listServices("*"))
    let answers = try await [
      exchange(reflection.v1Definition, list.serialized()),
      exchange(reflection.v1alphaDefinition, alphaList.serialized()),
    ]
    #expect(answers[0] == answers[1])
    let response = try ReflectionV1.ServerReflectionResponse(serialized: answers[0])
    #expect(response.validHost == "h")
    #expect(response.originalRequest == list)
    #expect(
      response.messageResponse
        == .listServicesResponse(.init(service: [.init(name: "test.A"), .init(name: "test.B")]))
    )
  }

  @Test func anEmptyRequestIsAnsweredWithAnError() async throws {
    let answer = try await exchange(
      reflection.v1Definition,
      ReflectionV1.ServerReflectionRequest(host: "h").serialized()
    )
    let response = try ReflectionV1.ServerReflectionResponse(serialized: answer)
    guard case .errorResponse(let error) = response.messageResponse else {
      Issue.record("no error answer")
      return
    }
    #expect(error.errorCode == 3)
  }

  private func exchange(_ service: ServiceDefinition, _ request: ByteBuffer) async throws -> ByteBuffer {
    try await ScriptedCall(requests: [request]).run(service.methods[0]).first ?? ByteBuffer()
  }
}
