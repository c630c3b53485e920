import Foundation
import RPC

/// Makes a span of every call that belongs to a trace which is kept, and begins traces.
///
/// Calls that a handler makes on behalf of its caller carry the span on as their parent (`CallOptions.init(from:)`).
struct Tracing: ServerInterceptor {
  let queue: SpanQueue
  /// How many of a thousand traces that begin here are kept; whoever begins one elsewhere has decided already.
  let keptPerThousand: Int

  func began(_ context: ServerContext) throws(RPCError) {
    if let parent = Self.parent(of: context) {
      context.trace = parent.isSampled ? parent.child() : parent
    } else if Int.random(in: 0..<1_000) < keptPerThousand {
      context.trace = .root(isSampled: true)
    }
  }

  func ended(_ context: ServerContext, status: StatusCode, durationNanoseconds: Int64) {
    guard let trace = context.trace, trace.isSampled else { return }
    queue.add(
      CallSpan(
        trace: trace,
        parentID: Self.parent(of: context)?.spanID ?? 0,
        state: context.metadata["tracestate"] ?? "",
        method: context.method,
        status: status,
        organization: context.caller?.organization ?? "",
        endNanoseconds: UInt64(max(0, Date().timeIntervalSince1970) * 1e9),
        durationNanoseconds: UInt64(max(0, durationNanoseconds))
      )
    )
  }

  private static func parent(of context: ServerContext) -> TraceContext? {
    context.metadata[TraceContext.header].flatMap(TraceContext.init(traceparent:))
  }
}
