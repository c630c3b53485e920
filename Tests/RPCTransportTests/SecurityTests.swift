import Foundation
import NIOCore
import NIOPosix
import RPC
import Testing

@testable import RPCTransport

/// An authority with a server's and a client's certificate, made by openssl in a folder that goes with it.
final class TestAuthority: Sendable {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "trunkline-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try openssl(
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.pem"
    )
    try Data("subjectAltName=IP:127.0.0.1,DNS:localhost\n".utf8).write(to: folder.appending(path: "names"))
    for name in ["server", "client"] {
      try openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=\(name) -keyout \(name).key -out \(name).csr"
      )
      try openssl(
        "x509 -req -in \(name).csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out \(name).pem"
      )
    }
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  private func openssl(_ arguments: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments.split(separator: " ").map(String.init)
    process.currentDirectoryURL = folder
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "openssl \(arguments)")
  }
}

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
        options: CallOptions(timeout: .seconds(5))
      )
      return reply.text
    }
  }

  @Test func serverCertificateIsChecked() async throws {
    let authority = try TestAuthority()
    let trusting = ClientTLS(authorityFile: authority.path("ca.pem"))
    #expect(try await call(authority, mutual: false, client: trusting) == "secret")
    let stranger = try TestAuthority()
    let error = await #expect(throws: RPCError.self) {
      try await call(authority, mutual: false, client: ClientTLS(authorityFile: stranger.path("ca.pem")))
    }
    #expect(error?.code == .unavailable)
  }

  @Test func clientCertificateIsDemanded() async throws {
    let authority = try TestAuthority()
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
