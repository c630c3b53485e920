import Foundation
import Logging
import NIOCore
import NIOPosix
import RPC
import RPCTransport
import Synchronization

/// What a service gets to build itself from.
public final class ServiceRuntime: Sendable {
  public let configuration: ServiceConfiguration
  public let logger: Logger
  public let clock: any WallClock
  public let metrics: Metrics
  /// Fires when the service is about to stop; handlers that stream for ever run inside
  /// ``StopSignal/cancelling(_:)``.
  public let stopping = StopSignal()

  /// The threads that serve calls. Channels to other services work on them too: a call that a handler makes changes no
  /// thread.
  let eventLoops: MultiThreadedEventLoopGroup
  private let openChannels = Mutex<[ClientChannel]>([])

  init(configuration: ServiceConfiguration, logger: Logger, clock: any WallClock, metrics: Metrics) {
    self.configuration = configuration
    self.logger = logger
    self.clock = clock
    self.metrics = metrics
    let loops = configuration[ServiceKeys.eventLoops]
    eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: loops == 0 ? System.coreCount : loops)
  }

  /// Signs calls to other services with the key of the configuration.
  public func signer() throws -> CallerSigner {
    CallerSigner(
      issuer: configuration[ServiceKeys.signerName],
      privateKey: try SigningKey.read(configuration[ServiceKeys.signerPrivateKeyFile]),
      clock: SystemClock()
    )
  }

  /// A channel to another service, such as `Upstreams.inventory`; closed when the service stops.
  public func channel(to upstream: ConfigurationKey<[String]>) throws -> ClientChannel {
    let targets = configuration[upstream].compactMap { ClientChannel.Target($0) }
    let channel = ClientChannel(
      targets: targets,
      configuration: ClientChannel.Configuration(tls: try configuration.upstreamTLS()),
      group: eventLoops
    )
    openChannels.withLock { $0.append(channel) }
    return channel
  }

  /// The directory of the database, made when absent; only this user may look into it.
  public func dataDirectory() throws -> String {
    let path = configuration[ServiceKeys.dataDirectory]
    try FileManager.default.createDirectory(
      atPath: path,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    return path
  }

  /// Closes the channels, and ends the threads. The server has been shut down before.
  func close() async {
    for channel in openChannels.withLock({ $0 }) { channel.close() }
    try? await eventLoops.shutdownGracefully()
  }
}
