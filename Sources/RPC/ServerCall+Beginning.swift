import NIOCore

extension ServerCall {
  /// Takes a request's headers. Refuses it right away, or returns the call that goes on.
  public static func begin(
    _ head: RequestHead,
    stream: Int32,
    router: ServiceRouter,
    transport: any ServerTransport,
    now: NIODeadline
  ) -> ServerCall? {
    guard head.httpMethod == "POST" else {
      transport.sendHTTPStatus(405, stream: stream)
      return nil
    }
    guard head.isGRPC else {
      transport.sendHTTPStatus(415, stream: stream)
      return nil
    }
    do {
      let route = if let route = head.route { route } else { try router.route(head.path) }
      try checkEncoding(head)
      let context = ServerContext(
        method: route.binding.method,
        metadata: head.metadata,
        deadline: try deadline(head, now),
        peer: transport.peer,
        startTime: now
      )
      let call = ServerCall(stream: stream, head: head, route: route, context: context, transport: transport)
      call.start()
      return call
    } catch {
      transport.sendTrailersOnly(Status(error).trailers, stream: stream)
      return nil
    }
  }

  static func checkEncoding(_ head: RequestHead) throws(RPCError) {
    guard let encoding = head.encoding, encoding != "identity", encoding != "gzip" else { return }
    throw RPCError(
      .unimplemented,
      reason: "UNSUPPORTED_ENCODING",
      message: "Messages compressed with \(encoding.prefix(40)) are not taken here; use gzip or identity."
    )
  }

  static func deadline(_ head: RequestHead, _ now: NIODeadline) throws(RPCError) -> Deadline? {
    guard let timeout = head.timeout else { return nil }
    guard let deadline = Deadline(timeoutHeader: timeout, from: now) else {
      throw RPCError(
        .internal,
        reason: "MALFORMED_TIMEOUT",
        message: "grpc-timeout is at most eight digits and one of H, M, S, m, u, n."
      )
    }
    return deadline
  }

  func start() {
    do {
      for interceptor in transport.interceptors { try interceptor.began(context) }
    } catch {
      return finish(Status(error))
    }
    if let deadline = context.deadline { transport.watch(deadline) }
    if case .streaming(let handler) = route.binding.handler {
      run { call in
        try await handler(call, call, call.context)
        return nil
      }
    }
  }
}
