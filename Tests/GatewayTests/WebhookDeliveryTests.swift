import Crypto
import Foundation
import GatewayRules
import GatewayStore
import Logging
import NeighbourTesting
import PersonalData
import ServiceKit
import Storage
import StorageSQLite
import StorageTesting
import Synchronization
import Telephony
import Testing

@testable import GatewayServer

/// A journal with one webhook, on a clock that is moved.
private struct DeliveryBench: Sendable {
  static let secret = "whsec_test"

  let directory: TemporaryDirectory
  let database: Database
  let clock: ManualClock
  let journal: EventJournal
  let worker: WebhookWorker
  let secrets = WebhookSecrets(cipher: FieldCipher(key: Array(repeating: 7, count: 32)))

  init(
    _ settings: WebhookSettings = .toThisMachine,
    in directory: TemporaryDirectory? = nil,
    clock: ManualClock = ManualClock(Instant(milliseconds: 1_800_000_000_000))
  ) async throws {
    self.directory = try directory ?? TemporaryDirectory()
    self.clock = clock
    database = try await Database(
      engine: SQLiteEngine(path: self.directory.file("gateway.sqlite")),
      migrations: GatewaySchema.migrations
    )
    let (hub, logger) = (EventHub(), Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    journal = EventJournal(database: database, clock: clock, hub: hub, logger: logger)
    worker = WebhookWorker(
      database: database,
      clock: clock,
      hub: hub,
      client: try WebhookClient(settings: settings),
      secrets: secrets,
      settings: settings,
      logger: logger
    )
  }

  func register(_ url: String, kinds: Set<Int> = [], oldSecret: String? = nil) async throws {
    let name = "organizations/acme/webhooks/w"
    let webhook = StoredWebhook(
      organization: "acme",
      id: "w",
      url: url,
      kinds: kinds,
      secret: try secrets.seal(Self.secret, of: name),
      oldSecret: try oldSecret.map { try secrets.seal($0, of: name) },
      oldSecretEnd: clock.now() + .seconds(60),
      createTime: clock.now()
    )
    try await database.write { try WebhookTable($0).save(webhook) }
  }

  /// Events of resources, such as `a b a`, numbered by their state.
  func happen(_ resources: String, from first: Int = 1) async throws {
    for (position, resource) in resources.split(separator: " ").enumerated() {
      let happening = Happening(
        organization: "acme",
        kind: 8,
        resource: "organizations/acme/orders/\(resource)",
        state: "\(first + position)",
        time: clock.now()
      )
      try await journal.take(happening, sequence: Int64(first + position), from: "ordering")
    }
  }

  func dead() async throws -> [Delivery] {
    try await database.read {
      try DeliveryTable($0).dead(organization: "acme", webhook: "w", after: 0, limit: 100)
    }
  }

  func waiting() async throws -> Int {
    try await database.read { try DeliveryTable($0).count(organization: "acme", webhook: "w", isDead: false) }
  }
}

extension WebhookSettings {
  fileprivate static var toThisMachine: WebhookSettings {
    WebhookSettings(
      allowedNetworks: [Network("127.0.0.0/8")].compactMap(\.self),
      allowsClearText: true,
      timeout: .milliseconds(500)
    )
  }
}

extension WebhookReceiver.Request {
  fileprivate var json: [String: Any] {
    (try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]) ?? [:]
  }
  /// Resource and state, such as `a1`.
  fileprivate var mark: String {
    "\((json["resource"] as? String)?.split(separator: "/").last ?? "")\(json["state"] as? String ?? "")"
  }
}

@Suite struct WebhookDeliveryTests {
  @Test func aDeliveryIsSignedAndSaysWhatHappened() async throws {
    let receiver = try await WebhookReceiver.start()
    let bench = try await DeliveryBench()
    try await bench.register(receiver.url, oldSecret: "whsec_before")
    try await bench.happen("a")
    try await bench.worker.sendDue()
    let request = try #require(try await receiver.requests(atLeast: 1).first)
    #expect(request.json["kind"] as? String == "ORDER_CHANGED" && request.mark == "a1")
    #expect(
      request.headers["content-type"] == "application/json" && request.headers["trunkline-event"] == "1"
    )
    // As a receiver in any language does it.
    func code(_ secret: String) -> String {
      HMAC<SHA256>.authenticationCode(
        for: Data("1800000000.\(request.body)".utf8),
        using: SymmetricKey(data: Data(secret.utf8))
      ).map { String(format: "%02x", $0) }.joined()
    }
    let both = "t=1800000000,v1=\(code(DeliveryBench.secret)),v1=\(code("whsec_before"))"
    #expect(request.headers["trunkline-signature"] == both)
    // The old secret ends.
    bench.clock.advance(by: .seconds(60))
    try await bench.happen("a", from: 2)
    try await bench.worker.sendDue()
    let next = try #require(try await receiver.requests(atLeast: 2).last)
    #expect(next.headers["trunkline-signature"]?.components(separatedBy: "v1=").count == 2)
    await receiver.stop()
  }

  @Test func theEventsOfAResourceComeInOrderAndOthersDoNotWait() async throws {
    let failures = Mutex(3)
    let receiver = try await WebhookReceiver.start { request in
      guard request.mark == "a1" else { return 200 }
      return failures.withLock { left in
        left -= 1
        return left >= 0 ? 503 : 204
      }
    }
    let bench = try await DeliveryBench()
    try await bench.register(receiver.url)
    try await bench.happen("a b a a b")
    try await bench.worker.sendDue()
    #expect(try await receiver.requests(atLeast: 3).map(\.mark).sorted() == ["a1", "b2", "b5"])
    for pause in [5, 15, 45] {
      // Not before its time.
      bench.clock.advance(by: .seconds(pause - 1))
      let before = receiver.requests.count
      try await bench.worker.sendDue()
      #expect(receiver.requests.count == before)
      bench.clock.advance(by: .seconds(1 + pause / 10 + 1))
      try await bench.worker.sendDue()
    }
    let marks = try await receiver.requests(atLeast: 8).map(\.mark)
    #expect(marks.filter { $0.hasPrefix("a") } == ["a1", "a1", "a1", "a1", "a3", "a4"])
    #expect(try await bench.waiting() == 0)
    await receiver.stop()
  }

  @Test func afterThreeDaysItIsGivenUpKeptAndReplayed() async throws {
    let isBroken = Mutex(true)
    let receiver = try await WebhookReceiver.start { _ in isBroken.withLock { $0 } ? 500 : 200 }
    let bench = try await DeliveryBench()
    try await bench.register(receiver.url)
    try await bench.happen("a")
    for _ in 0..<100 where try await bench.waiting() > 0 {
      try await bench.worker.sendDue()
      bench.clock.advance(by: .seconds(4 * 3_600 + 1_500))
    }
    let dead = try #require(try await bench.dead().first)
    #expect(dead.failure == "it answered with the status 500" && dead.attempts > 15)
    isBroken.withLock { $0 = false }
    let (cursor, now) = (dead.event.cursor, bench.clock.now())
    #expect(
      try await bench.database.write {
        try DeliveryTable($0).replay(organization: "acme", webhook: "w", cursor: cursor, now: now)
      }
    )
    try await bench.worker.sendDue()
    #expect(try await bench.dead().isEmpty)
    #expect(try await bench.waiting() == 0)
    await receiver.stop()
  }

  @Test func whatWasNotTakenIsSentByTheNextProcess() async throws {
    let receiver = try await WebhookReceiver.start()
    let directory = try TemporaryDirectory()
    do {
      let bench = try await DeliveryBench(in: directory)
      try await bench.register(receiver.url)
      try await bench.happen("a b")
      await bench.database.close()
    }
    let bench = try await DeliveryBench(in: directory)
    // A service that repeats what was taken over is not believed twice.
    try await bench.happen("a b c")
    try await bench.worker.sendDue()
    #expect(try await receiver.requests(atLeast: 3).map(\.mark).sorted() == ["a1", "b2", "c3"])
    await receiver.stop()
  }

  /// Whoever follows is told what is missing, whatever kinds it wants: before the next event, and once.
  @Test func aGapIsMarkedInTheStreamAndSent() async throws {
    let receiver = try await WebhookReceiver.start()
    let bench = try await DeliveryBench()
    try await bench.register(receiver.url, kinds: [9])
    try await bench.happen("a", from: 501)
    try await bench.happen("a b", from: 501)
    try await bench.journal.restart("ordering")
    try await bench.happen("c", from: 700)
    let events = try await bench.database.read { try EventTable($0).events(of: "acme", after: 0, limit: 10) }
    #expect(events.map(\.happening.kind) == [16, 8, 8, 16, 8])
    #expect(events.map(\.cursor) == [1, 2, 3, 4, 5])
    #expect(events.first?.happening.resource == "organizations/acme")
    #expect(events.first?.happening.reason == "ordering")
    let next = try await bench.database.read { try EventTable($0).events(of: "acme", after: 2, limit: 2) }
    #expect(next.map(\.cursor) == [3, 4])
    let foreign = try await bench.database.read { try EventTable($0).events(of: "else", after: 0, limit: 10) }
    #expect(foreign.map(\.happening.resource) == ["organizations/else", "organizations/else"])
    try await bench.worker.sendDue()
    let sent = try await receiver.requests(atLeast: 2)
    #expect(sent.map { $0.json["kind"] as? String } == ["EVENTS_MISSED", "EVENTS_MISSED"])
    #expect(sent.map { $0.json["resource"] as? String } == ["organizations/acme", "organizations/acme"])
    #expect(try await bench.waiting() == 0)
    await receiver.stop()
  }

  @Test func kindsAreChosen() async throws {
    let receiver = try await WebhookReceiver.start()
    let bench = try await DeliveryBench()
    try await bench.register(receiver.url, kinds: [9])
    try await bench.happen("a")
    #expect(try await bench.waiting() == 0)
    await receiver.stop()
  }

  @Test func aReceiverThatNeverAnswersIsLate() async throws {
    let receiver = try await WebhookReceiver.start { _ in nil }
    let failure = await failure(receiver.url)
    #expect(failure == "it did not answer in time")
    await receiver.stop()
  }

  /// Whatever is written, the address that it comes to decides.
  @Test(arguments: [
    "http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/", "http://2130706433:9/",
    "http://0x7f.1:9/",
    "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data", "http://[::ffff:127.0.0.1]:9/",
    "http://0.0.0.0/",
  ])
  func hostsThatAreNotPublicAreNotConnectedTo(url: String) async {
    let settings = WebhookSettings(allowsClearText: true, timeout: .milliseconds(500))
    #expect(await failure(url, settings) == "its host has an address that is not public")
  }

  @Test func aRedirectionIsNotFollowed() async throws {
    let receiver = try await WebhookReceiver.start { _ in 302 }
    #expect(await failure(receiver.url) == "it answered with the status 302")
    #expect(try await receiver.requests(atLeast: 1).count == 1)
    await receiver.stop()
  }

  private func failure(_ text: String, _ settings: WebhookSettings = .toThisMachine) async -> String? {
    guard let url = try? WebhookURL(text, allowsClearText: true, field: "url"),
      let client = try? WebhookClient(settings: settings)
    else { return "not an address" }
    return await client.post("{}", headers: [], to: url)
  }
}
