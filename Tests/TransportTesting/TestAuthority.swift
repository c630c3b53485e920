import Foundation

/// An authority with a server's and a client's certificate, made by openssl in a folder that goes with it.
public final class TestAuthority: Sendable {
  private let folder: URL

  public init() throws {
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

  /// The path of `ca.pem`, and of `server` or `client` with `.pem` and `.key`.
  public func path(_ name: String) -> String { folder.appending(path: name).path }

  private struct Failure: Error {
    let command: String
  }

  private func openssl(_ arguments: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments.split(separator: " ").map(String.init)
    process.currentDirectoryURL = folder
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(command: "openssl \(arguments)") }
  }
}
