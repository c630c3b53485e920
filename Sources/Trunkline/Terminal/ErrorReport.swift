import Foundation
import RPC

/// What a command says when it fails, and how its process ends (sysexits.h).
struct ErrorReport {
  let lines: [String]
  let exitCode: Int32

  init(_ error: RPCError) {
    var lines = ["Error: \(error)"]
    for detail in error.details { lines += Self.lines(detail) }
    if let advice = Self.advice(error) { lines.append("What to do: \(advice)") }
    self.lines = lines
    exitCode = error.code == .unavailable || error.code == .deadlineExceeded ? EX_UNAVAILABLE : EXIT_FAILURE
  }

  private static func lines(_ detail: ErrorDetail) -> [String] {
    switch detail {
    case .badRequest(let violations):
      violations.map { "  field \($0.field) (\($0.reason)): \($0.description)" }
    case .preconditionFailure(let violations):
      violations.map { "  \($0.type) at \($0.subject): \($0.description)" }
    case .resourceInfo(_, let name, let description):
      [description.isEmpty ? "  about \(name)" : "  about \(name): \(description)"]
    case .retryInfo(let milliseconds): ["  may be tried again in \(Double(milliseconds) / 1_000) s"]
    case .errorInfo, .other: []
    }
  }

  private static func advice(_ error: RPCError) -> String? {
    switch error.code {
    case .unavailable where error.message.contains("TLS"):
      "see --tls, --ca, --certificate and --key in `trunkline numbers list --help`."
    case .unavailable:
      "start the suite with `trunkline up`, or say with --gateway or TRUNKLINE_GATEWAY where it runs."
    case .unauthenticated:
      "give a key with --api-key or TRUNKLINE_API_KEY; `trunkline up` shows the keys it made."
    case .permissionDenied:
      "use a key whose role allows this; `trunkline up` shows role and organization of each."
    case .deadlineExceeded: "try again, or allow more time with --timeout."
    default: nil
    }
  }

  /// The same for programs.
  static func json(_ error: RPCError) -> String {
    let body = Body(
      code: error.code.name,
      reason: error.reason,
      message: error.message,
      fields: error.fieldViolations.map {
        Body.Field(field: $0.field, reason: $0.reason, description: $0.description)
      }
    )
    return JSONText.encode(["error": body], isPretty: false)
  }

  /// A failure of the command itself, in the form of a server's.
  static func json(_ failure: CommandFailure) -> String {
    json(RPCError(.failedPrecondition, reason: "COMMAND_FAILED", message: failure.description))
  }

  private struct Body: Encodable {
    struct Field: Encodable {
      let field: String
      let reason: String
      let description: String
    }
    let code: String
    let reason: String
    let message: String
    let fields: [Field]
  }
}

/// A failure of a command that is no answer of a server.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String
  var exitCode: Int32 = EXIT_FAILURE
}

/// JSON of the command line's own results, the same in every run.
enum JSONText {
  static func encode(_ value: some Encodable, isPretty: Bool = true) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
