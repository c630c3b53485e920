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

  func register(
    _ url: String,
    of organization: String = "acme",
    kinds: Set<Int> = [],
    oldSecret: String? = nil
  ) async throws {
    let name = "organizations/\(organization)/webhooks/w"
    let webhook = StoredWebhook(
      organization: organization,
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
  func happen(_ resources: String, of organization: String = "acme", from first: Int = 1) async throws {
    for (position, resource) in resources.split(separator: " ").enumerated() {
      let happening = Happening(
        organization: organization,
        kind: 8,
        resource: "organizations/\(organization)/orders/\(resource)",
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
  fileprivate static var toThisMachine: WebhookSettings { toThisMachine(timeout: .milliseconds(500)) }

  fileprivate static func toThisMachine(timeout: Duration) -> WebhookSettings {
    WebhookSettings(
      allowedNetworks: [Network("127.0.0.0/8")].compactMap(\.self),
      allowsClearText: true,
      timeout: timeout
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
        try DeliveryTable($0).replay([cursor], of: WebhookKey(organization: "acme", id: "w"), now: now)
      } == 1
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

  /// It holds few places, however much there is for it.
  @Test(.timeLimit(.minutes(1))) func aReceiverThatNeverAnswersDelaysNoOther() async throws {
    let silent = try await WebhookReceiver.start { _ in nil }
    let receiver = try await WebhookReceiver.start()
    let bench = try await DeliveryBench(.toThisMachine(timeout: .seconds(600)))
    try await bench.register(silent.url)
    try await bench.register(receiver.url, of: "other")
    let resources = (1...40).map { "a\($0)" }.joined(separator: " ")
    try await bench.happen(resources)
    try await bench.happen("b c d", of: "other", from: 41)
    let work = Task { try await bench.worker.run() }
    let marks = try await receiver.requests(atLeast: 3).map(\.mark)
    #expect(marks.sorted() == ["b41", "c42", "d43"])
    try await bench.happen("b", of: "other", from: 44)
    #expect(try await receiver.requests(atLeast: 4).last?.mark == "b44")
    #expect(silent.requests.count <= 4)
    work.cancel()
    await silent.stop()
    await receiver.stop()
  }

  /// One delivery at a time shows whether it answers again; the others fail with it, and are given up with it.
  @Test func aReceiverThatDoesNotAnswerIsLeftAloneForAWhile() async throws {
    let silent = try await WebhookReceiver.start { _ in nil }
    let bench = try await DeliveryBench(.toThisMachine(timeout: .milliseconds(50)))
    try await bench.register(silent.url)
    try await bench.happen("a b c d e f g h a")
    try await bench.worker.sendDue()
    let first = try await silent.requests(atLeast: 1).count
    #expect(first <= 4)
    bench.clock.advance(by: .seconds(4))
    try await bench.worker.sendDue()
    #expect(silent.requests.count == first)
    bench.clock.advance(by: .seconds(2))
    try await bench.worker.sendDue()
    #expect(try await silent.requests(atLeast: first + 1).count == first + 1)
    bench.clock.advance(by: .seconds(3 * 86_400))
    try await bench.worker.sendDue()
    let dead = try await bench.dead()
    #expect(dead.map(\.event.cursor) == Array(1...8))
    #expect(dead.allSatisfy { $0.failure == "it did not answer in time" })
    #expect(try await bench.waiting() == 1)
    await silent.stop()
  }

  @Test func whatWasGivenUpIsForgottenWithItsEventAfterAWhile() async throws {
    let receiver = try await WebhookReceiver.start { request in request.mark == "b2" ? 200 : 500 }
    let bench = try await DeliveryBench()
    try await bench.register(receiver.url)
    try await bench.happen("a b")
    try await bench.worker.sendDue()
    bench.clock.advance(by: .seconds(3 * 86_400))
    try await bench.worker.sendDue()
    let retention = EventRetention(events: .seconds(86_400), deadDeliveries: .seconds(30 * 86_400))
    func kept() async throws -> [Int64] {
      try await bench.journal.forget(retention)
      return try await bench.database.read {
        try EventTable($0).events(of: "acme", after: 0, limit: 10).map(\.cursor)
      }
    }
    bench.clock.advance(by: .seconds(29 * 86_400))
    // That one can still be replayed.
    #expect(try await kept() == [1])
    bench.clock.advance(by: .seconds(2 * 86_400))
    #expect(try await kept() == [])
    #expect(try await bench.dead().isEmpty)
    // Cursors go on where they were.
    #expect(try await bench.database.read { try EventTable($0).newest() } == 2)
    await receiver.stop()
  }

  @Test func anEventThatWasKeptForADeliveryGoesWithIt() async throws {
    let isBroken = Mutex(true)
    let receiver = try await WebhookReceiver.start { _ in isBroken.withLock { $0 } ? 500 : 200 }
    let bench = try await DeliveryBench()
    try await bench.register(receiver.url)
    try await bench.happen("a")
    try await bench.worker.sendDue()
    bench.clock.advance(by: .seconds(2 * 86_400))
    try await bench.journal.forget(
      EventRetention(events: .seconds(86_400), deadDeliveries: .seconds(30 * 86_400))
    )
    isBroken.withLock { $0 = false }
    try await bench.worker.sendDue()
    let (waiting, events) = try await bench.database.read { transaction in
      (
        try DeliveryTable(transaction).count(organization: "acme", webhook: "w", isDead: false),
        try EventTable(transaction).events(of: "acme", after: 0, limit: 10)
      )
    }
    #expect(waiting == 0 && events.isEmpty)
    await receiver.stop()
  }

  @Test func aReceiverThatNeverAnswersIsLate() async throws {
    let receiver = try await WebhookReceiver.start { _ in nil }
    let failure = await failure(receiver.url)
    #expect(failure == .timedOut("it did not answer in time"))
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
    #expect(await failure(url, settings) == .refused("its host has an address that is not public"))
  }

  @Test func aRedirectionIsNotFollowed() async throws {
    let receiver = try await WebhookReceiver.start { _ in 302 }
    #expect(await failure(receiver.url) == .refused("it answered with the status 302"))
    #expect(try await receiver.requests(atLeast: 1).count == 1)
    await receiver.stop()
  }

  private func failure(_ text: String, _ settings: WebhookSettings = .toThisMachine) async -> WebhookAnswer? {
    guard let url = try? WebhookURL(text, allowsClearText: true, field: "url"),
      let client = try? WebhookClient(settings: settings)
    else { return nil }
    return await client.post("{}", headers: [], to: url)
  }
}
