import Protobuf
import RPC

/// A way to call a method over plain HTTP.
struct HTTPRoute: Sendable {
  let method: Method
  let descriptor: MethodDescriptor
  let rule: HTTPRule
  let template: PathTemplate
}

/// All ways to call the methods of a server over plain HTTP.
struct HTTPRoutes: Sendable {
  /// Where a request leads.
  enum Match {
    case route(HTTPRoute, variables: [(path: String, value: String)])
    /// The path is known, but not with that method.
    case otherMethods([String])
    case none
  }

  /// By how many segments a path has.
  private let routes: [Int: [HTTPRoute]]

  init(_ methods: [Method], _ descriptors: DescriptorSet) {
    var routes: [HTTPRoute] = []
    for method in methods {
      let descriptor = descriptors.service(named: method.service)?.methods.first { $0.name == method.name }
      guard let descriptor else { continue }
      for rule in descriptor.httpRules {
        guard let template = PathTemplate(rule.path) else { continue }
        routes.append(HTTPRoute(method: method, descriptor: descriptor, rule: rule, template: template))
      }
    }
    self.routes = Dictionary(grouping: routes) { $0.template.segments.count }
  }

  func match(_ httpMethod: String, _ path: RequestPath) -> Match {
    var others: Set<String> = []
    for route in routes[path.segments.count] ?? [] {
      guard let variables = route.template.match(path) else { continue }
      if route.rule.httpMethod == httpMethod { return .route(route, variables: variables) }
      others.insert(route.rule.httpMethod)
    }
    return others.isEmpty ? .none : .otherMethods(others.sorted())
  }
}
