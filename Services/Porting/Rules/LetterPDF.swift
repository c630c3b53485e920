/// Lines of text as a PDF (ISO 32000-1): A4, Helvetica, as many pages as it takes. Nothing but that, which needs no
/// library.
public struct LetterPDF: Sendable {
  private static let linesPerPage = 54
  private let pages: [[String]]

  public init(lines: [String]) {
    let starts = stride(from: 0, to: max(lines.count, 1), by: Self.linesPerPage)
    pages = starts.map { Array(lines[$0..<min($0 + Self.linesPerPage, lines.count)]) }
  }

  /// The file.
  public var bytes: [UInt8] {
    let first = 4
    let kids = pages.indices.map { "\(first + 2 * $0) 0 R" }.joined(separator: " ")
    var objects = [
      Array("<< /Type /Catalog /Pages 2 0 R >>".utf8),
      Array("<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>".utf8),
      Array("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".utf8),
    ]
    for (index, lines) in pages.enumerated() {
      objects.append(
        Array(
          """
          << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> \
          /Contents \(first + 2 * index + 1) 0 R >>
          """.utf8
        )
      )
      let content = Self.content(lines)
      objects.append(
        Array("<< /Length \(content.count) >>\nstream\n".utf8) + content + Array("\nendstream".utf8)
      )
    }
    return Self.file(objects)
  }

  private static func content(_ lines: [String]) -> [UInt8] {
    let begin = Array("BT /F1 10 Tf 14 TL 56 790 Td\n".utf8)
    return lines.reduce(begin) { $0 + Array("(".utf8) + text($1) + Array(") Tj T*\n".utf8) }
      + Array("ET".utf8)
  }

  /// Latin-1, which is WinAnsi as far as letters go; what it has not is shown as `?`, and is right in what is hashed.
  private static func text(_ line: String) -> [UInt8] {
    line.unicodeScalars.flatMap { scalar -> [UInt8] in
      switch scalar {
      case "(", ")", "\\": [UInt8(ascii: "\\"), UInt8(truncatingIfNeeded: scalar.value)]
      default: [scalar.value < 256 ? UInt8(scalar.value) : UInt8(ascii: "?")]
      }
    }
  }

  private static func file(_ objects: [[UInt8]]) -> [UInt8] {
    var file = Array("%PDF-1.4\n%\u{e2}\u{e3}\n".utf8)
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(file.count)
      file += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
    }
    let start = file.count
    // Each entry has exactly 20 bytes (section 7.5.4).
    let entries = offsets.map { offset in
      "\(String(repeating: "0", count: 10 - "\(offset)".count))\(offset) 00000 n \n"
    }
    file += Array("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n\(entries.joined())".utf8)
    file += Array("trailer << /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n".utf8)
    return file
  }
}
