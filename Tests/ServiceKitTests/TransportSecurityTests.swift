import Logging
import Messages
import RPC
import RPCTransport
import SuiteConfiguration
import Testing
import TransportTesting

@testable import ServiceKit

/// Services whose configuration file asks for TLS.
@Suite struct TransportSecurityTests {
  private let authority: TestAuthority

  init() async throws { authority = try await TestAuthority() }

  private func path(_ name: String) -> String { authority.path(name) }

  /// A configuration file; `listen.tls` begins at line 6.
  private func text(_ security: [(key: String, file: String)], section: String = "listen") -> String {
    let lines = security.map { "    \($0.key): \($0.file)" }.joined(separator: "\n")
    let tls = "  tls:\n\(lines)\n"
    return "service: ordering\nadmin:\n  port: 0\nlisten:\n  port: 0\n"
      + (section == "listen" ? tls : "upstream:\n\(tls)")
  }

  private func load(_ text: String) throws -> ServiceConfiguration {
    try withFile(text) { try ConfigurationLoader(schema: OrderingConfiguration.schema, file: $0).load() }
  }

  private func problems(_ text: String) throws -> [String] {
    try withFile(text) { file in
      let problems = Suite.check(file)
      let error = #expect(throws: ConfigurationError.self) {
        try ConfigurationLoader(schema: OrderingConfiguration.schema, file: file).load()
      }
      #expect(error?.problems == problems)
      return problems.map { "\($0)".replacing(file, with: "F") }
    }
  }

  /// What a service says of its health to a client with that TLS.
  private func health(_ configuration: ServiceConfiguration, _ tls: ClientTLS?) async throws
    -> HealthV1.HealthCheckResponse.ServingStatus
  {
    let logger = Logger(label: "test") { _ in
      JSONLogHandler(service: "test", level: .critical, sink: MemorySink())
    }
    let service = try await RunningService.start(configuration: configuration, logger: logger) { _ in
      ServiceParts(services: [])
    }
    let channel = ClientChannel(
      targets: [.init(host: "127.0.0.1", port: service.address.port ?? 0)],
      configuration: .init(tls: tls)
    )
    defer { channel.close() }
    do {
      let client = HealthV1.HealthClient(channel)
      let answer = try await client.check(.init(), options: CallOptions(timeout: .seconds(60)))
      await service.stop()
      return answer.status
    } catch {
      await service.stop()
      throw error
    }
  }

  @Test func aServiceWithACertificateAnswersOverTLSOnly() async throws {
    let configuration = try load(
      text([("certificateFile", path("server.pem")), ("privateKeyFile", path("server.key"))])
    )
    #expect(try await health(configuration, ClientTLS(authorityFile: path("ca.pem"))) == .serving)
    let clear = await #expect(throws: RPCError.self) { try await health(configuration, nil) }
    #expect(clear?.code == .unavailable)
    #expect(clear?.message.contains("perhaps it wants TLS") == true, "\(clear?.message ?? "none")")
  }

  @Test func aServiceWithAClientAuthorityDemandsACertificate() async throws {
    let configuration = try load(
      text([
        ("certificateFile", path("server.pem")), ("privateKeyFile", path("server.key")),
        ("clientAuthorityFile", path("ca.pem")),
      ])
    )
    let known = ClientTLS(
      authorityFile: path("ca.pem"),
      certificateChainFile: path("client.pem"),
      privateKeyFile: path("client.key")
    )
    #expect(try await health(configuration, known) == .serving)
    let stranger = await #expect(throws: RPCError.self) {
      try await health(configuration, ClientTLS(authorityFile: path("ca.pem")))
    }
    #expect(
      stranger?.message.contains("it wants a certificate of the caller") == true,
      "\(stranger?.message ?? "none")"
    )
  }

  @Test func aWrongFileIsNamedWithLineAndKey() throws {
    let certificate = path("server.pem")
    let key = path("server.key")
    #expect(
      try problems(text([("certificateFile", "/no.pem"), ("privateKeyFile", key)]))
        == ["F:7: listen.tls.certificateFile: /no.pem does not exist."]
    )
    #expect(
      try problems(text([("certificateFile", key), ("privateKeyFile", key)]))
        == ["F:7: listen.tls.certificateFile: \(key) holds no certificate. Give at least one in PEM."]
    )
    #expect(
      try problems(text([("certificateFile", certificate), ("privateKeyFile", certificate)])) == [
        "F:8: listen.tls.privateKeyFile: \(certificate) holds no private key. "
          + "Give one in PEM, without a passphrase."
      ]
    )
    let foreign = path("client.key")
    #expect(
      try problems(text([("certificateFile", certificate), ("privateKeyFile", foreign)])) == [
        "F:8: listen.tls.privateKeyFile: \(foreign) does not belong to the certificate. "
          + "Give the key that the certificate was made for."
      ]
    )
    #expect(
      try problems(
        text([("certificateFile", certificate), ("privateKeyFile", key), ("clientAuthorityFile", "/ca")])
      ) == ["F:9: listen.tls.clientAuthorityFile: /ca does not exist."]
    )
    #expect(
      try problems(text([("authorityFile", "/ca.pem")], section: "upstream"))
        == ["F:8: upstream.tls.authorityFile: /ca.pem does not exist."]
    )
  }

  @Test func halfOfTLSIsAProblem() throws {
    let other = "Give it because listen.tls.certificateFile is given, or neither."
    #expect(
      try problems(text([("certificateFile", "/x.pem")]))
        == ["F:7: listen.tls.privateKeyFile: is missing. \(other)"]
    )
    #expect(try problems(text([("clientAuthorityFile", "/ca.pem")])).count == 1)
    #expect(try problems(text([("certificateFile", "/x.pem")], section: "upstream")).count == 1)
    #expect(try load("service: ordering\n").serverTLS() == nil)
  }
}
