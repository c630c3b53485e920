/// How a method is called over plain HTTP (`google/api/http.proto`).
public struct HTTPRule: Sendable, Hashable {
  /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
  public let httpMethod: String
  /// A template such as `/v1/{name=organizations/*/orders/*}:cancel`.
  public let path: String
  /// The field that the body is; `*` for the whole message, empty when there is no body.
  public let body: String

  /// Names everything.
  public init(httpMethod: String, path: String, body: String = "") {
    (self.httpMethod, self.path, self.body) = (httpMethod, path, body)
  }

  /// The number of the extension of `google.protobuf.MethodOptions` that holds the rule.
  static let option = 72_295_728

  /// The rule of a method's options and its additional bindings; none when it has none.
  static func all(in options: DescriptorRecord?) throws(WireError) -> [HTTPRule] {
    guard let record = try options?.record(option) else { return [] }
    var rules: [HTTPRule] = []
    for record in [record] + (try record.records(11)) {
      let patterns = [(2, "GET"), (3, "PUT"), (4, "POST"), (5, "DELETE"), (6, "PATCH")]
      for (number, httpMethod) in patterns where !record.string(number).isEmpty {
        rules.append(HTTPRule(httpMethod: httpMethod, path: record.string(number), body: record.string(7)))
      }
    }
    return rules
  }
}
