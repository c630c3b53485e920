import Foundation

/// A file that is gone when the closure returns.
func withFile<Result>(_ content: String, _ body: (String) throws -> Result) throws -> Result {
  let path = NSTemporaryDirectory() + "trunkline-\(UUID().uuidString).yaml"
  try content.write(toFile: path, atomically: false, encoding: .utf8)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}
