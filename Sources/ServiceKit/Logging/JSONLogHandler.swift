import Foundation
import Logging

/// Writes one JSON object a line.
public struct JSONLogHandler: LogHandler {
  public var logLevel: Logger.Level
  public var metadata: Logger.Metadata = [:]
  public var metadataProvider: Logger.MetadataProvider?
  private let service: String
  private let sink: any LogSink

  public init(service: String, level: Logger.Level, sink: any LogSink) {
    self.service = service
    self.logLevel = level
    self.sink = sink
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    var line = JSONLine()
    line.add(
      "time",
      Date().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true)) + "Z"
    )
    line.add("level", event.level.rawValue)
    line.add("service", service)
    line.add("message", event.message.description)
    for field in LogField.allCases {
      if let value = event.metadata?[field.rawValue] ?? metadata[field.rawValue] {
        line.add(field.rawValue, value.description)
      }
    }
    if let error = event.error { line.add(LogField.error.rawValue, "\(error)") }
    sink.write(line.finished())
  }
}

/// A JSON object of strings and numbers while it is written.
struct JSONLine {
  private var text = "{"

  mutating func add(_ name: String, _ value: String) {
    begin(name)
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..."\u{1f}", "\u{7f}", "\u{2028}", "\u{2029}":
        let hexadecimal = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  mutating func add(_ name: String, _ number: Double) {
    begin(name)
    text += Exposition.number(number)
  }

  private mutating func begin(_ name: String) {
    if text.utf8.count > 1 { text += "," }
    text += "\"\(name)\":"
  }

  func finished() -> String { text + "}" }
}
