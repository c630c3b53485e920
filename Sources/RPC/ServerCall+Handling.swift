import NIOCore

// What the handler does, and its answer.
extension ServerCall {
  func dispatch(_ message: ByteBuffer) {
    if isLate { return deadlinePassed() }
    switch route.binding.handler {
    case .immediate(let handler):
      phase = .running
      do {
        reply(try handler(message, context))
      } catch {
        finish(Status(RPCError(handlerError: error)))
      }
    case .deferred(let handler):
      phase = .running
      suspended()
      do {
        try handler(message, context, ReplySink(self))
      } catch {
        completed(.failure(error))
      }
    case .unary(let handler):
      run { call in try await handler(message, call.context) }
    case .streaming:
      break
    }
  }

  /// Whether nobody waits any more. The clock is read only when that is near.
  var isLate: Bool {
    guard let deadline = context.deadline else { return false }
    return deadline.instant < context.startTime + .milliseconds(5) && deadline.hasPassed
  }

  func run(_ body: @escaping @Sendable (ServerCall) async throws -> LengthPrefixedMessage?) {
    phase = .running
    let task = Task.immediate(executorPreference: transport.taskExecutor) {
      let result: Result<LengthPrefixedMessage?, any Error>
      do {
        result = .success(try await body(self))
      } catch {
        result = .failure(error)
      }
      if self.transport.eventLoop.inEventLoop {
        self.completed(result)
      } else {
        self.transport.eventLoop.execute { self.completed(result) }
      }
    }
    guard phase == .running else { return }
    self.task = task
    suspended()
  }

  func suspended() {
    isSuspended = true
    transport.runningHandlers += 1
  }

  func completed(_ result: Result<LengthPrefixedMessage?, any Error>) {
    if isSuspended { transport.runningHandlers -= 1 }
    isSuspended = false
    task = nil
    guard phase == .running else { return }
    switch result {
    case .success(let message?): reply(message)
    case .success(nil): finish(.ok)
    case .failure(let error): finish(Status(RPCError(handlerError: error)))
    }
  }

  /// Answers from any thread, for a deferred handler.
  func reply(_ result: Result<LengthPrefixedMessage?, any Error>) {
    if transport.eventLoop.inEventLoop { completed(result) } else { transport.replies.push(result, to: self) }
  }

  func reply(_ message: LengthPrefixedMessage) {
    guard context.hasPlainReply, !sentHeaders else {
      _ = write(message)
      return finish(.ok)
    }
    phase = .finished
    transport.sendReply(message, stream: stream)
    ended(.ok)
  }
}
