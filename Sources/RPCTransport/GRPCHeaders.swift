import HTTP2
import RPC

/// Header sections that never change.
enum GRPCHeaders {
  static let response = PreparedHeaders(responseFields)
  static let okTrailers = PreparedHeaders([HeaderField("grpc-status", "0")])

  static let responseFields = [
    HeaderField(":status", "200"),
    HeaderField("content-type", "application/grpc"),
    HeaderField("grpc-accept-encoding", "identity,gzip"),
  ]
}

extension HeaderField {
  init(_ entry: Metadata.Entry) {
    self.init(entry.name, entry.value)
  }
}
