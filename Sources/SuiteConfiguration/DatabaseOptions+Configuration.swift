import ServiceKit
import Storage

extension DatabaseOptions {
  /// The options that the configuration of a service gives.
  public init(_ configuration: ServiceConfiguration) {
    self.init()
    eventRetentionMilliseconds = configuration[EventKeys.retention].wholeMilliseconds
  }
}
