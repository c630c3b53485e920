import NIOCore

extension RequestTemplate {
  /// Messages encoded in advance when a template has variables that cannot be overwritten in place.
  static let poolSize = 1_024

  /// Compiles a request that is written as JSON with variables: `{"requestId": "{{uuid}}"}`.
  ///
  /// - Parameter encode: turns JSON without variables into the message.
  public init(
    compiling text: String,
    using random: inout some RandomNumberGenerator,
    encode: (String) throws -> ByteBuffer
  ) throws {
    let segments = try TemplateSegment.parse(text)
    let isPooled = segments.contains { segment in
      if case .variable(let variable, _) = segment { !variable.isPatched } else { false }
    }
    var variants: [Variant] = []
    for _ in 0..<(isPooled ? Self.poolSize : 1) {
      variants.append(try Self.variant(of: segments, using: &random, encode: encode))
    }
    self.init(variants: variants)
  }

  /// Encodes the segments with drawn values, and finds where the message holds those that vary with every
  /// call.
  ///
  /// Values that happen to occur twice cannot be told apart, and are drawn again.
  private static func variant(
    of segments: [TemplateSegment],
    using random: inout some RandomNumberGenerator,
    encode: (String) throws -> ByteBuffer
  ) throws -> Variant {
    var missing = ""
    for _ in 0..<20 {
      var text = ""
      var marks: [(mark: String, variable: TemplateVariable, name: String)] = []
      for segment in segments {
        switch segment {
        case .text(let part): text += part
        case .variable(let variable, let name):
          let value = variable.draw(using: &random)
          if variable.isPatched { marks.append((value, variable, name)) }
          text += value
        }
      }
      var variant = Variant(bytes: prefixed(try encode(text)), patches: [])
      missing = ""
      for (mark, variable, name) in marks {
        let places = positions(of: Array(mark.utf8), in: variant.bytes)
        if places.count == 1 { variant.patches.append(variable.patch(at: places[0])) } else { missing = name }
      }
      if missing.isEmpty { return variant }
    }
    throw TemplateError.notText(missing)
  }

  private static func positions(of mark: [UInt8], in bytes: [UInt8]) -> [Int] {
    guard bytes.count >= mark.count else { return [] }
    return (0...(bytes.count - mark.count)).filter { bytes[$0] == mark[0] && bytes[$0...].starts(with: mark) }
  }
}

extension TemplateVariable {
  fileprivate func patch(at offset: Int) -> (offset: Int, field: RequestField) {
    switch self {
    case .number(let prefix, let digits): (offset + prefix.utf8.count, .digits(digits))
    case .sequence: (offset, .sequence)
    case .uuid, .random, .pick: (offset, .uuid)
    }
  }
}

/// A part of a template.
enum TemplateSegment: Equatable {
  case text(String)
  case variable(TemplateVariable, name: String)

  static func parse(_ template: String) throws(TemplateError) -> [TemplateSegment] {
    var segments: [TemplateSegment] = []
    var rest = template[...]
    while let open = rest.firstRange(of: "{{") {
      segments.append(.text(String(rest[..<open.lowerBound])))
      rest = rest[open.upperBound...]
      guard let close = rest.firstRange(of: "}}") else { throw .unclosed }
      let name = String(rest[..<close.lowerBound])
      segments.append(.variable(try TemplateVariable(name), name: name))
      rest = rest[close.upperBound...]
    }
    return segments + [.text(String(rest))]
  }
}
