import NIOCore
import RPC

/// Makes the public methods of a service available under the gateway's address. Messages pass as they are: nothing is
/// decoded on the way.
public func proxiedService(_ methods: [Method], to upstream: Upstream) -> ServiceDefinition {
  let open = methods.filter { $0.access != .service }
  return ServiceDefinition(
    name: open.first?.service ?? "",
    methods: open.map { method in
      MethodBinding(
        method: method,
        handler: method.shape == .unary ? unaryProxy(method, upstream) : streamProxy(method, upstream)
      )
    }
  )
}

private func unaryProxy(_ method: Method, _ upstream: Upstream) -> MethodHandler {
  .unary { message, context in
    do {
      let reply = try await upstream.channel.unary(
        method,
        message: message,
        options: upstream.options(for: context)
      )
      if !reply.initialMetadata.isEmpty { context.initialMetadata = reply.initialMetadata }
      if !reply.trailingMetadata.isEmpty { context.trailingMetadata = reply.trailingMetadata }
      return LengthPrefixedMessage(serialized: reply.message)
    } catch let error as RPCError {
      throw upstream.explained(error)
    }
  }
}

private func streamProxy(_ method: Method, _ upstream: Upstream) -> MethodHandler {
  .streaming { requests, responses, context in
    do {
      try await upstream.gate.run(method.shape, deadline: context.deadline) {
        let stream = try await upstream.channel.open(method, options: upstream.options(for: context))
        try await withTaskCancellationHandler {
          try await forward(requests, stream, responses, context)
        } onCancel: {
          stream.cancel()
        }
      }
    } catch let error as RPCError {
      throw upstream.explained(error)
    }
  }
}

/// Carries messages both ways at once. The answer decides how the call ends: a server may answer before it has read all.
private func forward(
  _ requests: any RequestMessages,
  _ stream: any ClientStream,
  _ responses: any ResponseSink,
  _ context: ServerContext
) async throws {
  let upload = Task {
    do {
      while let message = try await requests.next() { try await stream.send(message) }
      try await stream.finishSending()
    } catch {
      stream.cancel()
    }
  }
  defer { upload.cancel() }
  do {
    context.initialMetadata = try await stream.initialMetadata()
    // Whoever waits for them need not wait for the first event.
    try await responses.sendHeaders()
    while let message = try await stream.next() {
      try await responses.send(LengthPrefixedMessage(serialized: message))
    }
  } catch {
    stream.cancel()
    throw error
  }
  context.trailingMetadata = await stream.trailingMetadata
}
