import RPC

/// Everything that comes over HTTP and is not gRPC: gRPC-Web and REST, also from pages of other origins.
public struct WebTranscoder: Transcoder {
  private let rest: RESTTranscoder
  private let crossOrigin: CrossOrigin

  /// - Parameter allowedOrigins: from which pages of browsers may call, such as `https://portal.example.com`; `*` for all.
  public init(rest: RESTTranscoder, allowedOrigins: [String] = []) {
    self.rest = rest
    crossOrigin = CrossOrigin(allowed: Set(allowedOrigins))
  }

  public func begin(
    _ head: RequestHead,
    on exchange: any HTTPExchange,
    of connection: any ServerTransport
  ) -> (any TranscodedRequest)? {
    if crossOrigin.answersPreflight(head, on: exchange) { return nil }
    let exchange = crossOrigin.exchange(for: head, over: exchange)
    if head.contentType.hasPrefix("application/grpc-web") {
      return GRPCWebRequest(head, exchange, connection)
    }
    return rest.begin(head, on: exchange, of: connection)
  }
}
