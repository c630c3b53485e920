import Foundation
import Messages
import Protobuf
import RPC

/// The description of everything that REST reaches, as OpenAPI 3.1, from the descriptors alone.
public struct OpenAPI: Sendable {
  private let methods: [Method]
  private let descriptors: DescriptorSet
  private let version: String
  private let examples: [String: String]

  /// - Parameters:
  ///   - methods: those that are served; of them only such as have a `google.api.http` option are described.
  ///   - version: of the suite.
  ///   - examples: requests as JSON, by the name of their method such as `bench.v1.LookUpService/LookUp`.
  public init(methods: [Method], version: String, examples: [String: String] = [:]) {
    (self.methods, descriptors, self.version) = (methods, ProtoDescriptors.all, version)
    self.examples = examples
  }

  /// The document, with sorted keys and a line for each value.
  public var text: String {
    let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = try? JSONSerialization.data(withJSONObject: document, options: options)
    return data.map { String(decoding: $0, as: UTF8.self) + "\n" } ?? ""
  }

  private var document: [String: Any] {
    var schemas = OpenAPISchemas(descriptors)
    var paths: [String: [String: Any]] = [:]
    for method in methods {
      let descriptor = descriptors.service(named: method.service)?.methods.first { $0.name == method.name }
      for (index, rule) in (descriptor?.httpRules ?? []).enumerated() {
        guard let descriptor, let template = PathTemplate(rule.path) else { continue }
        let route = HTTPRoute(method: method, descriptor: descriptor, rule: rule, template: template)
        let example = examples["\(method.service)/\(method.name)"]
        let operation = OpenAPIOperation(route, isAlternative: index > 0, example: example).object(&schemas)
        paths[template.openAPIPath, default: [:]][rule.httpMethod.lowercased()] = operation
      }
    }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Trunkline", "version": version,
        "description":
          "Phone-number provisioning: search, reserve, order, port, and give emergency addresses.",
      ],
      "servers": [["url": "/"]],
      "security": [["apiKey": [Any]()]],
      "tags": Set(methods.map(\.service)).sorted().map { ["name": $0] },
      "paths": paths,
      "components": [
        "securitySchemes": ["apiKey": ["type": "http", "scheme": "bearer"]],
        "responses": ["Error": OpenAPIOperation.errorResponse],
        "schemas": schemas.objects.merging(["Error": OpenAPISchemas.error]) { own, _ in own },
      ],
    ]
  }
}

extension PathTemplate {
  /// Names of the wildcards, each after the collection that it stands in: `organizations/*` has an `organization`.
  var wildcardNames: [String] {
    segments.indices.compactMap { position in
      guard segments[position] == .any else { return nil }
      guard position > 0, case .literal(let collection) = segments[position - 1] else {
        return "id\(position)"
      }
      if collection.hasSuffix("ies") { return collection.dropLast(3) + "y" }
      return collection.hasSuffix("s") ? String(collection.dropLast()) : collection
    }
  }

  /// The path with a parameter for each wildcard.
  var openAPIPath: String {
    var names = wildcardNames[...]
    let parts = segments.map { segment in
      if case .literal(let text) = segment { return text }
      return "{\(names.popFirst() ?? "")}"
    }
    return "/" + parts.joined(separator: "/") + (verb.isEmpty ? "" : ":\(verb)")
  }
}
