import ArgumentParser
import Foundation
import RPCTransport

/// Whether and how calls to the suite are made over TLS.
struct SecurityOptions: ParsableArguments {
  @Flag(name: .customLong("tls"), help: "Call over TLS; --ca and --certificate mean it too.")
  var isOn = false

  @Option(
    name: .customLong("ca"),
    help: ArgumentHelp(
      "Authority that signed the suite's certificate, in PEM. (default: the system's)",
      valueName: "file"
    )
  )
  var authorityFile: String?

  @Option(help: ArgumentHelp("Certificate to show to the suite, in PEM.", valueName: "file"))
  var certificate: String?

  @Option(help: ArgumentHelp("Private key of that certificate, in PEM.", valueName: "file"))
  var key: String?

  func validate() throws {
    guard (certificate == nil) == (key == nil) else {
      throw ValidationError(
        "--certificate and --key go together; \(key == nil ? "--key" : "--certificate") is missing."
      )
    }
  }

  /// Nil for clear text.
  func tls() throws -> ClientTLS? {
    guard isOn || authorityFile != nil || certificate != nil else { return nil }
    let tls = ClientTLS(authorityFile: authorityFile, certificateChainFile: certificate, privateKeyFile: key)
    do {
      try tls.check()
    } catch {
      throw CommandFailure(description: "\(option(error.role)): \(error)", exitCode: EX_NOINPUT)
    }
    return tls
  }

  private func option(_ role: TLSFileError.Role) -> String {
    switch role {
    case .authority: "--ca"
    case .certificate: "--certificate"
    case .privateKey: "--key"
    }
  }
}
