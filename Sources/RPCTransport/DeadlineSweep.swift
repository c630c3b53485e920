import NIOCore
import RPC

/// Wakes up when the earliest deadline of a connection passes.
///
/// One timer a connection instead of one a call: nearly all calls are over long before, and cost a comparison.
struct DeadlineSweep {
  private let loop: any EventLoop
  private let state: State

  /// Touched on the loop only.
  private final class State {
    var next: Deadline?
    var timer: Scheduled<Void>?
  }

  init(loop: any EventLoop) {
    self.loop = loop
    state = State()
  }

  /// Whether `sweep` runs at `deadline` or before already. Asked first, because a closure costs an allocation.
  func covers(_ deadline: Deadline) -> Bool {
    state.next.map { $0 <= deadline } ?? false
  }

  /// Makes sure that `sweep` runs at `deadline` or before; it returns the next deadline, if there is one.
  func watch(_ deadline: Deadline, sweep: @escaping (NIODeadline) -> Deadline?) {
    guard !covers(deadline) else { return }
    state.timer?.cancel()
    state.next = deadline
    state.timer = loop.assumeIsolated().scheduleTask(deadline: deadline.instant) {
      state.next = nil
      state.timer = nil
      if let following = sweep(.now()) { self.watch(following, sweep: sweep) }
    }
  }

  func cancel() {
    state.timer?.cancel()
    state.timer = nil
    state.next = nil
  }
}
