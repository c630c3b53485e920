import CarrierSimulatorRules
import Foundation
import Telephony

/// Which numbers behave otherwise than their digits say.
struct Scenario: Sendable {
  private let behaviors: [TelephoneNumber: Behavior]

  init(_ behaviors: [TelephoneNumber: Behavior] = [:]) { self.behaviors = behaviors }

  /// Reads a file with a number and the name of a behaviour on each line; `#` begins a comment.
  init(file: String) throws(ScenarioFileWrong) {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ScenarioFileWrong(file: file, line: 0, problem: "It cannot be read.")
    }
    var behaviors: [TelephoneNumber: Behavior] = [:]
    for (index, line) in String(decoding: data, as: UTF8.self).split(
      separator: "\n",
      omittingEmptySubsequences: false
    )
    .enumerated() {
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
      guard !words.isEmpty else { continue }
      guard words.count == 2, let number = TelephoneNumber(e164: String(words[0])),
        let behavior = Behavior(name: String(words[1]))
      else {
        throw ScenarioFileWrong(file: file, line: index + 1, problem: "It is no number and behaviour.")
      }
      behaviors[number] = behavior
    }
    self.init(behaviors)
  }

  func behavior(_ number: TelephoneNumber) -> Behavior {
    behaviors[number] ?? Behavior(digitsOf: number)
  }
}

/// Keeps the simulator from starting.
struct ScenarioFileWrong: Error, CustomStringConvertible {
  let file: String
  let line: Int
  let problem: String

  var description: String {
    "\(file):\(line): \(problem) Give a line such as +12015551234 ACCOUNT_NUMBER_MISMATCH; --help lists the behaviours."
  }
}
