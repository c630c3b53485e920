import HTTP2
import NIOCore
import RPC

/// The calls of a journey as every connection makes them.
struct PreparedJourney: Sendable {
  /// Between an answer that says "not yet" and the next call.
  static let pause = TimeAmount.milliseconds(5)

  /// Headers of the first call and of each later one.
  let headers: [PreparedHeaders]
  let later: [LoadStep]
  private let timeoutNanoseconds: Int64

  init(_ target: LoadTarget, later: [LoadStep]) {
    self.later = later
    headers = ([target.path] + later.map(\.path)).map { PreparedHeaders(target.headers(path: $0)) }
    timeoutNanoseconds = target.timeout.nanoseconds
  }

  var hasLaterSteps: Bool { !later.isEmpty }

  /// Whether a call that was refused is to be made again.
  func repeats(_ call: CallUnderWay, after code: StatusCode, now: Int64) -> Bool {
    guard call.step > 0 else { return false }
    return later[call.step - 1].repeatsOn.contains(code) && now - call.intended < timeoutNanoseconds
  }
}

extension LoadTarget {
  fileprivate func headers(path: String) -> [HeaderField] {
    [
      HeaderField(":method", "POST"),
      HeaderField(":scheme", tls == nil ? "http" : "https"),
      HeaderField(":path", path),
      HeaderField(":authority", "\(host):\(port)"),
      HeaderField("te", "trailers"),
      HeaderField("content-type", "application/grpc"),
      HeaderField("user-agent", "trunkline-load/1"),
      HeaderField("grpc-timeout", "\(max(1, timeout.nanoseconds / 1_000_000))m"),
    ] + metadata.map { HeaderField($0.name, $0.value) }
  }
}
