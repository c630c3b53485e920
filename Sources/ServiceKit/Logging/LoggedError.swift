import RPC
import Storage

/// How an error is written into the log: types of ours say what they may, of others only the type is told,
/// because their text might hold what somebody sent.
public func loggedText(of error: any Error) -> String {
  switch error {
  case let error as RPCError: error.description
  case let error as StorageError: error.description
  case let error as ConfigurationError: error.description
  case let error as ConfigurationProblem: error.description
  case let error as ServiceStartError: error.description
  default: "\(type(of: error))"
  }
}
