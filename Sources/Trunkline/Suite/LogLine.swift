import Foundation

/// A line of a service's log.
enum LogLine {
  /// As people read it, such as `08:39:26 info serving address=127.0.0.1:7401`; what is no JSON stays as it is.
  static func readable(_ line: String) -> String {
    guard var fields = fields(line), let time = fields.removeValue(forKey: "time"),
      let level = fields.removeValue(forKey: "level"), let message = fields.removeValue(forKey: "message")
    else { return line }
    fields["service"] = nil
    let rest = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let seconds = time.split(separator: "T").last?.prefix { $0 != "." } ?? ""
    return (["\(seconds) \(level) \(message)"] + rest).joined(separator: " ")
  }

  private static func fields(_ line: String) -> [String: String]? {
    guard line.hasPrefix("{"), let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) else {
      return nil
    }
    return (object as? [String: Any])?.mapValues { "\($0)" }
  }
}
