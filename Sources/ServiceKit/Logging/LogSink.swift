import Dispatch
import Foundation
import Synchronization

/// Where log lines go.
public protocol LogSink: Sendable {
  /// Takes a line without its line end; must not block.
  func write(_ line: String)
  /// Waits until every line taken has left.
  func flush()
}

/// Writes lines to standard error from a queue of its own, so that no event loop waits for a slow reader.
///
/// What does not fit into the buffer is dropped, and counted in a line that says so.
public final class StandardErrorSink: LogSink {
  private struct State {
    var buffer: [UInt8] = []
    var isScheduled = false
    var dropped = 0
  }

  private let limitBytes: Int
  private let queue = DispatchQueue(label: "trunkline.log")
  private let state = Mutex(State())

  public init(limitBytes: Int = 4 << 20) {
    self.limitBytes = limitBytes
  }

  public func write(_ line: String) {
    let mustSchedule = state.withLock { state in
      guard state.buffer.count + line.utf8.count < limitBytes else {
        state.dropped += 1
        return false
      }
      state.buffer.append(contentsOf: line.utf8)
      state.buffer.append(UInt8(ascii: "\n"))
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    if mustSchedule { queue.async { self.drain() } }
  }

  public func flush() {
    queue.sync { drain() }
  }

  private func drain() {
    let (bytes, dropped) = state.withLock { state in
      defer {
        state.buffer = []
        state.isScheduled = false
        state.dropped = 0
      }
      return (state.buffer, state.dropped)
    }
    // A reader that went away must not end the service.
    try? FileHandle.standardError.write(contentsOf: Data(bytes))
    if dropped > 0 {
      let line = "{\"level\":\"warning\",\"message\":\"log lines dropped\",\"count\":\(dropped)}\n"
      try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }
  }
}
