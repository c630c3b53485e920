import Foundation
import NIOCore
import NIOPosix

/// Why no connection could be made.
public enum ConnectionFailure {
  /// What one can read: the error of the last address that was tried, not the list of all.
  public static func explanation(of error: any Error) -> String {
    guard let error = error as? NIOConnectionError else { return "\(error)" }
    guard let last = error.connectionErrors.last else { return "\(error.host) is not known" }
    let isRefused = (last.error as? IOError)?.errnoCode == ECONNREFUSED
    return isRefused ? "nobody listens there" : "\(last.error)"
  }
}
