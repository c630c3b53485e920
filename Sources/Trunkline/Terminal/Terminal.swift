import Foundation
import Synchronization

/// Standard output and standard error, one whole line at a time.
enum Terminal {
  /// Whether people read standard error as it comes, who like colours and lines that change.
  static let isInteractive =
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

  private static let turn = Mutex(())

  /// Results: for people or, with `--json`, for programs.
  static func print(_ text: String) {
    write(text + "\n", to: .standardOutput)
  }

  /// What is said beside the result: progress, logs, errors.
  static func note(_ text: String) {
    write(text + "\n", to: .standardError)
  }

  /// Replaces the current line of an interactive terminal.
  static func replaceLine(with text: String) {
    write("\r\u{1B}[2K" + text, to: .standardError)
  }

  private static func write(_ text: String, to file: FileHandle) {
    turn.withLock { _ in
      // A reader that went away is no reason to fail what is being done.
      try? file.write(contentsOf: Data(text.utf8))
    }
  }
}
