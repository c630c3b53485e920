import Foundation
import HTTP2
import NIOCore

/// What a peer sends on one HTTP/2 connection. The first byte says whether we are the server, whether its preface and
/// SETTINGS are put before the rest, and in pieces of which size the rest comes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: data, count: count)
  guard let first = bytes.first, let peer = try? FuzzedPeer(first) else { return 0 }
  peer.send(bytes.dropFirst())
  return 0
}

private let hasPlantedBug = ProcessInfo.processInfo.environment["FUZZ_PLANTED_BUG"] != nil

private final class FuzzedPeer {
  private static let opening =
    Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]

  /// They live as long as the process.
  private static let headers = PreparedHeaders([
    HeaderField(":method", "POST"), HeaderField(":scheme", "http"), HeaderField(":path", "/a"),
    HeaderField(":authority", "b"),
  ])

  private let session: HTTP2Session
  private let isServer: Bool
  private let pieceBytes: Int
  private let prefix: [UInt8]
  private var events: [HTTP2Event] = []
  private var closed: Set<Int32> = []

  init(_ options: UInt8) throws {
    isServer = options & 1 == 0
    prefix = options & 2 != 0 ? [] : isServer ? Self.opening : Array(Self.opening.suffix(9))
    pieceBytes = [1 << 20, 1, 7, 64][Int(options >> 2 & 3)]
    session = try HTTP2Session(role: isServer ? .server : .client)
    guard !isServer else { return }
    for _ in 0..<3 { _ = try session.submitRequest(Self.headers, body: ByteBuffer(string: "request")) }
  }

  func send(_ rest: Slice<UnsafeBufferPointer<UInt8>>) {
    var bytes = ByteBuffer(bytes: prefix)
    bytes.writeBytes(rest)
    while let piece = bytes.readSlice(length: min(pieceBytes, bytes.readableBytes)), piece.readableBytes > 0 {
      do { try session.receive(piece) } catch { break }
      work()
    }
    work()
  }

  private func work() {
    session.drainEvents(into: &events)
    for event in events { handle(event) }
    var output = ByteBuffer()
    _ = session.flush(into: &output, limitBytes: 65_536)
    precondition(session.queuedBytes >= 0)
    session.drainEvents(into: &events)
    for event in events { handle(event) }
  }

  private func handle(_ event: HTTP2Event) {
    switch event {
    case .headers(let stream, let fields, let endStream):
      precondition(!closed.contains(stream), "headers after the end of a stream")
      precondition(fields.allSatisfy { !$0.name.isEmpty })
      if isServer, endStream { answer(stream) }
    case .headersTooLarge(let stream):
      precondition(!closed.contains(stream), "headers after the end of a stream")
      session.reset(stream: stream, errorCode: 11)
    case .data(let stream, let bytes, let endStream):
      precondition(!closed.contains(stream), "data after the end of a stream")
      session.consume(bytes.readableBytes, stream: stream)
      session.consumeConnection(bytes.readableBytes)
      if isServer, endStream { answer(stream) }
    case .closed(let stream, _):
      precondition(closed.insert(stream).inserted, "a stream ended twice")
    case .drained(let stream):
      session.finish(stream: stream, trailers: [HeaderField("grpc-status", "0")])
    case .goAway(_, let errorCode):
      // Shows that the fuzzer finds what can be found: no seed has such a code.
      if hasPlantedBug { precondition(errorCode < 0x100) }
    case .settings, .pingAcknowledged:
      break
    }
  }

  private func answer(_ stream: Int32) {
    guard (try? session.submitResponse([HeaderField(":status", "200")], stream: stream)) != nil else {
      return
    }
    switch stream % 8 {
    case 1: session.finish(stream: stream)
    case 3: session.reset(stream: stream, errorCode: 8)
    case 5: session.send(ByteBuffer(repeating: 1, count: 100_000), stream: stream)
    default:
      session.send(ByteBuffer(string: "answer"), stream: stream)
      session.finish(stream: stream, trailers: [HeaderField("grpc-status", "0")])
    }
  }
}
