import Messages
import RPC

extension Reflection {
  static let v1alphaServiceName = "grpc.reflection.v1alpha.ServerReflection"

  /// The service in version v1alpha of its protocol; anybody may ask.
  public var v1alphaDefinition: ServiceDefinition {
    let method = Method(
      service: Self.v1alphaServiceName,
      name: "ServerReflectionInfo",
      shape: .bidirectional,
      access: .public
    )
    return ServiceDefinition(
      name: Self.v1alphaServiceName,
      methods: [
        .bidirectional(method) {
          (
            requests: RequestStream<ReflectionV1alpha.ServerReflectionRequest>,
            responses: ResponseWriter<ReflectionV1alpha.ServerReflectionResponse>,
            _
          ) in
          var sent: Set<String> = []
          for try await request in requests {
            try await responses.write(self.answer(request, sent: &sent))
          }
        }
      ]
    )
  }

  private func answer(
    _ request: ReflectionV1alpha.ServerReflectionRequest,
    sent: inout Set<String>
  ) -> ReflectionV1alpha.ServerReflectionResponse {
    var response = ReflectionV1alpha.ServerReflectionResponse(
      validHost: request.host,
      originalRequest: request
    )
    guard let query = ReflectionQuery(request) else {
      response.messageResponse = .errorResponse(
        .init(
          errorCode: Int32(StatusCode.invalidArgument.rawValue),
          errorMessage: "The request asks nothing."
        )
      )
      return response
    }
    response.messageResponse =
      switch answer(query, sent: &sent) {
      case .files(let files): .fileDescriptorResponse(.init(fileDescriptorProto: files))
      case .extensionNumbers(let type, let numbers):
        .allExtensionNumbersResponse(.init(baseTypeName: type, extensionNumber: numbers))
      case .services(let names): .listServicesResponse(.init(service: names.map { .init(name: $0) }))
      case .notFound(let what):
        .errorResponse(
          .init(errorCode: Int32(StatusCode.notFound.rawValue), errorMessage: "There is no \(what) here.")
        )
      }
    return response
  }
}

extension ReflectionQuery {
  fileprivate init?(_ request: ReflectionV1alpha.ServerReflectionRequest) {
    switch request.messageRequest {
    case .fileByFilename(let name): self = .file(name: name)
    case .fileContainingSymbol(let symbol): self = .symbol(symbol)
    case .fileContainingExtension(let asked):
      self = .extension(type: asked.containingType, number: asked.extensionNumber)
    case .allExtensionNumbersOfType(let type): self = .extensionNumbers(type: type)
    case .listServices: self = .services
    case nil: return nil
    }
  }
}
