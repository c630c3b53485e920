import Foundation
import Subprocess
import Synchronization

/// A process that was started here: its lines are passed on, its end is told with its reason.
final class ChildProcess: Sendable {
  /// How it ended.
  struct End: Sendable {
    let status: TerminationStatus
    /// The last lines it wrote.
    let lastLines: [String]

    var description: String {
      switch status {
      case .exited(let code): "ended with exit status \(code)"
      case .signaled(let signal): "was killed by signal \(signal)"
      }
    }
  }

  let name: String
  let processIdentifier: Int32
  private let run: Task<End, any Error>
  private let signals: AsyncStream<Signal>.Continuation

  /// Starts a process in a group of its own, so that Ctrl-C reaches only who started it.
  static func start(
    name: String,
    executable: String,
    arguments: [String],
    onLine: @escaping @Sendable (String) -> Void
  ) async throws -> ChildProcess {
    let (signals, send) = AsyncStream.makeStream(of: Signal.self)
    let (started, tellStart) = AsyncStream.makeStream(of: Int32.self)
    let run = Task {
      defer { tellStart.finish() }
      return try await Self.run(executable, arguments, signals, tellStart, onLine)
    }
    for await processIdentifier in started {
      return ChildProcess(name: name, processIdentifier: processIdentifier, run: run, signals: send)
    }
    _ = try await run.value
    throw CommandFailure(description: "\(executable) was not started.")
  }

  private init(
    name: String,
    processIdentifier: Int32,
    run: Task<End, any Error>,
    signals: AsyncStream<Signal>.Continuation
  ) {
    self.name = name
    self.processIdentifier = processIdentifier
    self.run = run
    self.signals = signals
  }

  /// Waits for its end, or until the waiting task is cancelled.
  var end: End {
    get async throws {
      let (ends, tell) = AsyncThrowingStream.makeStream(of: End.self)
      Task { tell.finish(with: await run.result) }
      for try await end in ends { return end }
      throw CancellationError()
    }
  }

  /// Asks it to stop, and kills it when it does not in time.
  func stop(within limit: Duration) async {
    signals.yield(.terminate)
    let impatience = Task {
      try await Task.sleep(for: limit)
      signals.yield(.kill)
    }
    _ = await run.result
    impatience.cancel()
  }

  /// Ends it as a power cut would, as far as the process can tell.
  func kill() async {
    signals.yield(.kill)
    _ = await run.result
  }

  private static func run(
    _ executable: String,
    _ arguments: [String],
    _ signals: AsyncStream<Signal>,
    _ tellStart: AsyncStream<Int32>.Continuation,
    _ onLine: @escaping @Sendable (String) -> Void
  ) async throws -> End {
    // They are meant for commands; a service would take them for keys of its configuration.
    let withoutOptions = Dictionary(
      uniqueKeysWithValues: CommandEnvironment.allCases.map {
        (Environment.Key(stringLiteral: $0.rawValue), String?.none)
      }
    )
    var options = PlatformOptions()
    options.processGroupID = 0
    let result = try await Subprocess.run(
      .path(.init(executable)),
      arguments: Arguments(arguments),
      environment: .inherit.updating(withoutOptions),
      platformOptions: options,
      // Never written to: it says that this process lives.
      input: .inputWriter,
      output: .sequence,
      error: .combinedWithOutput
    ) { execution in
      tellStart.yield(execution.processIdentifier.value)
      return try await withThrowingTaskGroup(of: [String].self) { group in
        group.addTask {
          // Sent from here, while the process is surely ours: its number is not given to another one yet.
          for await signal in signals { try? execution.send(signal: signal) }
          return []
        }
        var lastLines: [String] = []
        for try await line in execution.standardOutput.strings() {
          let line = line.trimmingCharacters(in: .newlines)
          onLine(line)
          lastLines = lastLines.suffix(9) + [line]
        }
        group.cancelAll()
        return lastLines
      }
    }
    return End(status: result.terminationStatus, lastLines: result.closureResult)
  }
}

extension AsyncThrowingStream.Continuation where Failure == any Error {
  /// Hands over one result, and no more.
  fileprivate func finish(with result: Result<Element, any Error>) where Element: Sendable {
    do {
      yield(try result.get())
      finish()
    } catch {
      finish(throwing: error)
    }
  }
}
