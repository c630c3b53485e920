import Glibc
import Storage

/// Keeps a second process from writing the same database: sequences and the index of requests live in the
/// memory of one writer. The kernel drops the lock when the process ends, however it ends.
final class FileLock {
  private let descriptor: Int32

  init(path: String) throws(StorageError) {
    descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StorageError(.cannotOpen, "\(path): errno \(errno)") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw StorageError(.busy, "\(path) is locked by another writer")
    }
  }

  deinit { close(descriptor) }
}
