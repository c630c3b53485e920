import Foundation
import RPC
import Synchronization
import Testing
import TransportTesting

@testable import RPCTransport

@Suite struct SecurityTests {
  private func call(_ authority: TestAuthority, mutual: Bool, client: ClientTLS) async throws -> String {
    let server = ServerTLS(
      certificateChainFile: authority.path("server.pem"),
      privateKeyFile: authority.path("server.key"),
      clientAuthorityFile: mutual ? authority.path("ca.pem") : nil
    )
    return try await withEcho(tls: (server, client)) { channel, _ in
      let reply: RawMessage = try await channel.unary(
        Echo.unary,
        RawMessage("secret"),
        options: options
      )
      return reply.text
    }
  }

  @Test func serverCertificateIsChecked() async throws {
    let authority = try await TestAuthority()
    let trusting = ClientTLS(authorityFile: authority.path("ca.pem"))
    #expect(try await call(authority, mutual: false, client: trusting) == "secret")
    let stranger = try await TestAuthority()
    let error = await #expect(throws: RPCError.self) {
      try await call(authority, mutual: false, client: ClientTLS(authorityFile: stranger.path("ca.pem")))
    }
    #expect(error?.code == .unavailable)
  }

  @Test func clientCertificateIsDemanded() async throws {
    let authority = try await TestAuthority()
    let known = ClientTLS(
      authorityFile: authority.path("ca.pem"),
      certificateChainFile: authority.path("client.pem"),
      privateKeyFile: authority.path("client.key")
    )
    #expect(try await call(authority, mutual: true, client: known) == "secret")
    let error = await #expect(throws: RPCError.self) {
      try await call(authority, mutual: true, client: ClientTLS(authorityFile: authority.path("ca.pem")))
    }
    #expect(error?.code == .unavailable)
  }

  @Test(arguments: [("client", true), ("server", false)])
  func onlyAllowedCallersAreLetIn(allowed: String, isLetIn: Bool) async throws {
    let authority = try await TestAuthority()
    let refused = Mutex<[String]>([])
    var server = authority.server
    server.clientAuthorityFile = authority.path("ca.pem")
    server.allowedCallers = [TestAuthority.spiffeID(allowed)]
    server.onRefusal = { caller in refused.withLock { $0.append(caller) } }
    let outcome = await code { try await call(server, authority.client) }
    #expect(outcome == (isLetIn ? nil : .unavailable))
    #expect(refused.withLock { Set($0) } == (isLetIn ? [] : [TestAuthority.spiffeID("client")]))
  }

  @Test(arguments: [
    ("spiffe://a.example/gateway", true), ("spiffe://a", true), ("spiffe://a/b/C.d-e_f", true),
    ("https://a.example/gateway", false), ("spiffe://", false), ("spiffe:///gateway", false),
    ("spiffe://a/", false),
    ("spiffe://a//b", false), ("spiffe://a/../b", false), ("spiffe://A/b", false), ("spiffe://a/b?c", false),
    ("spiffe://a:1/b", false), ("spiffe://u@a/b", false), ("spiffe://a/%41", false),
  ])
  func identitiesHaveOneForm(text: String, isOne: Bool) { #expect(ServerTLS.isSPIFFEID(text) == isOne) }

  @Test func certificatesAreReadAgainWhenTheyChange() async throws {
    let (authority, other) = (try await TestAuthority(), try await TestAuthority())
    let outcomes = Mutex<[Bool]>([])
    var server = authority.server
    server.onReload = { outcome in outcomes.withLock { $0.append((try? outcome.get()) != nil) } }
    let start = ContinuousClock.now
    let certificates = try ServerCertificates(server, ["h2"], now: start)
    let first = certificates.context(now: start + .seconds(2))
    #expect(first === certificates.context(now: start + .seconds(4)))
    // The certificate alone does not fit the key that is there: the old pair stays in use.
    try authority.replace("server.pem", with: other)
    #expect(first === certificates.context(now: start + .seconds(6)))
    try authority.replace("server.key", with: other)
    #expect(first === certificates.context(now: start + .seconds(6.5)))
    #expect(first !== certificates.context(now: start + .seconds(8)))
    #expect(outcomes.withLock { $0 } == [false, true])
  }

  private func call(_ server: ServerTLS, _ client: ClientTLS) async throws -> String {
    try await withEcho(tls: (server, client)) { channel, _ in
      let reply: RawMessage = try await channel.unary(Echo.unary, RawMessage("secret"), options: options)
      return reply.text
    }
  }

  private func code(_ body: () async throws -> String) async -> StatusCode? {
    do {
      _ = try await body()
      return nil
    } catch {
      return (error as? RPCError)?.code
    }
  }
}

extension TestAuthority {
  fileprivate var server: ServerTLS {
    ServerTLS(certificateChainFile: path("server.pem"), privateKeyFile: path("server.key"))
  }

  fileprivate var client: ClientTLS {
    ClientTLS(
      authorityFile: path("ca.pem"),
      certificateChainFile: path("client.pem"),
      privateKeyFile: path("client.key")
    )
  }

  fileprivate func replace(_ name: String, with other: TestAuthority) throws {
    let content = try Data(contentsOf: URL(filePath: other.path(name)))
    try content.write(to: URL(filePath: path(name)), options: .atomic)
  }
}
