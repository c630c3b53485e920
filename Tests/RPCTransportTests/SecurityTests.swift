import RPC
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
}
