import Messages
import RPC

extension Health {
  static let serviceName = "grpc.health.v1.Health"

  private static let check = Method(
    service: serviceName,
    name: "Check",
    shape: .unary,
    access: .public,
    isImmediate: true
  )
  private static let watch = Method(
    service: serviceName,
    name: "Watch",
    shape: .serverStreaming,
    access: .public
  )

  /// The service as a server offers it; anybody may ask.
  public var definition: ServiceDefinition {
    ServiceDefinition(
      name: Self.serviceName,
      methods: [
        .immediate(Self.check) { request, _ in try self.check(request) },
        .serverStreaming(Self.watch) { request, responses, _ in
          try await self.watch(request, responses: responses)
        },
      ]
    )
  }

  private func check(_ request: HealthV1.HealthCheckRequest) throws -> HealthV1.HealthCheckResponse {
    guard let status = status(of: request.service) else {
      throw RPCError(
        .notFound,
        reason: "SERVICE_UNKNOWN",
        message: "This server has no service of that name. Ask reflection which it has."
      )
    }
    return HealthV1.HealthCheckResponse(status: status)
  }

  private func watch(
    _ request: HealthV1.HealthCheckRequest,
    responses: ResponseWriter<HealthV1.HealthCheckResponse>
  ) async throws {
    var previous: Status?
    for await status in statuses(of: request.service) where status != previous {
      try await responses.write(HealthV1.HealthCheckResponse(status: status))
      previous = status
    }
    throw RPCError(
      .unavailable,
      reason: "SERVER_STOPPING",
      message: "The server stops. Watch again elsewhere."
    )
  }
}
