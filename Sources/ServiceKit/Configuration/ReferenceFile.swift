extension ConfigurationSchema {
  /// A configuration file with every key, its meaning and its default, in the order of the schema.
  public func referenceFile() -> String {
    var lines = [
      "# Configuration of trunkline-\(service): \(summary)",
      "# Every key is here with its default. Environment variables win over this file (listen.port is",
      "# TRUNKLINE_LISTEN_PORT), and flags win over both (--set listen.port=7401).",
      "",
      "# Which service the file is for; another one refuses to start with it.",
      "service: \(service)",
    ]
    var open: [Substring] = []
    for key in keys {
      let parts = key.name.split(separator: ".")
      let sections = Array(parts.dropLast())
      let shared = zip(open, sections).prefix { $0 == $1 }.count
      for depth in shared..<max(shared, sections.count) {
        if depth == 0 { lines.append("") }
        lines.append("\(indent(depth))\(sections[depth]):")
      }
      if sections.isEmpty { lines.append("") }
      open = sections
      lines += comment(key, depth: sections.count)
      lines.append("\(indent(sections.count))\(parts.last ?? ""): \(key.defaultText)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func comment(_ key: AnyConfigurationKey, depth: Int) -> [String] {
    let sentences = "\(key.summary) Takes \(key.expectation)."
    var lines: [String] = []
    var line = "\(indent(depth))#"
    for word in sentences.split(separator: " ") {
      if line.count + word.count >= 110 {
        lines.append(line)
        line = "\(indent(depth))#"
      }
      line += " \(word)"
    }
    let example = key.example.split(separator: "\n").map { "\(indent(depth))#   \($0)" }
    return lines + [line] + (example.isEmpty ? [] : ["\(indent(depth))# Such as:"] + example)
  }

  private func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }
}
