import Foundation

/// Files that only their owner may read.
enum PrivateFile {
  static func write(_ text: String, to path: String) throws {
    let made = FileManager.default.createFile(
      atPath: path,
      contents: Data(text.utf8),
      attributes: [.posixPermissions: 0o600]
    )
    guard made else {
      throw CommandFailure(
        description: "\(path) cannot be written. Check that its directory may be written to."
      )
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }

  /// Puts a file in the place of one, whose owner, group and mode stay: a service that runs as somebody else must be
  /// able to go on reading it. Whoever reads it never sees half of it.
  static func replace(_ path: String, with text: String) throws {
    let part = "\(path).part"
    try write(text, to: part)
    var old = stat()
    let isKept =
      stat(path, &old) != 0
      || (chown(part, old.st_uid, old.st_gid) == 0 && chmod(part, old.st_mode & 0o7777) == 0)
    guard isKept, rename(part, path) == 0 else {
      let cause = String(cString: strerror(errno))
      unlink(part)
      throw CommandFailure(description: "\(path) cannot be written: \(cause). Check whose it is.")
    }
  }

  static func makeDirectory(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: path,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    } catch {
      throw CommandFailure(description: "The directory \(path) cannot be made: \(error.localizedDescription)")
    }
  }
}
