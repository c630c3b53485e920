import Glibc

/// Lets one command at a time change what is in a directory, and leaves no file there.
struct DirectoryLock {
  private let descriptor: Int32

  /// Waits until it is free.
  init(_ directory: String) throws {
    descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
      let cause = String(cString: strerror(errno))
      if descriptor >= 0 { close(descriptor) }
      throw CommandFailure(description: "The directory \(directory) cannot be opened: \(cause).")
    }
  }

  func release() { close(descriptor) }
}
