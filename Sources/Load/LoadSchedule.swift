import NIOCore

/// When one connection begins its calls. Times are nanoseconds of the monotonic clock.
struct LoadSchedule {
  /// From here on calls are measured.
  let measureStart: Int64
  private let end: Int64
  private let isOpenLoop: Bool
  private let firstCall: Double
  private let interval: Double
  private var begun = 0.0
  private var left: Int

  /// - Parameter index: which of the plan's connections it is for; they take turns.
  init(_ plan: LoadPlan, connection index: Int, start: Int64) {
    let warmup = plan.warmup.nanoseconds
    measureStart = start + warmup
    switch plan.extent {
    case .time(let duration):
      end = measureStart + duration.nanoseconds
      left = .max
    case .calls(let count):
      end = .max
      left = count / plan.connections + (index < count % plan.connections ? 1 : 0)
    }
    switch plan.pace {
    case .closedLoop:
      (isOpenLoop, firstCall, interval) = (false, 0, 0)
    case .openLoop(let rate):
      isOpenLoop = true
      interval = 1e9 * Double(plan.connections) / rate
      firstCall = Double(start) + interval * Double(index) / Double(plan.connections)
    }
  }

  /// When the next call is to begin; nil when none is left.
  func next(now: Int64) -> Int64? {
    let intended = isOpenLoop ? Int64(firstCall + begun * interval) : now
    return intended < end && left > 0 ? intended : nil
  }

  /// Notes that the call intended for then has begun.
  mutating func began(_ intended: Int64) {
    begun += 1
    if intended >= measureStart { left -= 1 }
  }

  /// No more calls begin.
  mutating func stop() { left = 0 }

  /// How many calls should have begun by `now`, and did not.
  mutating func backlog(now: Int64) -> Int {
    guard isOpenLoop else { return 0 }
    var count = 0
    while let intended = next(now: now), intended <= now {
      began(intended)
      if intended >= measureStart { count += 1 }
    }
    return count
  }
}

extension Duration {
  var nanoseconds: Int64 { TimeAmount(self).nanoseconds }
}
