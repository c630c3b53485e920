import ArgumentParser

/// Names a command that is misspelt. Left to the parser, its options would be blamed instead.
enum UnknownCommand {
  /// What is wrong with the words that name the command; nil when nothing is.
  static func problem(_ arguments: [String]) -> String? {
    var command: any ParsableCommand.Type = Trunkline.self
    var path = Trunkline._commandName
    for word in arguments {
      let known = command.configuration.subcommands
      guard !known.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
      guard let next = known.first(where: { $0.isCalled(word) }) else {
        let names = known.map { $0._commandName }.joined(separator: ", ")
        return "`\(path)` has no command \(word). It has \(names)."
      }
      command = next
      path += " \(word)"
    }
    return nil
  }
}

extension ParsableCommand {
  fileprivate static func isCalled(_ word: String) -> Bool {
    _commandName == word || configuration.aliases.contains(word)
  }
}
