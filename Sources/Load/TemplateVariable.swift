/// What stands between `{{` and `}}` in a template.
enum TemplateVariable: Equatable, Sendable {
  /// A random UUID.
  case uuid
  /// Rises with every call, ten digits.
  case sequence
  /// A whole number of a range.
  case random(ClosedRange<Int64>)
  /// One of some words.
  case pick([String])
  /// Digits after a prefix, such as a telephone number of a block.
  case number(prefix: String, digits: Int)

  /// Digits of a sequence number.
  static let sequenceDigits = 10

  init(_ text: String) throws(TemplateError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let argument = parts.count > 1 ? parts[1] : ""
    switch parts[0] {
    case "uuid" where argument.isEmpty: self = .uuid
    case "sequence" where argument.isEmpty: self = .sequence
    case "random": self = .random(try Self.range(argument, in: text))
    case "pick":
      self = .pick(argument.split(separator: "|", omittingEmptySubsequences: false).map(String.init))
    case "number":
      let pair = argument.split(separator: ":", omittingEmptySubsequences: false)
      guard pair.count == 2, let digits = Int(pair[1]), (1...18).contains(digits) else {
        throw .malformed(text)
      }
      self = .number(prefix: String(pair[0]), digits: digits)
    default: throw .malformed(text)
    }
  }

  private static func range(_ argument: String, in text: String) throws(TemplateError) -> ClosedRange<Int64> {
    let bounds = argument.split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
    guard bounds.count == 2, let low = bounds[0], let high = bounds[1], low <= high else {
      throw .malformed(text)
    }
    return low...high
  }

  /// Whether its bytes lie in an encoded message as they are written here, always as many: they can be
  /// overwritten in every call. The others are drawn once for each of a pool of encoded messages.
  var isPatched: Bool {
    switch self {
    case .uuid, .sequence, .number: true
    case .random, .pick: false
    }
  }

  /// One value of it.
  func draw(using random: inout some RandomNumberGenerator) -> String {
    switch self {
    case .uuid: String(decoding: Self.uuid(using: &random), as: UTF8.self)
    case .sequence: Self.digits(Self.sequenceDigits, using: &random)
    case .random(let range): "\(Int64.random(in: range, using: &random))"
    case .pick(let words): words.randomElement(using: &random) ?? ""
    case .number(let prefix, let digits): prefix + Self.digits(digits, using: &random)
    }
  }

  private static func digits(_ count: Int, using random: inout some RandomNumberGenerator) -> String {
    String((0..<count).map { _ in "0123456789".randomElement(using: &random) ?? "0" })
  }

  private static func uuid(using random: inout some RandomNumberGenerator) -> [UInt8] {
    var bytes: [UInt8] = []
    RequestField.uuid.write(using: &random, sequence: 0) { bytes.append($0) }
    return bytes
  }
}

/// What is wrong with a template.
public enum TemplateError: Error, Sendable, Equatable, CustomStringConvertible {
  /// `{{` without `}}`.
  case unclosed
  /// No variable, or not with these arguments.
  case malformed(String)
  /// The text of a variable cannot be found in the encoded message.
  case notText(String)

  public var description: String {
    switch self {
    case .unclosed: "The template has a {{ without }}. Close it."
    case .malformed(let text):
      "{{\(text)}} is no variable. Write {{uuid}}, {{sequence}}, {{random:1:100}}, {{pick:a|b|c}} or "
        + "{{number:+1201555:4}}."
    case .notText(let name):
      "{{\(name)}} does not stand in a text field. Put it between quotes, in a field of type string."
    }
  }
}
