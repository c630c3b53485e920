import RPC
import ServiceKit

/// One service behind the gateway.
public struct Upstream: Sendable {
  /// The name that people know it by, such as `inventory`.
  let name: String
  let channel: any RPCChannel
  let gate: ServiceGate
  private let signer: CallerSigner
  private let defaultTimeout: Duration

  /// - Parameters:
  ///   - gate: through which all calls of it go.
  ///   - defaultTimeout: what a unary call without a deadline gets, so that a service that hangs does not hold its
  ///     callers for ever.
  public init(
    name: String,
    channel: any RPCChannel,
    gate: ServiceGate,
    signer: CallerSigner,
    defaultTimeout: Duration
  ) {
    self.name = name
    self.channel = GatedChannel(channel: channel, gate: gate)
    self.gate = gate
    self.signer = signer
    self.defaultTimeout = defaultTimeout
  }

  /// How a call goes on to the service: its deadline shortened, its API key replaced by a signed caller context.
  func options(for context: ServerContext) throws -> CallOptions {
    var options = try CallOptions.onBehalf(of: context, signer: signer)
    if options.deadline == nil, context.method.shape == .unary { options.deadline = .after(defaultTimeout) }
    return options
  }

  /// How the gateway follows the service's events.
  func optionsAsService() throws -> CallOptions { try .asService(signer, timeout: nil) }

  /// How the gateway asks the service for itself.
  ///
  /// - Parameter deadline: of the call that it answers meanwhile.
  func optionsAsService(deadline: Deadline?) throws -> CallOptions {
    var options = try CallOptions.asService(signer, timeout: defaultTimeout)
    options.deadline = min(deadline?.shortened ?? .after(defaultTimeout), .after(defaultTimeout))
    return options
  }

  /// Says which service is missing, instead of an address that means nothing to the caller.
  func explained(_ error: RPCError) -> RPCError {
    error.isOfConnection ? .missing(name) : error
  }
}
