import Foundation

/// A request as somebody would make it, put where its parts go in a request of REST.
struct OpenAPIExample {
  /// What stands for each wildcard of the path.
  let wildcards: [String]
  private let request: [String: Any]
  private let taken: Set<String>
  private let bodyField: String

  /// - Parameter json: the request message as JSON. Nil when there is none, or when its names do not fit the path.
  init?(_ json: String?, _ route: HTTPRoute) {
    guard let json, let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)),
      let request = object as? [String: Any]
    else { return nil }
    var wildcards: [String] = []
    for variable in route.template.variables {
      guard let name = Self.value(at: variable.path.jsonPath, in: request) as? String else { return nil }
      let parts = name.split(separator: "/")
      let segments = route.template.segments[variable.segments]
      guard parts.count == segments.count else { return nil }
      for (segment, part) in zip(segments, parts) {
        if segment == .any {
          wildcards.append(String(part))
        } else if segment != .literal(String(part)) {
          return nil
        }
      }
    }
    self.request = request
    self.wildcards = wildcards
    taken = Set(route.template.variables.map(\.path.jsonPath))
    bodyField = route.rule.body.jsonPath
  }

  /// What the body holds; nil when there is none.
  var body: Any? {
    bodyField == "*" ? request.filter { !taken.contains($0.key) } : request[bodyField]
  }

  /// What a parameter of the query says; nil when the example does without.
  func parameter(_ path: String) -> Any? { Self.value(at: path, in: request) }

  private static func value(at path: String, in request: [String: Any]) -> Any? {
    path.split(separator: ".").reduce(request as Any?) { value, name in
      (value as? [String: Any])?[String(name)]
    }
  }
}

extension String {
  /// The names of a path of fields as JSON has them: `port_order.name` is `portOrder.name`.
  fileprivate var jsonPath: String {
    let words = split(separator: "_", omittingEmptySubsequences: false)
    return words.dropFirst().reduce(into: String(words.first ?? "")) {
      $0 += $1.prefix(1).uppercased() + $1.dropFirst()
    }
  }
}
