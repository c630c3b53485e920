import Foundation
import RPCTransport

/// The certificates of a suite that `trunkline up --tls` made: an authority for development, one certificate for each
/// service and one for the operator, who is this command line. Each names its holder by a SPIFFE ID.
struct SuiteSecurity: Sendable {
  /// Who calls on behalf of no service.
  static let operatorName = "operator"

  private let directory: String

  /// Made anew at every start, signed by the authority that the directory keeps.
  init(making directory: String) async throws {
    self.directory = directory
    try PrivateFile.makeDirectory(directory)
    let names = SuiteService.allCases.map(\.rawValue) + [Self.operatorName]
    let openssl = try await ChildProcess.start(
      name: "openssl",
      executable: "/bin/sh",
      arguments: ["-c", Self.script, "openssl", directory] + names
    ) { _ in }
    let end = try await openssl.end
    guard end.description == "ended with exit status 0" else {
      throw CommandFailure(
        description: """
          openssl \(end.description) and made no certificates in \(directory). Install it, or leave out --tls:
          \(end.lastLines.joined(separator: "\n"))
          """
      )
    }
  }

  var authorityFile: String { "\(directory)/authority.pem" }
  func certificateFile(_ name: String) -> String { "\(directory)/\(name).pem" }
  func privateKeyFile(_ name: String) -> String { "\(directory)/\(name).key" }

  static func spiffeID(_ name: String) -> String { "spiffe://trunkline.internal/\(name)" }

  /// With which this command line calls any service.
  var client: ClientTLS {
    ClientTLS(
      authorityFile: authorityFile,
      certificateChainFile: certificateFile(Self.operatorName),
      privateKeyFile: privateKeyFile(Self.operatorName)
    )
  }

  /// Both files of a pair are replaced whole; whoever reads between the two has a pair that does not match, and reads
  /// again a second later.
  private static let script = """
    set -e
    umask 077
    cd "$1"
    shift
    key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
    if [ ! -e authority.pem ]; then
      openssl req -x509 $key -days 3650 -subj '/CN=Trunkline development authority' \\
        -keyout authority.key -out authority.new
      mv authority.new authority.pem
    fi
    for name; do
      openssl req $key -subj "/CN=$name" -keyout "$name.key.new" -out "$name.csr"
      echo "subjectAltName=IP:127.0.0.1,DNS:localhost,URI:\(spiffeID("$name"))" >"$name.names"
      openssl x509 -req -in "$name.csr" -CA authority.pem -CAkey authority.key -CAcreateserial -days 90 \\
        -extfile "$name.names" -out "$name.pem.new"
      mv "$name.key.new" "$name.key"
      mv "$name.pem.new" "$name.pem"
      rm "$name.csr" "$name.names"
    done
    """
}
