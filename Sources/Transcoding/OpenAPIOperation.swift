import Protobuf
import RPC

/// One way to call a method, as OpenAPI has it.
struct OpenAPIOperation {
  private let route: HTTPRoute
  private let isAlternative: Bool

  /// - Parameter isAlternative: whether the method has another path as well, which comes first.
  init(_ route: HTTPRoute, isAlternative: Bool) {
    (self.route, self.isAlternative) = (route, isAlternative)
  }

  static var errorResponse: [String: Any] {
    [
      "description": "Why the call failed; the reason is in the detail of type google.rpc.ErrorInfo.",
      "content": ["application/json": ["schema": OpenAPISchemas.reference("Error")]],
    ]
  }

  func object(_ schemas: inout OpenAPISchemas) -> [String: Any] {
    let comment = route.descriptor.comment
    let parameters = pathParameters + queryParameters(&schemas)
    var operation: [String: Any] = [
      "operationId": route.method.name + (isAlternative ? "By\(route.rule.httpMethod.capitalized)" : ""),
      "tags": [route.method.service],
      "summary": comment.firstSentence,
      "description": comment,
      "responses": [
        "200": ["description": "The answer.", "content": answer(&schemas)],
        "default": ["$ref": "#/components/responses/Error"],
      ],
    ]
    if !parameters.isEmpty { operation["parameters"] = parameters }
    if let body = body(&schemas) {
      operation["requestBody"] = ["required": true, "content": ["application/json": ["schema": body]]]
    }
    return operation
  }

  private func answer(_ schemas: inout OpenAPISchemas) -> [String: Any] {
    let type = route.descriptor.isServerStreaming ? "text/event-stream" : "application/json"
    return [type: ["schema": schemas.message(route.descriptor.response)]]
  }

  private func body(_ schemas: inout OpenAPISchemas) -> [String: Any]? {
    switch route.rule.body {
    case "": nil
    case "*": schemas.message(route.descriptor.request)
    case let name: schemas.field(name, of: route.descriptor.request)
    }
  }

  private var pathParameters: [[String: Any]] {
    route.template.wildcardNames.map { name in
      [
        "name": name, "in": "path", "required": true,
        "schema": ["type": "string", "minLength": 1] as [String: Any],
      ]
    }
  }

  /// What is neither in the path nor in the body.
  private func queryParameters(_ schemas: inout OpenAPISchemas) -> [[String: Any]] {
    guard route.rule.body != "*" else { return [] }
    let taken = Set(route.template.variables.map(\.path) + [route.rule.body])
    return schemas.leaves(of: route.descriptor.request, without: taken).map { leaf in
      ["name": leaf.path, "in": "query", "description": leaf.comment, "schema": leaf.schema]
    }
  }
}

extension String {
  fileprivate var firstSentence: String {
    guard let end = range(of: ". ") else { return self }
    return String(self[..<end.lowerBound]) + "."
  }
}
