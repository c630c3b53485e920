import Messages
import RPC
import RPCTransport
import Testing
import TransportTesting

@testable import trunkline

/// An inventory behind TLS that knows every number.
private func withInventory<Result>(
  _ authority: TestAuthority,
  isMutual: Bool = false,
  _ body: (String) async throws -> Result
) async throws -> Result {
  let tls = ServerTLS(
    certificateChainFile: authority.path("server.pem"),
    privateKeyFile: authority.path("server.key"),
    clientAuthorityFile: isMutual ? authority.path("ca.pem") : nil
  )
  let service = ServiceDefinition(
    name: "trunkline.inventory.v1.InventoryService",
    methods: [
      .immediate(InventoryV1.InventoryServiceMethods.getNumber) {
        (request: InventoryV1.GetNumberRequest, _: ServerContext) in
        InventoryV1.Number(name: request.name)
      }
    ]
  )
  let server = RPCServer(configuration: .init(tls: tls), services: [service])
  let port = try await server.start().port ?? 0
  do {
    let result = try await body("127.0.0.1:\(port)")
    await server.shutdown(gracePeriod: .zero)
    return result
  } catch {
    await server.shutdown(gracePeriod: .zero)
    throw error
  }
}

@Suite struct SecurityOptionsTests {
  private let name = "numbers/+12012000400"

  private func number(_ arguments: [String]) async throws -> String {
    try await GatewayOptions.parse(arguments + ["--api-key", "k"]).call { client in
      try await client.inventory.getNumber(.init(name: name), options: client.options).name
    }
  }

  @Test func commandsCallOverTLS() async throws {
    let authority = try await TestAuthority()
    try await withInventory(authority) { address in
      let answer = try await number(["--gateway", address, "--ca", authority.path("ca.pem")])
      #expect(answer == name)
      // The system's authorities did not sign it.
      let stranger = await #expect(throws: RPCError.self) {
        try await number(["--gateway", address, "--tls"])
      }
      #expect(stranger?.message.contains("authority that is trusted") == true)
      let clear = await #expect(throws: RPCError.self) { try await number(["--gateway", address]) }
      #expect(clear?.message.contains("perhaps it wants TLS") == true)
    }
  }

  @Test func commandsShowTheirCertificate() async throws {
    let authority = try await TestAuthority()
    let own = ["--certificate", authority.path("client.pem"), "--key", authority.path("client.key")]
    try await withInventory(authority, isMutual: true) { address in
      let trusting = ["--gateway", address, "--ca", authority.path("ca.pem")]
      let answer = try await number(trusting + own)
      #expect(answer == name)
      await #expect(throws: RPCError.self) { try await number(trusting) }
    }
  }

  @Test func loadIsMadeOverTLS() async throws {
    let authority = try await TestAuthority()
    try await withInventory(authority) { address in
      let arguments = [
        "--gateway", address, "--method", "trunkline.inventory.v1.InventoryService/GetNumber",
        "--connections", "2", "--streams", "2", "--calls", "100", "--warmup", "0",
      ]
      let result = try await LoadCommand.parse(arguments + ["--ca", authority.path("ca.pem")]).measure()
      #expect(result.isClean)
      #expect(result.calls == 100)
      let failure = await #expect(throws: (any Error).self) {
        try await LoadCommand.parse(arguments + ["--tls"]).measure()
      }
      #expect(failure.map { "\($0)" }?.contains("authority that is trusted") == true)
    }
  }

  @Test func aWrongFileIsNamedWithItsOption() async throws {
    let authority = try await TestAuthority()
    let certificate = authority.path("client.pem")
    let missing = #expect(throws: CommandFailure.self) { try SecurityOptions.parse(["--ca", "/no"]).tls() }
    #expect(missing?.description == "--ca: /no does not exist.")
    let wrong = #expect(throws: CommandFailure.self) {
      try SecurityOptions.parse(["--certificate", certificate, "--key", certificate]).tls()
    }
    #expect(wrong?.description.hasPrefix("--key: \(certificate) holds no private key") == true)
    #expect(throws: (any Error).self) { try SecurityOptions.parse(["--certificate", certificate]) }
    #expect(try SecurityOptions.parse([]).tls() == nil)
  }
}
