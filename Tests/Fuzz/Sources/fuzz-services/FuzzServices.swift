import Dispatch
import FuzzInput
import Messages
import NIOCore
import Protobuf
import RPC
import Synchronization

/// A request to a method of the suite, which runs with its real databases: the first bytes choose the method, the next
/// one the caller, the rest is the message. Whatever is sent, a service refuses it or answers; it never breaks.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: data, count: count)
  guard bytes.count > FuzzedCall.headBytes else { return 0 }
  let call = FuzzedCall(bytes)
  let code = waiting { await call.status() }
  precondition(call.mayEnd(with: code), "\(call.method.path) breaks: \(code.name)")
  return 0
}

private let suite: FuzzedSuite = waiting {
  do { return try await FuzzedSuite() } catch { preconditionFailure("\(error)") }
}

private typealias Methods = Ring<FuzzedSuite.Served>

private let methods = Methods(suite.methods.map { ($0.method.path, $0) })

private struct FuzzedCall {
  static let headBytes = Methods.placeBytes + 1

  let method: Method
  private let channel: any RPCChannel
  private let message: ByteBuffer
  private let options: CallOptions

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    (method, channel) = methods.element(at: bytes)
    message = ByteBuffer(bytes: bytes.dropFirst(Self.headBytes))
    var options = suite.caller(bytes[Methods.placeBytes]).options
    // Events go on for ever.
    if method.shape == .serverStreaming { options.deadline = .after(.milliseconds(5)) }
    self.options = options
  }

  func status() async -> StatusCode {
    do {
      guard method.shape != .unary else {
        _ = try await channel.unary(method, message: message, options: options)
        return .ok
      }
      let stream = try await channel.open(method, options: options)
      defer { stream.cancel() }
      try await stream.send(message)
      try await stream.finishSending()
      while try await stream.next() != nil {}
      return .ok
    } catch {
      return (error as? RPCError)?.code ?? .unknown
    }
  }

  func mayEnd(with code: StatusCode) -> Bool {
    if code == .deadlineExceeded { return method.shape == .serverStreaming }
    return ![.internal, .unknown, .dataLoss, .unavailable].contains(code)
  }
}

/// An empty message to every method, and those of the API's description.
func seeds() -> [(name: String, bytes: [UInt8])] {
  suite.methods.flatMap { served -> [(String, [UInt8])] in
    let place = Methods.bytes(of: served.method.path)
    let example = suite.example(of: served.method).map { ("\(served.method.path).example", place + $0) }
    return [(served.method.path, place + [0])] + (example.map { [$0] } ?? [])
  }
}

/// libFuzzer calls a plain function: its thread waits for what runs on others.
func waiting<Answer: Sendable>(_ body: @escaping @Sendable () async -> Answer) -> Answer {
  let answer = Mutex<Answer?>(nil)
  let done = DispatchSemaphore(value: 0)
  Task {
    let result = await body()
    answer.withLock { $0 = result }
    done.signal()
  }
  done.wait()
  guard let result = answer.withLock({ $0 }) else { preconditionFailure("no answer") }
  return result
}
