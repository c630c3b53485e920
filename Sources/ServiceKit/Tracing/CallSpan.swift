import Foundation
import Messages
import RPC

/// A call that was answered, as a collector of traces wants to know it.
struct CallSpan: Sendable {
  let trace: TraceContext
  /// 0 for the first span of a trace.
  let parentID: UInt64
  let state: String
  let method: Method
  let status: StatusCode
  let organization: String
  let endNanoseconds: UInt64
  let durationNanoseconds: UInt64
}

extension TraceV1.Span {
  // Names and values by the semantic conventions of OpenTelemetry for RPC.
  init(_ span: CallSpan) {
    var attributes: [TraceV1.KeyValue] = [
      .init("rpc.system", "grpc"), .init("rpc.service", span.method.service),
      .init("rpc.method", span.method.name),
      .init(key: "rpc.grpc.status_code", value: .init(value: .intValue(Int64(span.status.rawValue)))),
    ]
    if !span.organization.isEmpty { attributes.append(.init("trunkline.organization", span.organization)) }
    self.init(
      traceId: span.trace.traceHigh.bigEndianBytes + span.trace.traceLow.bigEndianBytes,
      spanId: span.trace.spanID.bigEndianBytes,
      traceState: span.state,
      parentSpanId: span.parentID == 0 ? [] : span.parentID.bigEndianBytes,
      name: "\(span.method.service)/\(span.method.name)",
      kind: .server,
      startTimeUnixNano: span.endNanoseconds - min(span.durationNanoseconds, span.endNanoseconds),
      endTimeUnixNano: span.endNanoseconds,
      attributes: attributes,
      status: .init(code: span.status.isFaultOfServer ? .error : .unset),
      flags: span.trace.isSampled ? 1 : 0
    )
  }
}

extension TraceV1.KeyValue {
  init(_ key: String, _ text: String) {
    self.init(key: key, value: .init(value: .stringValue(text)))
  }
}

extension UInt64 {
  fileprivate var bigEndianBytes: [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: self >> (56 - 8 * $0)) }
  }
}

extension StatusCode {
  /// The others are the caller's affair (semantic conventions for gRPC, server side).
  fileprivate var isFaultOfServer: Bool {
    switch self {
    case .unknown, .deadlineExceeded, .unimplemented, .internal, .unavailable, .dataLoss: true
    default: false
    }
  }
}
