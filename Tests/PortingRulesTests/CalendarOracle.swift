import Foundation
import Telephony

/// What the calendar is asked.
struct CalendarQuestion: Codable, Sendable {
  var country: String
  var region: String
  /// The one, or all that have holidays of their own when it is not known.
  var regions: [String]
  var zones: [String]
  /// Milliseconds since 1970.
  var submitted: Int64
  var type: String
  var numbers: Int
  /// Whether the losing carrier holds the range.
  var holder: Bool
  /// A wished instant, milliseconds since 1970.
  var wish: Int64
}

/// What it answers.
struct CalendarAnswer: Codable, Equatable, Sendable {
  var earliest: String
  var slots: [[Int64]]
  var deadline: Int64
  /// Reason code of what is wrong with the wish; empty when nothing is.
  var judgement: String
}

/// The calendar of `Tests/Oracles/port_calendar.py`, in the project's Python environment.
enum CalendarOracle {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let python = root.appending(path: ".venv/bin/python")

  /// Whether the environment is there: `make test` and `make lint` make it.
  static var isThere: Bool {
    let packages = root.appending(path: ".venv/lib").path
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: packages)) ?? []
    return versions.contains {
      FileManager.default.fileExists(atPath: "\(packages)/\($0)/site-packages/holidays")
    }
  }

  static func answers(to questions: [CalendarQuestion]) throws -> [CalendarAnswer] {
    let process = Process()
    process.executableURL = python
    process.arguments = [root.appending(path: "Tests/Oracles/port_calendar.py").path]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let lines = try questions.map { try JSONEncoder().encode($0) + Data("\n".utf8) }.reduce(Data(), +)
    // On a thread of its own: neither pipe holds everything.
    let writing = Thread {
      try? input.fileHandleForWriting.write(contentsOf: lines)
      try? input.fileHandleForWriting.close()
    }
    writing.start()
    let answers = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return try answers.split(separator: UInt8(ascii: "\n"))
      .map { try JSONDecoder().decode(CalendarAnswer.self, from: $0) }
  }
}
