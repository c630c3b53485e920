import Protobuf

/// Swift code for one method of a service.
struct MethodCode {
  private enum Shape {
    case unary, clientStreaming, serverStreaming, bidirectional
  }

  private let method: MethodDescriptor
  private let service: ServiceDescriptor
  private let options: MethodOptions
  private let shape: Shape
  private let request: String
  private let response: String
  let name: String

  init(_ method: MethodDescriptor, of service: ServiceDescriptor, types: TypeNames) {
    self.method = method
    self.service = service
    options = MethodOptions(method, of: service)
    request = types.swift(method.request)
    response = types.swift(method.response)
    name = SwiftName.escaped(SwiftName.lowerCamel(method.name))
    switch (method.isClientStreaming, method.isServerStreaming) {
    case (false, false): shape = .unary
    case (true, false): shape = .clientStreaming
    case (false, true): shape = .serverStreaming
    case (true, true): shape = .bidirectional
    }
  }

  private var isImmediate: Bool { options.isImmediate && shape == .unary }
  private var isDeferred: Bool { options.isDeferred && shape == .unary }

  func writeConstant(to code: inout CodeWriter) {
    code.documentation(method.comment)
    code.line("public static let \(name) = Method(")
    code.line(
      "  service: \"\(service.fullName)\", name: \"\(method.name)\", shape: .\(shape), access: .\(options.access),"
    )
    code.line("  requestLimitBytes: \(options.requestLimitBytes), isImmediate: \(isImmediate))")
  }

  func writeRequirement(to code: inout CodeWriter) {
    code.documentation(method.comment)
    let effects = isImmediate || isDeferred ? "throws" : "async throws"
    let result = method.isServerStreaming || isDeferred ? "" : " -> \(response)"
    let reply = isDeferred ? ", reply: Reply<\(response)>" : ""
    let requests =
      method.isClientStreaming ? "_ requests: RequestStream<\(request)>" : "_ request: \(request)"
    let responses = method.isServerStreaming ? ", responses: ResponseWriter<\(response)>" : ""
    code.line("func \(name)(\(requests)\(responses), context: ServerContext\(reply)) \(effects)\(result)")
  }

  func writeBinding(methods: String, to code: inout CodeWriter) {
    let kind = isImmediate ? "immediate" : isDeferred ? "deferred" : "\(shape)"
    let arguments =
      method.isServerStreaming
      ? "$0, responses: $1, context: $2" : isDeferred ? "$0, context: $1, reply: $2" : "$0, context: $1"
    let call = isImmediate || isDeferred ? "try self.\(name)" : "try await self.\(name)"
    code.line("  .\(kind)(\(methods).\(name)) { \(call)(\(arguments)) },")
  }

  func writeClient(methods: String, to code: inout CodeWriter) {
    code.documentation(method.comment)
    let result =
      switch shape {
      case .unary: response
      case .clientStreaming: "ClientStreamingCall<\(request), \(response)>"
      case .serverStreaming: "ResponseStream<\(response)>"
      case .bidirectional: "BidirectionalCall<\(request), \(response)>"
      }
    let parameter = method.isClientStreaming ? "" : "_ request: \(request), "
    let argument = method.isClientStreaming ? "" : "request, "
    code.block(
      "public func \(name)(\(parameter)options: CallOptions = CallOptions()) async throws -> \(result)"
    ) {
      code in
      code.line("try await channel.\(shape)(\(methods).\(name), \(argument)options: options)")
    }
  }
}
