/// Looks at every call of a server at its beginning and at its end; both run on the event loop and must not block.
public protocol ServerInterceptor: Sendable {
  /// Called before the handler, in the order of registration; throwing refuses the call.
  func began(_ context: ServerContext) throws(RPCError)
  /// Called, for a request that is kept until it is complete, before much of it is: throwing saves the rest. `began` follows
  /// in any case and must refuse the same, so this one leaves no trace.
  func admit(_ context: ServerContext) throws(RPCError)
  /// Called once for each call, also for refused ones.
  func ended(_ context: ServerContext, status: StatusCode, durationNanoseconds: Int64)
}

extension ServerInterceptor {
  public func began(_ context: ServerContext) throws(RPCError) {}
  public func admit(_ context: ServerContext) throws(RPCError) {}
  public func ended(_ context: ServerContext, status: StatusCode, durationNanoseconds: Int64) {}
}
