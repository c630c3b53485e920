import Glibc

/// Keeps a second suite from the data directory of one that runs: it would write the files of the first anew.
///
/// The kernel drops the lock when the process ends, however it ends.
struct DataDirectoryLock: ~Copyable {
  private let descriptor: Int32

  init(_ dataDirectory: String) throws {
    let path = "\(dataDirectory)/lock"
    let opened = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard opened >= 0 else {
      throw CommandFailure(description: "\(path) cannot be written. Check who may write to its directory.")
    }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      close(opened)
      throw CommandFailure(
        description:
          "A suite runs on \(dataDirectory) already. Stop it, or name another directory with --data."
      )
    }
    descriptor = opened
  }

  deinit {
    // A child that is being started has the descriptor too until it runs its program; closing alone would wait for it.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
