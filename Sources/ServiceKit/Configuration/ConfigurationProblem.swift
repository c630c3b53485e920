/// One thing that is wrong with a configuration: where it stands, which key it is about, and what would be
/// right.
public struct ConfigurationProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file, the environment variable or the flag that holds the value.
  public var origin: String
  /// Line in the file, from 1; nil outside files.
  public var line: Int?
  /// Key with dots, such as `listen.port`; empty when it is about the file as a whole.
  public var key: String
  /// What is wrong and what would be right.
  public var message: String

  public init(origin: String, line: Int? = nil, key: String = "", message: String) {
    self.origin = origin
    self.line = line
    self.key = key
    self.message = message
  }

  /// `file:line: key: what is wrong`, as compilers write it.
  public var description: String {
    let place = line.map { "\(origin):\($0)" } ?? origin
    return key.isEmpty ? "\(place): \(message)" : "\(place): \(key): \(message)"
  }
}

/// Where a value was given: the file with its line, the environment variable or the flag.
struct ConfigurationOrigin: Sendable {
  let name: String
  var line: Int?
}

/// All that is wrong with a configuration.
public struct ConfigurationError: Error, Sendable, CustomStringConvertible {
  public let problems: [ConfigurationProblem]

  public init(problems: [ConfigurationProblem]) {
    self.problems = problems
  }

  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
