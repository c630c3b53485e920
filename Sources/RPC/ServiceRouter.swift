/// Finds the method for a path.
public struct ServiceRouter: Sendable {
  /// What a path leads to.
  final class Route: Sendable {
    let binding: MethodBinding

    init(_ binding: MethodBinding) {
      self.binding = binding
    }
  }

  private let routes: [String: Route]
  /// Full names of the services, sorted.
  public let serviceNames: [String]

  public init(_ services: [ServiceDefinition]) {
    var routes: [String: Route] = [:]
    for binding in services.flatMap(\.methods) { routes[binding.method.path] = Route(binding) }
    self.routes = routes
    serviceNames = services.map(\.name).sorted()
  }

  /// The method that a path leads to.
  public func method(_ path: String) -> Method? { routes[path]?.binding.method }

  func route(_ path: String) throws(RPCError) -> Route {
    if let route = routes[path] { return route }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].isEmpty else {
      throw RPCError(
        .unimplemented,
        reason: "MALFORMED_PATH",
        message: "The path of a call has the form /package.Service/Method."
      )
    }
    guard serviceNames.contains(String(parts[1])) else {
      throw RPCError(
        .unimplemented,
        reason: "UNKNOWN_SERVICE",
        message: "No service \(parts[1].prefix(200)) is served here."
      )
    }
    throw RPCError(
      .unimplemented,
      reason: "UNKNOWN_METHOD",
      message: "The service \(parts[1]) has no method \(parts[2].prefix(200))."
    )
  }
}
