import Logging
import NIOCore
import RPC
import Synchronization
import Testing

@testable import ServiceKit

/// Keeps lines.
final class MemorySink: LogSink {
  private let kept = Mutex<[String]>([])
  var lines: [String] { kept.withLock { $0 } }
  func write(_ line: String) { kept.withLock { $0.append(line) } }
  func flush() {}
}

@Suite struct LoggingTests {
  private let sink = MemorySink()
  private var logger: Logger {
    Logger(label: "test") { _ in JSONLogHandler(service: "inventory", level: .info, sink: sink) }
  }

  @Test func aLineIsOneJSONObjectOfTheFixedVocabulary() throws {
    logger.log(.warning, "a \"quoted\"\nline\u{1}", [.method: "/a/B", .count: "3"])
    let line = try #require(sink.lines.first)
    #expect(line.hasPrefix("{\"time\":\"2"))
    #expect(line.contains("Z\",\"level\":\"warning\",\"service\":\"inventory\""))
    #expect(
      line.hasSuffix("\"message\":\"a \\\"quoted\\\"\\nline\\u0001\",\"method\":\"/a/B\",\"count\":\"3\"}")
    )
  }

  @Test func namesOutsideTheVocabularyAreLeftOut() {
    logger.info("hello", metadata: ["address_of_caller": "1 Main Street", "code": "OK"])
    #expect(sink.lines.count == 1)
    #expect(sink.lines.first?.contains("Main") == false)
    #expect(sink.lines.first?.contains("\"code\":\"OK\"") == true)
  }

  @Test func lowerLevelsAreSilent() {
    logger.log(.debug, "quiet", [.count: "1"])
    #expect(sink.lines.isEmpty)
  }

  @Test func theAccessLogTellsWhoAndHowLongButNoMetadata() throws {
    let method = Method(service: "test.S", name: "Get", shape: .unary, access: .read)
    let context = ServerContext(
      method: method,
      metadata: ["authorization": "Bearer secret", "x-request-id": "r-1"],
      deadline: nil,
      peer: "127.0.0.1:9",
      startTime: .now()
    )
    context.caller = Caller(principal: "keys/demo", organization: "acme", role: .readOnly)
    AccessLog(logger: logger).ended(context, status: .notFound, durationNanoseconds: 1_234_567)
    let line = try #require(sink.lines.first)
    #expect(
      line.contains("\"method\":\"/test.S/Get\",\"code\":\"NOT_FOUND\",\"durationMilliseconds\":\"1.234\"")
    )
    #expect(line.contains("\"principal\":\"keys/demo\",\"organization\":\"acme\",\"requestId\":\"r-1\""))
    #expect(!line.contains("secret"))
  }
}
