import Load
import NIOCore
import Protobuf

/// The request of a later call of a journey: JSON with `{{answer.field}}`, from the answer before it,
/// `{{answer1.field}}`, from the first one, and `{{uuid}}`.
struct LaterRequest {
  private enum Part {
    case text(String)
    case uuid
    case answer(Int, AnswerField)
  }

  private let parts: [Part]

  /// - Parameters:
  ///   - answers: types of what the calls before it answer.
  init(_ template: String, answers: [String], of descriptors: DescriptorSet) throws(LoadTemplateProblem) {
    var parts: [Part] = []
    var rest = template[...]
    while let open = rest.firstRange(of: "{{"), let close = rest.firstRange(of: "}}") {
      let name = String(rest[open.upperBound..<close.lowerBound])
      parts.append(.text(String(rest[..<open.lowerBound])))
      parts.append(try Self.part(named: name, answers: answers, of: descriptors))
      rest = rest[close.upperBound...]
    }
    self.parts = parts + [.text(String(rest))]
  }

  private static func part(
    named name: String,
    answers: [String],
    of descriptors: DescriptorSet
  ) throws(LoadTemplateProblem) -> Part {
    if name == "uuid" { return .uuid }
    let problem = LoadTemplateProblem(
      """
      {{\(name)}} is neither {{uuid}} nor a text or number of an answer before: {{answer.…}} is \
      \(answers.last ?? ""), such as {{answer.name}} or {{answer.numbers.0.areaCode}}; {{answer1.…}} is of the first call.
      """
    )
    guard let dot = name.firstIndex(of: "."), name.hasPrefix("answer") else { throw problem }
    let which = name[..<dot].dropFirst("answer".count)
    let index = which.isEmpty ? answers.count - 1 : (Int(which) ?? 0) - 1
    guard answers.indices.contains(index),
      let field = AnswerField(
        path: String(name[name.index(after: dot)...]),
        in: answers[index],
        of: descriptors
      )
    else { throw problem }
    return .answer(index, field)
  }

  /// The JSON for these answers; nil when one has no such element.
  func text(_ answers: [ByteBuffer]) -> String? {
    var text = ""
    for part in parts {
      switch part {
      case .text(let literal): text += literal
      case .uuid: text += RequestOption.new()
      case .answer(let index, let field):
        guard let value = field.text(in: answers[index]) else { return nil }
        // Between quotes, or bare for a number.
        text += ProtobufJSON.quoted(value).dropFirst().dropLast()
      }
    }
    return text
  }

  /// One with values that stand for answers, to see whether it fits at all.
  var sample: String {
    parts.map { part in
      switch part {
      case .text(let literal): literal
      case .uuid: RequestOption.new()
      case .answer: "0"
      }
    }
    .joined()
  }
}

/// Why a request cannot be made.
struct LoadTemplateProblem: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
