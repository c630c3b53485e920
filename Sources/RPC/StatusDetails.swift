/// `google.rpc.Status` with its details, as `grpc-status-details-bin` carries it.
///
/// Written by hand, because the generated messages stand above this module; these few are fixed for ever.
enum StatusDetails {
  private static let typePrefix = "type.googleapis.com/google.rpc."

  static func encode(_ error: RPCError) -> [UInt8] {
    var writer = WireWriter()
    writer.varint(1, UInt64(error.code.rawValue))
    writer.string(2, error.message)
    for detail in error.details { writer.message(3) { any(detail, &$0) } }
    return writer.bytes
  }

  /// The details of a status, or none when they are malformed.
  static func decode(_ bytes: [UInt8]) -> [ErrorDetail] {
    WireReader.fields(bytes[...]).compactMap { field in
      guard field.number == 3 else { return nil }
      let any = WireReader.fields(field.bytes)
      let value = any.first { $0.number == 2 }?.bytes ?? []
      return detail(typeURL: any.first { $0.number == 1 }?.text ?? "", value: value)
    }
  }

  private static func any(_ detail: ErrorDetail, _ writer: inout WireWriter) {
    func put(_ type: String, _ body: (inout WireWriter) -> Void) {
      writer.string(1, typePrefix + type)
      writer.message(2, body)
    }
    switch detail {
    case .errorInfo(let reason, let domain, let metadata):
      put("ErrorInfo") {
        $0.string(1, reason)
        $0.string(2, domain)
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) { $0.strings(3, [key, value]) }
      }
    case .badRequest(let violations):
      put("BadRequest") {
        for violation in violations {
          $0.strings(1, [violation.field, violation.description, violation.reason])
        }
      }
    case .preconditionFailure(let violations):
      put("PreconditionFailure") {
        for violation in violations {
          $0.strings(1, [violation.type, violation.subject, violation.description])
        }
      }
    case .resourceInfo(let type, let name, let description):
      put("ResourceInfo") {
        $0.string(1, type)
        $0.string(2, name)
        $0.string(4, description)
      }
    case .retryInfo(let milliseconds):
      put("RetryInfo") {
        $0.message(1) {
          $0.varint(1, UInt64(milliseconds / 1_000))
          $0.varint(2, UInt64(milliseconds % 1_000 * 1_000_000))
        }
      }
    case .other(let typeURL, let value):
      writer.string(1, typeURL)
      writer.bytes(2, value)
    }
  }

  private static func detail(typeURL: String, value: ArraySlice<UInt8>) -> ErrorDetail {
    let fields = WireReader.fields(value)
    func text(_ number: Int) -> String { fields.first { $0.number == number }?.text ?? "" }
    func parts(_ field: WireReader.Field) -> [Int: String] {
      Dictionary(WireReader.fields(field.bytes).map { ($0.number, $0.text) }, uniquingKeysWith: { $1 })
    }
    switch typeURL.dropFirst(typePrefix.count) {
    case _ where !typeURL.hasPrefix(typePrefix): break
    case "ErrorInfo":
      let pairs = fields.filter { $0.number == 3 }.map(parts).map { ($0[1] ?? "", $0[2] ?? "") }
      return .errorInfo(
        reason: text(1),
        domain: text(2),
        metadata: Dictionary(pairs, uniquingKeysWith: { $1 })
      )
    case "BadRequest":
      return .badRequest(
        fields.filter { $0.number == 1 }.map(parts).map {
          FieldViolation(field: $0[1] ?? "", reason: $0[3] ?? "", description: $0[2] ?? "")
        }
      )
    case "PreconditionFailure":
      return .preconditionFailure(
        fields.filter { $0.number == 1 }.map(parts).map {
          PreconditionViolation(type: $0[1] ?? "", subject: $0[2] ?? "", description: $0[3] ?? "")
        }
      )
    case "ResourceInfo":
      return .resourceInfo(type: text(1), name: text(2), description: text(4))
    case "RetryInfo":
      let delay = WireReader.fields(fields.first { $0.number == 1 }?.bytes ?? [])
      func number(_ field: Int) -> Int64 { Int64(clamping: delay.first { $0.number == field }?.varint ?? 0) }
      let seconds = min(number(1), 1_000_000_000)
      return .retryInfo(delayMilliseconds: seconds * 1_000 + number(2) / 1_000_000)
    default: break
    }
    return .other(typeURL: typeURL, value: Array(value))
  }
}
