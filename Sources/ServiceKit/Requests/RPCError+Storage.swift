import RPC
import Storage

extension RPCError {
  /// What a caller is told of a failure of the database: whether to try again, and nothing of its inside.
  public init(_ error: StorageError) {
    switch error.code {
    case .busy, .overloaded:
      self = .retryable(
        "STORAGE_BUSY",
        "The database has more work than it can take.",
        delayMilliseconds: 200
      )
    case .closed:
      self = .retryable("SERVER_STOPPING", "The server stops.", delayMilliseconds: 1_000)
    case .ioError:
      self = .retryable(
        "STORAGE_FAILED",
        "The database could not store this.",
        delayMilliseconds: 5_000
      )
    case .full:
      self = RPCError(
        .resourceExhausted,
        reason: "STORAGE_FULL",
        message: "The database is full and nothing was stored. Its operator has to make room."
      )
      .with(.retryInfo(delayMilliseconds: 60_000))
    case .corrupt, .cannotOpen:
      self = RPCError(
        .dataLoss,
        reason: "STORAGE_DAMAGED",
        message: "The database cannot be read. Its operator has to restore it."
      )
    default:
      self = .defect
    }
  }

  /// The answer to a request id that another request had before.
  public static var requestIDReused: RPCError {
    RPCError(
      .invalidArgument,
      reason: "REQUEST_ID_REUSED",
      message:
        "request_id was used for another request. Make a new UUID for each change, and keep it for repeats."
    )
    .with(
      .badRequest([
        FieldViolation(
          field: "request_id",
          reason: "REQUEST_ID_REUSED",
          description: "Make a new UUID for each change."
        )
      ])
    )
  }

  /// The answer to a follower that was away for longer than events are kept.
  static var cursorExpired: RPCError {
    RPCError(
      .outOfRange,
      reason: "CURSOR_EXPIRED",
      message:
        "Events after this cursor are no longer kept. Read everything anew, then follow from there."
    )
  }

  /// The answer to an error that nobody expected; the log says more.
  static var defect: RPCError {
    RPCError(
      .internal,
      reason: "INTERNAL",
      message: "The server failed at this call. Report it with the time of the call."
    )
  }

  private static func retryable(_ reason: String, _ what: String, delayMilliseconds: Int64) -> RPCError {
    RPCError(
      .unavailable,
      reason: reason,
      message: "\(what) Repeat the call with the same request_id after a pause."
    )
    .with(.retryInfo(delayMilliseconds: delayMilliseconds))
  }
}
