import Foundation

/// The file that holds the key of a service's personal data: base64 of 32 bytes.
public enum PersonalDataKey {
  /// The cipher of the key in a file; the file is made with a new key when it is absent.
  /// - Parameter database: what is sealed with it. When that exists already, no new key is made: it could not open what is
  ///   there, and the right one, once put back, not what was sealed since.
  public static func cipher(
    file path: String,
    database: String? = nil
  ) throws(PersonalDataKeyProblem) -> FieldCipher {
    if !FileManager.default.fileExists(atPath: path) {
      if let database, FileManager.default.fileExists(atPath: database) {
        throw PersonalDataKeyProblem(
          path: path,
          what: "is missing, and \(database) was sealed with it; put it back"
        )
      }
      try write(newKey(), to: path)
    }
    return FieldCipher(key: try read(path))
  }

  private static func read(_ path: String) throws(PersonalDataKeyProblem) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw PersonalDataKeyProblem(path: path, what: "cannot be read")
    }
    let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard let key = Data(base64Encoded: text), key.count == FieldCipher.keyByteCount else {
      throw PersonalDataKeyProblem(path: path, what: "does not hold base64 of 32 bytes")
    }
    return Array(key)
  }

  private static func newKey() -> Data {
    var random = SystemRandomNumberGenerator()
    return Data((0..<FieldCipher.keyByteCount).map { _ in UInt8.random(in: 0...255, using: &random) })
  }

  // On the disk before anything is sealed with it: a key that a power cut takes makes the data unreadable.
  private static func write(_ key: Data, to path: String) throws(PersonalDataKeyProblem) {
    let text = Data("\(key.base64EncodedString())\n".utf8)
    let isMade = FileManager.default.createFile(
      atPath: path,
      contents: nil,
      attributes: [.posixPermissions: 0o600]
    )
    guard isMade, let file = FileHandle(forWritingAtPath: path) else {
      throw PersonalDataKeyProblem(path: path, what: "cannot be written")
    }
    do {
      try file.write(contentsOf: text)
      try file.synchronize()
      try file.close()
    } catch {
      throw PersonalDataKeyProblem(path: path, what: "cannot be written")
    }
  }
}

/// What is wrong with the file of the key.
public struct PersonalDataKeyProblem: Error, Hashable, Sendable, CustomStringConvertible {
  public let path: String
  let what: String

  public var description: String {
    "\(path): \(what). personalData.keyFile names a file with base64 of 32 bytes; without one, a key is made."
  }
}
