import NIOCore
import RPC

/// One service behind the gateway: the channel to it, and the name that people know it by.
public struct Upstream: Sendable {
  /// Such as `inventory`.
  public let name: String
  public let channel: any RPCChannel
  /// Makes the metadata that tells the service who is calling.
  public let identify: @Sendable (Caller) throws -> Metadata

  /// What a call without a deadline gets, so that a hanging service never holds its callers for ever.
  static let defaultTimeout = Duration.seconds(30)

  public init(name: String, channel: any RPCChannel, identify: @escaping @Sendable (Caller) throws -> Metadata) {
    self.name = name
    self.channel = channel
    self.identify = identify
  }

  /// How a call goes on to the service: its deadline shortened, its credentials replaced by a signed caller context.
  func options(for context: ServerContext) throws -> CallOptions {
    var options = CallOptions(from: context)
    if options.deadline == nil, context.method.shape == .unary {
      options.deadline = .after(Self.defaultTimeout)
    }
    if let caller = context.caller {
      for entry in try identify(caller).entries { options.metadata.append(entry.name, entry.value) }
    }
    return options
  }

  /// Says which service is missing, instead of an address that means nothing to the caller.
  func explained(_ error: RPCError) -> RPCError {
    guard error.code == .unavailable, ["NO_CONNECTION", "CONNECTION_LOST"].contains(error.reason) else { return error }
    return RPCError(
      .unavailable, reason: "SERVICE_UNAVAILABLE",
      message: "The service \(name) cannot be reached at the moment; the others work. Try again.",
      information: ["service": name]
    ).with(.retryInfo(delayMilliseconds: 1_000))
  }
}
