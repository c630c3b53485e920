import Foundation
import ServiceKit

/// Rules that several countries have in common: the files of the folder `shared`, which countries name with `like`.
struct SharedRules {
  private(set) var problems: [ConfigurationProblem] = []
  private var files: [String: RuleFile] = [:]
  private var used: Set<String> = []

  init(folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names.sorted() where name.hasSuffix(".yaml") {
      let file = RuleFile(path: "\(folder)/\(name)", fields: [])
      files[String(name.dropLast(".yaml".count))] = file
      problems += file.problems
    }
  }

  /// The rules of a file, with those that it takes over and does not give itself.
  mutating func rules(of file: inout RuleFile) -> [String: GivenRule] {
    var rules = file.rules
    var seen: Set<String> = []
    var next = file.base
    while let name = next {
      guard let base = files[name], seen.insert(name).inserted else {
        let known = files.keys.sorted().joined(separator: ", ")
        file.note(
          "leads to \(name), which is no file of shared, or to itself. There are: \(known).",
          at: file.head["like"],
          key: "like"
        )
        break
      }
      used.insert(name)
      rules.merge(base.rules) { own, _ in own }
      next = base.base
    }
    return rules
  }

  /// A file that no country is like is a mistake: its rules hold nowhere.
  mutating func noteUnused() {
    for (name, file) in files.sorted(by: { $0.key < $1.key }) where !used.contains(name) {
      let message = "is used by no country. Name it with like: \(name), or delete it."
      problems.append(ConfigurationProblem(origin: file.path, message: message))
    }
  }
}
