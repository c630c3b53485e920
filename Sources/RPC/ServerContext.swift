import NIOCore
import Synchronization

/// What a handler knows of its call, and what it may say beside its messages.
public final class ServerContext: Sendable {
  public let method: Method
  /// Metadata that came with the call, without the headers that the protocol itself uses.
  public let metadata: Metadata
  /// When the caller stops waiting; nil when it waits for ever.
  public let deadline: Deadline?
  /// Address of the peer, for logs.
  public let peer: String
  /// When the call arrived.
  public let startTime: NIODeadline

  private struct State {
    var caller: Caller?
    var trace: TraceContext?
    var initialMetadata = Metadata()
    var trailingMetadata = Metadata()
    var isCancelled = false
    var compressesResponses = false
    var requestWasCompressed = false
  }

  private let state = Mutex(State())

  public init(method: Method, metadata: Metadata, deadline: Deadline?, peer: String, startTime: NIODeadline) {
    self.method = method
    self.metadata = metadata
    self.deadline = deadline
    self.peer = peer
    self.startTime = startTime
  }

  /// Who is calling; set by the authentication interceptor, nil for public methods called without credentials.
  public var caller: Caller? {
    get { state.withLock { $0.caller } }
    set { state.withLock { $0.caller = newValue } }
  }

  /// The span that the call is; nil when nobody traces it.
  public var trace: TraceContext? {
    get { state.withLock { $0.trace } }
    set { state.withLock { $0.trace = newValue } }
  }

  /// Metadata to send before the first message; later changes have no effect.
  public var initialMetadata: Metadata {
    get { state.withLock { $0.initialMetadata } }
    set { state.withLock { $0.initialMetadata = newValue } }
  }

  /// Metadata to send with the status.
  public var trailingMetadata: Metadata {
    get { state.withLock { $0.trailingMetadata } }
    set { state.withLock { $0.trailingMetadata = newValue } }
  }

  /// Whether the call was cancelled by its caller, or its deadline has passed. The handler's task is cancelled then, too.
  public var isCancelled: Bool {
    state.withLock { $0.isCancelled }
  }

  /// Whether responses are compressed when the caller accepts that. Off unless the handler says otherwise.
  public var compressesResponses: Bool {
    get { state.withLock { $0.compressesResponses } }
    set { state.withLock { $0.compressesResponses = newValue } }
  }

  /// Whether the reply needs nothing but the standard headers and trailers.
  var hasPlainReply: Bool {
    state.withLock { $0.initialMetadata.isEmpty && $0.trailingMetadata.isEmpty && !$0.compressesResponses }
  }

  /// Whether the request message that the handler took last had been compressed by its caller.
  public internal(set) var requestWasCompressed: Bool {
    get { state.withLock { $0.requestWasCompressed } }
    set { state.withLock { $0.requestWasCompressed = newValue } }
  }

  func markCancelled() {
    state.withLock { $0.isCancelled = true }
  }
}
