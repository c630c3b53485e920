import Foundation
import Logging
import NIOCore
import UnixSignals

/// The main program of every service.
public enum ServiceMain {
  /// Reads flags and configuration, runs the service until a signal, and ends the process: 0 when it was
  /// stopped, 64 for wrong flags, 78 for a wrong configuration, 70 when it could not start (sysexits.h).
  /// - Parameter assemble: makes the service's own parts.
  public static func run(
    _ schema: ConfigurationSchema,
    assemble: @escaping @Sendable (ServiceRuntime) async throws -> ServiceParts
  ) async -> Never {
    // A peer or a log reader that goes away is an error of one call, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    let flags = ServiceFlags.parseOrExit()
    if flags.stopWithInput { StarterWatch.begin() }
    if flags.printConfig { end(printing: schema.referenceFile()) }
    let loader = ConfigurationLoader(
      schema: schema,
      file: flags.config,
      flags: flags.values,
      environment: ProcessInfo.processInfo.environment
    )
    let configuration = load(loader)
    if flags.check { end(printing: "The configuration is right.\n") }
    exit(await serve(configuration, unknownVariables: loader.unknownVariables, assemble))
  }

  private static func load(_ loader: ConfigurationLoader) -> ServiceConfiguration {
    do {
      return try loader.load()
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(EX_CONFIG)
    }
  }

  private static func serve(
    _ configuration: ServiceConfiguration,
    unknownVariables: [String],
    _ assemble: @escaping @Sendable (ServiceRuntime) async throws -> ServiceParts
  ) async -> Int32 {
    let sink = StandardErrorSink()
    defer { sink.flush() }
    let logger = Logger(label: configuration.service) { _ in
      JSONLogHandler(service: configuration.service, level: configuration[ServiceKeys.logLevel], sink: sink)
    }
    for name in unknownVariables {
      logger.log(.warning, "environment variable is no key of this service and is ignored", [.key: name])
    }
    do {
      let service = try await RunningService.start(
        configuration: configuration,
        logger: logger,
        assemble: assemble
      )
      // Before this line a signal ends the process as usual: there is nothing yet to be stopped in order.
      let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
      logger.log(.info, "serving", startFields(service))
      await run(service, until: signals, logger, sink)
      return EX_OK
    } catch {
      // In full: nobody has sent anything yet that would have to be kept out of the log.
      logger.log(.critical, "not started", [.error: "\(error)"])
      return error is ConfigurationError || error is ConfigurationProblem ? EX_CONFIG : EX_SOFTWARE
    }
  }

  private static func run(
    _ service: RunningService,
    until signals: UnixSignalsSequence,
    _ logger: Logger,
    _ sink: StandardErrorSink
  ) async {
    let asked = StopSignal()
    let listener = Task {
      for await signal in signals {
        // Whoever presses Ctrl-C twice does not want to wait for the calls that run.
        if asked.isStopping {
          sink.flush()
          exit(EX_TEMPFAIL)
        }
        logger.log(.info, "stopping", [.signal: "\(signal)"])
        asked.stop()
      }
    }
    await asked.wait()
    await service.stop()
    listener.cancel()
    logger.log(.info, "stopped", [:])
  }

  private static func startFields(_ service: RunningService) -> [LogField: String] {
    [
      .version: TrunklineVersion.current,
      .address: service.address.hostAndPort,
      .adminAddress: service.adminAddress?.hostAndPort ?? "",
    ]
  }

  private static func end(printing text: String) -> Never {
    FileHandle.standardOutput.write(Data(text.utf8))
    exit(EX_OK)
  }
}

extension SocketAddress {
  /// `127.0.0.1:7401`, as it is written in configurations.
  fileprivate var hostAndPort: String {
    let host = ipAddress ?? "unix"
    return self.protocol == .inet6 ? "[\(host)]:\(port ?? 0)" : "\(host):\(port ?? 0)"
  }
}
