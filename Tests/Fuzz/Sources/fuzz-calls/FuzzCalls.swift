import NIOCore
import RPC

/// One call as it comes off a connection: lines of headers, an empty line, and the body. The first byte says which of
/// the methods below is called, and in pieces of which size the body comes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: data, count: count)
  guard let options = bytes.first else { return 0 }
  var rest = ByteBuffer(bytes: bytes.dropFirst())
  var head = RequestHead()
  head.take(":method", "POST")
  head.take(":path", FuzzedService.paths[Int(options & 3)])
  head.take("content-type", "application/grpc")
  let fields = headers(&rest)
  for field in fields { head.take(field.name, field.value) }
  call(head, rest, pieceBytes: [1 << 20, 1, 5, 100][Int(options >> 2 & 3)])
  // A client reads the same fields as the end of a call.
  if let error = RPCError(trailers: fields) {
    precondition(error.code != .ok)
    let again = RPCError(trailers: Status(error).trailers)
    precondition(again?.code == error.code && again?.message == error.message, "a status changes on its way")
    precondition(again?.details == error.details, "details change on their way")
  }
  return 0
}

private func headers(_ bytes: inout ByteBuffer) -> [Metadata.Entry] {
  var entries: [Metadata.Entry] = []
  while let end = bytes.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
    let line = bytes.readString(length: end - bytes.readerIndex) ?? ""
    bytes.moveReaderIndex(forwardBy: 1)
    guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { return entries }
    entries.append(.init(name: String(line[..<colon]), value: String(line[line.index(after: colon)...])))
  }
  return entries
}

private func call(_ head: RequestHead, _ body: ByteBuffer, pieceBytes: Int) {
  let connection = FuzzedConnection()
  let call = ServerCall.begin(
    head,
    stream: 1,
    router: FuzzedService.router,
    transport: connection,
    now: .now()
  )
  connection.loop.run()
  guard let call else { return precondition(connection.ends == 1, "a call that did not begin has one end") }
  var body = body
  while let piece = body.readSlice(length: min(pieceBytes, body.readableBytes)), piece.readableBytes > 0 {
    call.receive(piece, endStream: false)
    connection.loop.run()
  }
  call.receive(ByteBuffer(), endStream: true)
  connection.loop.run()
  precondition(call.isFinished && connection.ends == 1, "a call that was sent whole has one end")
  call.cancelled()
  connection.loop.run()
  precondition(connection.ends == 1, "a call that ended does not end again")
}
