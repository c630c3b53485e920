import NIOCore
import Protobuf
import RPC

/// An error as REST answers it: `{"error": {"code", "message", "status", "details"}}` (AIP-193), with the same codes,
/// reasons and fields as over gRPC.
struct ErrorJSON {
  let code: StatusCode
  let text: String
  private let retryAfterSeconds: Int64?

  init(_ error: RPCError) {
    code = error.code
    retryAfterSeconds = error.retryDelayMilliseconds.map { ($0 + 999) / 1_000 }
    text =
      "{\"error\":{\"code\":\(code.httpStatus),\"message\":\(ProtobufJSON.quoted(error.message)),"
      + "\"status\":\"\(code.name)\",\"details\":[\(error.details.map(\.json).joined(separator: ","))]}}"
  }

  /// Nil when the trailers say `OK`.
  init?(trailers: [Metadata.Entry]) {
    guard let error = RPCError(trailers: trailers) else { return nil }
    self.init(error)
  }

  var headers: [Metadata.Entry] {
    var headers = [Metadata.Entry(name: "content-type", value: "application/json")]
    // RFC 6750, section 3.
    if code == .unauthenticated { headers.append(.init(name: "www-authenticate", value: "Bearer")) }
    if let retryAfterSeconds { headers.append(.init(name: "retry-after", value: "\(retryAfterSeconds)")) }
    return headers
  }
}

extension RPCError {
  fileprivate var retryDelayMilliseconds: Int64? {
    for case .retryInfo(let delay) in details { return delay }
    return nil
  }
}

extension HTTPExchange {
  func respond(_ error: ErrorJSON, extraHeaders: [Metadata.Entry] = []) {
    respond(error.code.httpStatus, error.headers + extraHeaders, body: ByteBuffer(string: error.text))
  }
}
