import Foundation

/// An authority with a server's and a client's certificate, made by openssl in a folder that goes with it.
public final class TestAuthority: Sendable {
  private let folder: URL

  /// Blocks no thread meanwhile: other tests run on them.
  public init() async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "trunkline-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let status = try await Self.run(Self.script, in: folder)
    guard status == 0 else { throw Failure(status: status) }
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  /// Who the certificate of `server` or `client` is for.
  public static func spiffeID(_ name: String) -> String { "spiffe://test.internal/\(name)" }

  /// The path of `ca.pem`, and of `server` or `client` with `.pem` and `.key`.
  public func path(_ name: String) -> String { folder.appending(path: name).path }

  private struct Failure: Error {
    let status: Int32
  }

  private static let script = """
    set -e
    key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
    openssl req -x509 $key -days 2 -subj /CN=ca -keyout ca.key -out ca.pem
    for name in server client; do
      echo subjectAltName=IP:127.0.0.1,DNS:localhost,URI:spiffe://test.internal/$name >names
      openssl req $key -subj /CN=$name -keyout $name.key -out $name.csr
      openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out $name.pem
    done
    """

  private static func run(_ script: String, in folder: URL) async throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    return try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
  }
}
