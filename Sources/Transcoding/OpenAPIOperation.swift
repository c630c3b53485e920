import Protobuf
import RPC

/// One way to call a method, as OpenAPI has it.
struct OpenAPIOperation {
  private let route: HTTPRoute
  private let isAlternative: Bool
  private let example: OpenAPIExample?

  /// - Parameters:
  ///   - isAlternative: whether the method has another path as well, which comes first.
  ///   - example: a request of the method, as JSON.
  init(_ route: HTTPRoute, isAlternative: Bool, example: String?) {
    (self.route, self.isAlternative) = (route, isAlternative)
    self.example = OpenAPIExample(example, route)
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
      "operationId": route.method.name + (isAlternative ? "By\(difference)" : ""),
      "tags": [route.method.service],
      "summary": comment.firstSentence,
      "description": comment,
      "responses": [
        "200": ["description": "The answer.", "content": answer(&schemas)],
        "default": ["$ref": "#/components/responses/Error"],
      ],
    ]
    if !parameters.isEmpty { operation["parameters"] = parameters }
    if let schema = body(&schemas) {
      var content: [String: Any] = ["schema": schema]
      content["example"] = example?.body
      operation["requestBody"] =
        ["required": true, "content": ["application/json": content]] as [String: Any]
    }
    return operation
  }

  /// By what an alternative differs from the other paths: the resource that it begins with, or the method of HTTP.
  private var difference: String {
    (route.template.wildcardNames.last ?? route.rule.httpMethod).capitalized
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
    route.template.wildcardNames.enumerated().map { position, name in
      var parameter: [String: Any] = [
        "name": name, "in": "path", "required": true,
        "schema": ["type": "string", "minLength": 1] as [String: Any],
      ]
      parameter["example"] = example?.wildcards[position]
      return parameter
    }
  }

  /// What is neither in the path nor in the body.
  private func queryParameters(_ schemas: inout OpenAPISchemas) -> [[String: Any]] {
    guard route.rule.body != "*" else { return [] }
    let taken = Set(route.template.variables.map(\.path) + [route.rule.body])
    return schemas.leaves(of: route.descriptor.request, without: taken).map { leaf in
      var parameter: [String: Any] = [
        "name": leaf.path, "in": "query", "description": leaf.comment, "schema": leaf.schema,
      ]
      parameter["example"] = example?.parameter(leaf.path)
      return parameter
    }
  }
}

extension String {
  fileprivate var firstSentence: String {
    guard let end = range(of: ". ") else { return self }
    return String(self[..<end.lowerBound]) + "."
  }
}
