/// A failure of the database itself, as opposed to a refusal that a job throws.
///
/// Match it by its code: `catch StorageError.Code.full { ... }`.
public struct StorageError: Error, Sendable, Equatable {
  /// The kind of failure.
  public let code: Code
  /// What the engine said; never contains bound values.
  public let message: String

  /// Makes an error of one kind.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}

extension StorageError: CustomStringConvertible {
  public var description: String { "storage \(code.name): \(message); \(code.remedy)" }
}

extension StorageError {
  /// What went wrong, in terms that do not depend on the engine, and what to do about it.
  ///
  /// A struct and not an enum, because only then a `catch` clause can name a code alone.
  public struct Code: Sendable, Hashable {
    public let name: String
    public let remedy: String

    private init(_ name: String, _ remedy: String) {
      self.name = name
      self.remedy = remedy
    }

    /// Lets a `catch` clause name a code.
    public static func ~= (code: Code, error: any Error) -> Bool {
      (error as? StorageError)?.code == code
    }
  }
}

extension StorageError.Code {
  /// Another connection or process holds a lock that did not go away in time.
  public static let busy = Self(
    "busy",
    "stop the other process that uses this database, then repeat the call"
  )
  /// The disk, or the size the database may have, is used up.
  public static let full = Self("full", "free disk space, then repeat the call; nothing was stored")
  /// The operating system failed to read, write or flush a file.
  public static let ioError = Self(
    "ioError",
    "check the disk and the kernel log; repeat the call with the same request id"
  )
  /// The rows would break a constraint of the schema.
  public static let constraint = Self("constraint", "report this as a defect with the message")
  /// The file is damaged or not a database.
  public static let corrupt = Self("corrupt", "stop the service and restore the newest backup")
  /// The file cannot be opened.
  public static let cannotOpen = Self(
    "cannotOpen",
    "check that the data folder exists and that the service may write to it"
  )
  /// A job tried to write where only reading is allowed.
  public static let readOnly = Self("readOnly", "use a write for statements that change rows")
  /// More work is queued than the configured limit.
  public static let overloaded = Self("overloaded", "repeat the call after a pause that grows")
  /// The database was closed.
  public static let closed = Self("closed", "repeat the call when the service has started again")
  /// The database was written by a newer version of the program.
  public static let newerSchema = Self(
    "newerSchema",
    "start the newer version of the program, or restore a backup made before it ran"
  )
  /// The statement, its values or the way it is used are wrong: a defect of the program.
  public static let invalidStatement = Self("invalidStatement", "report this as a defect with the message")
}
