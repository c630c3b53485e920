import NIOCore

/// A connection as its server knows it.
protocol ServedConnection: AnyObject, Sendable {
  var eventLoop: any EventLoop { get }
  /// Takes no more calls; closes when those that run are done. On its event loop only.
  func beginDraining()
  /// Ends what still runs. On its event loop only.
  func terminate()
}
