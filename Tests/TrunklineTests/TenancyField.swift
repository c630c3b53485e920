import Messages
import Protobuf

@testable import trunkline

/// A field of a request that names something of an organization: a resource, or a telephone number.
struct TenancyField {
  /// One step from a message to a field in it.
  struct Step: Hashable {
    let name: String
    let isRepeated: Bool
    let oneofIndex: Int?
  }

  let path: [Step]
  /// Such as `organizations/{organization}/orders/{order}`.
  let form: String

  static let phoneNumberForm = "+{digits}"
  /// Of nobody, and not in stock.
  private static let absentNumber = "12013330123"

  var isPhoneNumber: Bool { form == Self.phoneNumberForm }
  /// What is named belongs to the organization in the name.
  var isOfOrganization: Bool { form.hasPrefix("organizations/") }
  var absentID: String { form.contains("{digits}") ? Self.absentNumber : "absent-1" }
  /// For whom reads a failure.
  var text: String { path.map(\.name).joined(separator: ".") }

  /// A name of that form.
  ///
  /// - Parameters:
  ///   - ids: by collection.
  ///   - last: the id of the resource itself, instead of that in `ids`.
  func name(_ ids: [String: String], last: String? = nil) -> String {
    if isPhoneNumber { return "+\(last ?? ids["numbers"] ?? Self.absentNumber)" }
    let parts = form.split(separator: "/").map(String.init)
    let lastVariable = parts.lastIndex { $0.hasPrefix("{") }
    return parts.enumerated().map { position, part in
      guard part.hasPrefix("{"), position > 0 else { return part }
      if position == lastVariable, let last { return last }
      return ids[parts[position - 1]] ?? "none-\(parts[position - 1].lowercased())"
    }.joined(separator: "/")
  }

  /// Whether a message can have only one of the two.
  func excludes(_ other: TenancyField) -> Bool {
    let fork = zip(path, other.path).first { $0 != $1 }
    return fork.map { $0.oneofIndex != nil && $0.oneofIndex == $1.oneofIndex } ?? false
  }

  /// Whether the tests know a real one.
  func isKnown(_ ids: [String: String]) -> Bool { !name(ids).contains("none-") }
}

extension TenancyField.Step {
  fileprivate init(_ field: FieldDescriptor) {
    (name, isRepeated, oneofIndex) = (field.jsonName, field.isRepeated, field.oneofIndex)
  }
}

extension TenancyField {
  /// The fields of a request, by what their comments say that they are.
  static func all(of request: String, below path: [Step] = []) -> [TenancyField] {
    guard path.count < 3, let message = ProtoDescriptors.all.message(named: request) else { return [] }
    return message.fields.flatMap { field in
      let here = path + [Step(field)]
      if field.kind == .message { return all(of: field.typeName, below: here) }
      guard field.kind == .string, !field.comment.contains("Output only") else { return [] }
      return form(field.comment, isRepeated: field.isRepeated).map { [TenancyField(path: here, form: $0)] }
        ?? []
    }
  }

  private static func form(_ comment: String, isRepeated: Bool) -> String? {
    if comment.contains("E.164") { return phoneNumberForm }
    for prefix in ["`organizations/{organization}", "`numbers/{digits}`"] where !isRepeated {
      guard let start = comment.range(of: prefix),
        let end = comment[comment.index(after: start.lowerBound)...].firstIndex(of: "`")
      else { continue }
      return String(comment[comment.index(after: start.lowerBound)..<end])
    }
    return nil
  }
}
