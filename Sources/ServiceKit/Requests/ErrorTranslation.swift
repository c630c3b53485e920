import Logging
import RPC
import Storage
import Telephony

/// Turns whatever handlers throw into the one error of an RPC, so that they may throw refusals as they are.
struct ErrorTranslation: Sendable {
  let logger: Logger

  func applied(to service: ServiceDefinition) -> ServiceDefinition {
    ServiceDefinition(
      name: service.name,
      methods: service.methods.map { MethodBinding(method: $0.method, handler: applied(to: $0.handler)) }
    )
  }

  private func applied(to handler: MethodHandler) -> MethodHandler {
    switch handler {
    case .immediate(let body):
      .immediate { message, context in
        do { return try body(message, context) } catch { throw translated(error, context) }
      }
    case .deferred(let body):
      .deferred { message, context, sink in
        let sink = sink.translatingErrors { translated($0, context) }
        do { try body(message, context, sink) } catch { throw translated(error, context) }
      }
    case .unary(let body):
      .unary { message, context in
        do { return try await body(message, context) } catch { throw translated(error, context) }
      }
    case .streaming(let body):
      .streaming { requests, sink, context in
        do { try await body(requests, sink, context) } catch { throw translated(error, context) }
      }
    }
  }

  private func translated(_ error: any Error, _ context: ServerContext) -> any Error {
    switch error {
    case is RPCError, is CancellationError: return error
    case let refusal as Refusal: return RPCError(refusal)
    case is RequestIDReused: return RPCError.requestIDReused
    case is CursorExpired: return RPCError.cursorExpired
    case let failure as StorageError:
      logger.log(.error, "storage failed", [.method: context.method.path, .error: failure.description])
      return RPCError(failure)
    default:
      logger.log(.error, "call failed", [.method: context.method.path, .error: loggedText(of: error)])
      return RPCError.defect
    }
  }
}
