import Messages
import NIOCore
import Protobuf
import RPC

/// REST with JSON over the methods of a server, by the `google.api.http` options of their protos.
public struct RESTTranscoder: Transcoder {
  private let routes: HTTPRoutes
  private let pages: [String: WebPage]
  /// Where gRPC itself is called.
  private let methodPaths: Set<String>

  /// A document that is served as it is, to anybody.
  public struct WebPage: Sendable {
    let contentType: String
    let body: ByteBuffer

    /// - Parameter body: what is served.
    public init(contentType: String, body: String) {
      self.contentType = contentType
      self.body = ByteBuffer(string: body)
    }
  }

  /// - Parameters:
  ///   - services: those whose methods can be called.
  ///   - pages: documents by their paths, such as `/openapi.json`.
  public init(services: [ServiceDefinition], pages: [String: WebPage] = [:]) {
    let methods = services.flatMap(\.methods).map(\.method)
    routes = HTTPRoutes(methods, ProtoDescriptors.all)
    methodPaths = Set(methods.map(\.path))
    self.pages = pages
  }

  public func begin(
    _ head: RequestHead,
    on exchange: any HTTPExchange,
    of connection: any ServerTransport
  ) -> (any TranscodedRequest)? {
    if let page = pages[head.path], ["GET", "HEAD"].contains(head.httpMethod) {
      let headers = [Metadata.Entry(name: "content-type", value: page.contentType)]
      exchange.respond(200, headers, body: page.body)
      return nil
    }
    guard let path = RequestPath(head.path) else {
      exchange.respond(ErrorJSON(.malformedTarget))
      return nil
    }
    switch routes.match(head.httpMethod, path) {
    case .route(let route, let variables):
      return RESTRequest(
        route,
        variables + path.parameters.map { ($0.name, $0.value) },
        head,
        exchange,
        connection
      )
    case .otherMethods(let methods):
      let allow = Metadata.Entry(name: "allow", value: methods.joined(separator: ", "))
      let body = ByteBuffer(string: ErrorJSON(.otherMethod(methods)).text)
      exchange.respond(405, [.init(name: "content-type", value: "application/json"), allow], body: body)
    case .none where methodPaths.contains(head.path):
      let body = ByteBuffer(string: ErrorJSON(.otherContentType).text)
      exchange.respond(415, [.init(name: "content-type", value: "application/json")], body: body)
    case .none:
      exchange.respond(ErrorJSON(.unknownPath))
    }
    return nil
  }
}

extension RPCError {
  fileprivate static let malformedTarget = RPCError(
    .invalidArgument,
    reason: "MALFORMED_PATH",
    message: "The path or the query is not percent-encoded UTF-8 (RFC 3986)."
  )
  fileprivate static let otherContentType = RPCError(
    .invalidArgument,
    reason: "UNSUPPORTED_CONTENT_TYPE",
    message: "A method is called with content-type application/grpc; the paths of REST are in /openapi.json."
  )
  fileprivate static let unknownPath = RPCError(
    .notFound,
    reason: "UNKNOWN_PATH",
    message: "Nothing is served under this path. All paths are in /openapi.json."
  )
  fileprivate static func otherMethod(_ methods: [String]) -> RPCError {
    RPCError(
      .unimplemented,
      reason: "UNKNOWN_METHOD",
      message: "This path takes \(methods.joined(separator: ", "))."
    )
  }
}
