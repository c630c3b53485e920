import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import ServiceKit

@Suite struct AdminTests {
  private func pages(isReady: Bool = true) -> AdminPages {
    AdminPages(metrics: { "m 1\n" }, isReady: { isReady }, version: "{\"version\":\"1\"}")
  }

  /// What comes back for bytes that a client sent, and whether the connection was closed.
  private func exchange(_ request: String, isReady: Bool = true) throws -> (text: String, isOpen: Bool) {
    let channel = EmbeddedChannel()
    defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
    try channel.pipeline.syncOperations.addHandler(AdminHandler(pages: pages(isReady: isReady)))
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    try channel.writeInbound(ByteBuffer(string: request))
    channel.embeddedEventLoop.run()
    var text = ""
    while let part = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: part) }
    return (text, channel.isActive)
  }

  private func get(_ path: String, isReady: Bool = true) throws -> String {
    try exchange("GET \(path) HTTP/1.1\r\nhost: x\r\n\r\n", isReady: isReady).text
  }

  @Test func eachPageAnswersAndTheConnectionCloses() throws {
    #expect(try get("/metrics").hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(try get("/metrics").hasSuffix("\r\n\r\nm 1\n"))
    #expect(try get("/healthz").hasSuffix("\r\n\r\nok\n"))
    #expect(try get("/readyz?verbose").hasPrefix("HTTP/1.1 200"))
    #expect(try get("/version").hasSuffix("{\"version\":\"1\"}\n"))
    #expect(try exchange("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").isOpen == false)
  }

  @Test func aServiceThatIsNotReadySaysSo() throws {
    #expect(try get("/readyz", isReady: false).hasPrefix("HTTP/1.1 503"))
    #expect(try get("/healthz", isReady: false).hasPrefix("HTTP/1.1 200"))
  }

  @Test func otherPathsAndMethodsAreRefused() throws {
    #expect(try get("/").hasPrefix("HTTP/1.1 404"))
    let post = try exchange("POST /metrics HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n").text
    #expect(post.hasPrefix("HTTP/1.1 405"))
    #expect(post.contains("allow: GET, HEAD\r\n"))
    let head = try exchange("HEAD /metrics HTTP/1.1\r\nhost: x\r\n\r\n").text
    #expect(head.hasPrefix("HTTP/1.1 200") && head.hasSuffix("\r\n\r\n"))
  }

  @Test func largeRequestsAreRefused() throws {
    let headers = "GET /metrics HTTP/1.1\r\nhost: x\r\nlong: \(String(repeating: "a", count: 9_000))\r\n\r\n"
    #expect(try exchange(headers).text.hasPrefix("HTTP/1.1 431"))
    let body =
      "POST /metrics HTTP/1.1\r\nhost: x\r\ncontent-length: 2000\r\n\r\n\(String(repeating: "a", count: 2_000))"
    #expect(try exchange(body).text.hasPrefix("HTTP/1.1 413"))
  }

  @Test func aClientThatSendsNothingIsDropped() throws {
    let channel = EmbeddedChannel()
    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
    try channel.pipeline.syncOperations.addHandler(AdminHandler(pages: pages()))
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    channel.embeddedEventLoop.advanceTime(by: .seconds(9))
    #expect(channel.isActive)
    channel.embeddedEventLoop.advanceTime(by: .seconds(2))
    #expect(!channel.isActive)
  }
}
