import NIOCore

/// When one connection begins its calls. Times are nanoseconds of the monotonic clock.
struct LoadSchedule {
  /// From here on calls are measured.
  let measureStart: Int64
  private let start: Int64
  private let end: Int64
  private let isOpenLoop: Bool
  /// Which of the plan's connections it is for; they take turns.
  private let connection: Int
  private let connections: Int
  private let rampNanoseconds: Double
  private let intervalNanoseconds: Double
  private var begun = 0
  private var left: Int

  init(_ plan: LoadPlan, connection index: Int, start: Int64) {
    self.start = start
    connection = index
    connections = plan.connections
    rampNanoseconds = Double(plan.ramp.nanoseconds)
    measureStart = start + (plan.ramp + plan.warmup).nanoseconds
    switch plan.extent {
    case .time(let duration):
      end = measureStart + duration.nanoseconds
      left = .max
    case .calls(let count):
      end = .max
      left = count / plan.connections + (index < count % plan.connections ? 1 : 0)
    }
    switch plan.pace {
    case .closedLoop: (isOpenLoop, intervalNanoseconds) = (false, 0)
    case .openLoop(let rate): (isOpenLoop, intervalNanoseconds) = (true, 1e9 / rate)
    }
  }

  /// When the next call is to begin; nil when none is left.
  func next(now: Int64) -> Int64? {
    let intended = isOpenLoop ? time(ofCall: begun) : firstTime(now)
    return intended < end && left > 0 ? intended : nil
  }

  /// In a closed loop, connections begin one after the other while the ramp lasts.
  private func firstTime(_ now: Int64) -> Int64 {
    max(now, start + Int64(rampNanoseconds * Double(connection) / Double(connections)))
  }

  /// When a call of this connection begins in an open loop.
  private func time(ofCall index: Int) -> Int64 {
    // Thirty years are for ever.
    start + Int64(min(offset(ofCall: index * connections + connection), 1e18))
  }

  /// When a call of the whole run begins. The rate rises in a straight line while the ramp lasts, so that the number
  /// of calls grows with the square of the time.
  private func offset(ofCall number: Int) -> Double {
    let rampCalls = rampNanoseconds / intervalNanoseconds / 2
    let beyond = Double(number) - rampCalls
    guard beyond < 0 else { return rampNanoseconds + beyond * intervalNanoseconds }
    return (2 * rampNanoseconds * intervalNanoseconds * Double(number)).squareRoot()
  }

  /// Notes that the call intended for then has begun.
  mutating func began(_ intended: Int64) {
    begun += 1
    if intended >= measureStart { left -= 1 }
  }

  /// No more calls begin.
  mutating func stop() { left = 0 }

  /// How many measured calls have yet to begin. A closed loop that ends by time would make at least one more on each
  /// of its streams.
  func rest(now: Int64, streams: Int) -> Int {
    guard left > 0, end < .max else { return left }
    guard isOpenLoop else { return next(now: now) == nil ? 0 : streams }
    return firstCall(notBefore: end) - firstCall(notBefore: measureStart)
  }

  /// The first call, from the next one on, that begins then or later.
  private func firstCall(notBefore time: Int64) -> Int {
    var step = 1
    while self.time(ofCall: begun + step) < time { step *= 2 }
    var (low, high) = (begun, begun + step)
    while low < high {
      let middle = (low + high) / 2
      if self.time(ofCall: middle) < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Duration {
  var nanoseconds: Int64 { TimeAmount(self).nanoseconds }
}
