import Foundation
import Telephony
import Yams

/// A file of API keys, which is read again when it changes: keys are made, replaced and taken back without a restart.
///
/// Each is a section as in `authentication.apiKeys`. For a new key in the place of an old one, both are there until the
/// old one's `expireTime`.
public enum APIKeyFile {
  /// The keys of a file; none when there is no such file yet.
  public static func read(_ path: String) throws(ConfigurationError) -> [APIKey] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    var report = ConfigurationReport(origin: path, showsLines: true)
    guard let data = FileManager.default.contents(atPath: path),
      let text = String(validating: data, as: UTF8.self),
      let root = try? Yams.compose(yaml: text) ?? Node([Node]())
    else {
      report.add(
        "cannot be read, or is no YAML. Restore it, or make it with `trunkline keys`.",
        at: nil,
        key: ""
      )
      throw ConfigurationError(problems: report.problems)
    }
    let form = ConfigurationForm.list(of: ConfigurationForm<APIKey>.apiKey)
    guard let keys = form.decode(root, "keys", &report), report.problems.isEmpty else {
      throw ConfigurationError(problems: report.problems)
    }
    return keys
  }

  /// The text of a file.
  public static func text(_ keys: [APIKey]) -> String {
    let head = "# API keys, by the SHA-256 of each; written by `trunkline keys`.\n"
    return head + (keys.isEmpty ? "[]\n" : keys.map(line).joined())
  }

  private static func line(_ key: APIKey) -> String {
    var fields = [
      ("sha256", quoted(key.hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())),
      ("principal", quoted(key.caller.principal)),
      ("organization", quoted(key.caller.organization)),
      ("role", key.caller.role.rawValue),
      ("partner", quoted(key.caller.partner)),
      ("scopes", "[\(key.scopes.texts.map(quoted).joined(separator: ", "))]"),
    ]
    if let time = key.expireTime { fields.append(("expireTime", quoted(time.rfc3339))) }
    return "- {\(fields.map { "\($0.0): \($0.1)" }.joined(separator: ", "))}\n"
  }

  private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
}
