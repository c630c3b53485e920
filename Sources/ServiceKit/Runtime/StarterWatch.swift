import Foundation

/// Stops this process when whoever started it is gone, however it went.
enum StarterWatch {
  /// The starter holds the other end of standard input and never writes; the system closes it even after SIGKILL.
  static func begin() {
    Thread.detachNewThread {
      while let bytes = try? FileHandle.standardInput.read(upToCount: 1_024), !bytes.isEmpty {}
      // As if the starter had asked: before the service runs this ends the process, later it stops in order.
      kill(getpid(), SIGTERM)
    }
  }
}
