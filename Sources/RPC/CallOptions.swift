/// How one call is made.
public struct CallOptions: Sendable {
  /// When the caller stops waiting. nil: never, which only streams should use.
  public var deadline: Deadline?
  /// Metadata to send.
  public var metadata: Metadata
  /// Whether to wait for a connection until the deadline instead of failing with `UNAVAILABLE`.
  public var waitsForReady: Bool
  /// Whether requests are sent compressed with gzip.
  public var compressesRequests: Bool

  public init(
    timeout: Duration? = nil,
    metadata: Metadata = [:],
    waitsForReady: Bool = false,
    compressesRequests: Bool = false
  ) {
    self.deadline = timeout.map(Deadline.after)
    self.metadata = metadata
    self.waitsForReady = waitsForReady
    self.compressesRequests = compressesRequests
  }

  /// Options for a call made while another one is answered: its deadline, a little shortened, and its trace go on.
  public init(from context: ServerContext) {
    self.init()
    deadline = context.deadline?.shortened
    // Without a span of its own the call is no part of the trace, and passes it on as it came.
    let parent = context.trace?.traceparent ?? context.metadata[TraceContext.header]
    if let parent { metadata.append(TraceContext.header, parent) }
    for name in ["tracestate", "x-request-id"] {
      if let value = context.metadata[name] { metadata.append(name, value) }
    }
  }
}
