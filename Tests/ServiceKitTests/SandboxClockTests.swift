import Logging
import Messages
import RPC
import RPCTransport
import StorageTesting
import SuiteConfiguration
import Telephony
import Testing

@testable import ServiceKit

@Suite struct SandboxClockTests {
  private let base = ManualClock(Instant(milliseconds: 1_800_000_000_000))

  /// Runs a body with a service and the clock that it was given.
  private func withService(
    in directory: TemporaryDirectory,
    isSandbox: Bool = true,
    advanceOthers: @escaping ServiceParts.ClockAdvance = { _, _ in },
    _ body: (SandboxV1.ClockServiceClient, any WallClock) async throws -> Void
  ) async throws {
    let loader = ConfigurationLoader(
      schema: InventoryConfiguration.schema,
      flags: [
        ("listen.port", "0"), ("admin.port", "0"), ("listen.eventLoops", "1"),
        ("dataDirectory", directory.file("data")), ("sandbox.clock", "\(isSandbox)"),
        ("authentication.apiKeys", "[\(apiKey("operator", "OPERATOR")), \(apiKey("reader", "READ_ONLY"))]"),
      ]
    )
    let (clocks, clock) = AsyncStream.makeStream(of: (any WallClock).self)
    let service = try await RunningService.start(
      configuration: loader.load(),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      clock: base
    ) { runtime in
      clock.yield(runtime.clock)
      return ServiceParts(services: [], advanceClocks: advanceOthers)
    }
    let channel = ClientChannel(targets: [.init(host: "127.0.0.1", port: service.address.port ?? 0)])
    var iterator = clocks.makeAsyncIterator()
    let given = try #require(await iterator.next())
    let result: Result<Void, any Error>
    do { result = .success(try await body(.init(channel), given)) } catch { result = .failure(error) }
    channel.close()
    await service.stop()
    try result.get()
  }

  private func apiKey(_ name: String, _ role: String) -> String {
    let hash = APIKey.hash(of: name).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let organization = role == "OPERATOR" ? "" : "acme"
    return "{sha256: \"\(hash)\", principal: keys/\(name), organization: \"\(organization)\", role: \(role)}"
  }

  private func advance(
    _ client: SandboxV1.ClockServiceClient,
    to seconds: Int64,
    as caller: String = "operator"
  ) async throws -> SandboxV1.Clock {
    let options = CallOptions(timeout: .seconds(20)).calling(withAPIKey: caller)
    return try await client.advanceClock(.init(ahead: .init(seconds: seconds)), options: options)
  }

  private func reason(_ body: () async throws -> SandboxV1.Clock) async -> String? {
    await #expect(throws: RPCError.self) { _ = try await body() }?.reason
  }

  @Test func itMovesAheadAndStaysThereAfterARestart() async throws {
    let directory = try TemporaryDirectory()
    try await withService(in: directory) { client, clock in
      let moved = try await advance(client, to: 7 * 86_400)
      #expect(moved.time == GoogleProtobuf.Timestamp(base.now() + .seconds(7 * 86_400)))
      #expect(clock.now() == base.now() + .seconds(7 * 86_400))
      // A repeat is harmless.
      #expect(try await advance(client, to: 7 * 86_400) == moved)
    }
    try await withService(in: directory) { client, clock in
      #expect(clock.now() == base.now() + .seconds(7 * 86_400))
      #expect(await reason { try await advance(client, to: 7 * 86_400 - 1) } == "CLOCK_OUT_OF_RANGE")
      #expect(await reason { try await advance(client, to: 11 * 366 * 86_400) } == "CLOCK_OUT_OF_RANGE")
    }
    // Not even when the sandbox ends.
    try await withService(in: directory, isSandbox: false) { _, clock in
      #expect(clock.now() == base.now() + .seconds(7 * 86_400))
    }
  }

  @Test func onlyOperatorsOfASandboxMoveIt() async throws {
    let directory = try TemporaryDirectory()
    try await withService(in: directory, isSandbox: false) { client, clock in
      #expect(await reason { try await advance(client, to: 60) } == "SANDBOX_REQUIRED")
      let options = CallOptions(timeout: .seconds(20)).calling(withAPIKey: "reader")
      let shown = try await client.getClock(.init(), options: options)
      #expect(shown.time?.seconds == 1_800_000_000 && !shown.movable && shown.ahead == .init())
      #expect(clock.now() == base.now())
    }
    try await withService(in: directory) { client, _ in
      #expect(await reason { try await advance(client, to: 60, as: "reader") } == "ROLE_NOT_ALLOWED")
    }
  }

  @Test func itWaitsForTheOthers() async throws {
    let directory = try TemporaryDirectory()
    let others: ServiceParts.ClockAdvance = { _, _ in
      throw RPCError(.unavailable, reason: "AWAY", message: "-")
    }
    try await withService(in: directory, advanceOthers: others) { client, clock in
      #expect(await reason { try await advance(client, to: 60) } == "AWAY")
      #expect(clock.now() == base.now())
    }
  }

  @Test func aDamagedFileIsNamed() throws {
    let directory = try TemporaryDirectory()
    let file = directory.file("sandbox-clock")
    for content in ["", "-1", "soon", "9999999999999999"] {
      try content.write(toFile: file, atomically: true, encoding: .utf8)
      let error = #expect(throws: SandboxClockDamaged.self) {
        try SandboxClock(over: base, file: file, isMovable: true)
      }
      #expect(error?.description.contains(file) == true)
    }
  }
}
