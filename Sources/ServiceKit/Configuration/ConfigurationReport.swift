import Yams

/// Collects what is wrong with one layer of the configuration, so that all of it is told at once.
public struct ConfigurationReport {
  let origin: String
  let showsLines: Bool
  public private(set) var problems: [ConfigurationProblem] = []

  init(origin: String, showsLines: Bool) {
    self.origin = origin
    self.showsLines = showsLines
  }

  /// Notes what is wrong with a node.
  public mutating func add(_ message: String, at node: Node?, key: String) {
    let line = showsLines ? node?.mark?.line : nil
    problems.append(ConfigurationProblem(origin: origin, line: line, key: key, message: message))
  }

  mutating func add(_ problem: ConfigurationProblem) {
    problems.append(problem)
  }
}
