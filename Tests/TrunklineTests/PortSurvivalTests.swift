import Foundation
import Messages
import NeighbourTesting
import RPC
import Synchronization
import Testing

@testable import trunkline

/// 200 ports on the real executables, whose processes are killed again and again while the weeks of a port pass.
@Suite struct PortSurvivalTests {
  private static let organization = "organizations/demo"
  private static let ports = 200
  private static let customers = 8

  /// What a customer does with a port.
  private enum Fate: CaseIterable, Sendable {
    case complete, cancel, neglect
  }

  @Test(.timeLimit(.minutes(8)))
  func everyPortEndsRightlyWhoeverIsKilled() async throws {
    let seed = UInt64.random(in: .min ... .max)
    do {
      try await withSuite(isSandbox: true) { suite in
        let relay = TestRelay.isThere ? try TestRelay() : nil
        defer { relay?.stop() }
        if let relay { try await Self.connect(relay, to: suite) }
        try await Self.found(suite)
        var random = SeededKills(seed: seed)
        let fates = try await Self.killing(suite, &random) { try await Self.submitAll(suite, seed: seed) }
        // The hours of acceptance and of the firm date.
        for hours in [1, 4] {
          try await Self.advance("\(hours)h", suite)
          try await Self.killing(suite, &random) { try await Self.settle(suite) }
        }
        // Window by window, and then until the rejected ones are given up.
        while let seconds = try await Self.secondsToFirmDate(suite) {
          try await Self.advance("\(seconds)s", suite)
          try await Self.killing(suite, &random) { try await Self.settle(suite) }
        }
        for _ in 0..<2 {
          try await Self.advance("192h", suite)
          try await Self.killing(suite, &random) { try await Self.settle(suite) }
        }
        try await Self.check(fates, suite, seed: seed)
        if let relay { try await Self.check(relay, seed: seed) }
      }
    } catch {
      Issue.record(error, "seed \(seed)")
    }
  }

  /// Does something while services die and start again.
  private static func killing<Answer: Sendable>(
    _ suite: RunningSuite,
    _ random: inout SeededKills,
    _ body: @escaping @Sendable () async throws -> Answer
  ) async throws -> Answer {
    let plan = (0..<3).map { _ in random.next() }
    return try await withThrowingTaskGroup(of: Answer?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        for (victims, pause) in plan {
          try await Task.sleep(for: .milliseconds(pause))
          await suite.kill(victims)
          for victim in SuiteService.allCases where victims.contains(victim) { try await suite.start(victim) }
        }
        return nil
      }
      var answer: Answer?
      for try await result in group { answer = result ?? answer }
      return try #require(answer)
    }
  }
}

// MARK: - Ports
extension PortSurvivalTests {
  private static func submitAll(_ suite: RunningSuite, seed: UInt64) async throws -> [String: Fate] {
    try await withThrowingTaskGroup(of: [String: Fate].self) { group in
      for customer in 0..<customers {
        group.addTask {
          try await suite.withClient("demo-admin") { client in
            var made: [String: Fate] = [:]
            for port in stride(from: customer, to: ports, by: customers) {
              let fate = Fate.allCases[Int((seed >> UInt64(port % 48)) % 3)]
              made[try await submit(port, fate, client)] = fate
            }
            return made
          }
        }
      }
      return try await group.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }
  }

  /// Two numbers that the carrier lets go, or one that it rejects.
  private static func numbers(_ port: Int, _ fate: Fate) -> [String] {
    fate == .neglect ? ["+1201\(300 + port)1901"] : [0, 1].map { "+1201555\(3_000 + 2 * port + $0)" }
  }

  private static func submit(_ port: Int, _ fate: Fate, _ client: GatewayClient) async throws -> String {
    let (porting, options) = (client.porting, client.options)
    let location = "\(organization)/locations/site"
    let numbers = numbers(port, fate)
    let dates = try await persist {
      try await porting.previewDates(.init(location: location, count: 9), options: options)
    }
    let draft = PortingV1.PortOrder(
      location: location,
      numbers: numbers.map { .init(phoneNumber: $0) },
      desiredTime: dates.slots[2 + port % 7].startTime,
      details: .init(
        accountNumber: "4711",
        billingNumber: numbers[0],
        authorizedName: "Ada King",
        companyName: "Demo",
        serviceAddress: address,
        contactEmails: ["port-\(port)@example.com"]
      )
    )
    let (create, sign, submit, cancel) = (
      RequestOption.new(), RequestOption.new(), RequestOption.new(), RequestOption.new()
    )
    let name = try await persist {
      try await porting.createPortOrder(
        .init(parent: organization, portOrder: draft, requestId: create),
        options: options
      )
    }
    .name
    let letter = PortingV1.SignLetterRequest(
      name: name,
      givenName: "Ada",
      familyName: "King",
      jobTitle: "Owner",
      requestId: sign
    )
    _ = try await persist { try await porting.signLetter(letter, options: options) }
    let yesterday = String(Date(timeIntervalSinceNow: -86_400).formatted(.iso8601).prefix(10))
    let bill = PortingV1.PortDocument(kind: "BILL", issueDate: yesterday)
    _ = try await persist {
      try await client.upload(Array("%PDF-1.4 bill".utf8), .init(portOrder: name, document: bill))
    }
    _ = try await persist {
      try await porting.submitPortOrder(.init(name: name, requestId: submit), options: options)
    }
    if fate == .cancel {
      _ = try await persist {
        try await porting.cancelPortOrder(.init(name: name, requestId: cancel), options: options)
      }
    }
    return name
  }

  /// Waits until no port waits for the suite itself.
  private static func settle(_ suite: RunningSuite) async throws {
    try await suite.withClient("demo-admin") { client in
      var calm = 0
      while calm < 3 {
        let orders = try await list(client)
        calm = orders.allSatisfy { $0.nextActor != "trunkline" } ? calm + 1 : 0
        try await Task.sleep(for: .milliseconds(600))
      }
    }
  }

  /// Until the next window begins; nil when no port has a firm date before it.
  private static func secondsToFirmDate(_ suite: RunningSuite) async throws -> Int64? {
    try await suite.withClient("demo-admin") { client in
      let clock = try await persist { try await client.clock.getClock(.init(), options: client.options) }
      let times = try await list(client).filter { $0.phase == "DATE_IS_FIRM" }.compactMap(\.firmTime?.seconds)
      return times.min().map { max(1, $0 - (clock.time?.seconds ?? 0)) + 60 }
    }
  }

  private static func list(_ client: GatewayClient) async throws -> [PortingV1.PortOrder] {
    try await persist {
      try await client.porting.listPortOrders(
        .init(parent: organization, pageSize: 1_000),
        options: client.options
      )
    }
    .portOrders
  }

  private static func check(_ fates: [String: Fate], _ suite: RunningSuite, seed: UInt64) async throws {
    try await suite.withClient("demo-admin") { client in
      let orders = try await list(client)
      #expect(orders.count == ports && Set(orders.map(\.name)) == Set(fates.keys), "seed \(seed)")
      let numbers = try await persist {
        try await client.inventory.listNumbers(
          .init(parent: organization, pageSize: 1_000),
          options: client.options
        )
      }
      .numbers
      let owned = Dictionary(grouping: numbers, by: \.order)
      for order in orders {
        let fate = try #require(fates[order.name])
        let state: PortingV1.PortOrder.State = fate == .complete ? .completed : .canceled
        #expect(order.state == state, "seed \(seed): \(fate) \(order.phase) \(order.meaning)")
        let here = Set((owned[order.name] ?? []).filter { $0.state == .portedIn }.map(\.phoneNumber))
        let expected = fate == .complete ? Set(order.numbers.map(\.phoneNumber)) : []
        #expect(here == expected, "seed \(seed): \(fate) \(order.name)")
        #expect((owned[order.name]?.count ?? 0) == expected.count, "seed \(seed)")
        for number in expected {
          let address = try await persist {
            try await client.emergency.lookUpAddress(.init(phoneNumber: number), options: client.options)
          }
          #expect(address.location == order.location, "seed \(seed): \(number)")
        }
        let history = try await persist {
          try await client.porting.listPortHistory(.init(name: order.name), options: client.options)
        }
        .entries.map(\.event)
        let once = ["SUBMITTED", "NUMBERS_NOTED", "HANDED_TO_CARRIER", "ACTIVATED", "COMPLETED", "CANCELED"]
        #expect(once.allSatisfy { event in history.count { $0 == event } <= 1 }, "seed \(seed): \(history)")
      }
    }
  }
}

// MARK: - Notices
extension PortSurvivalTests {
  /// Lets Porting hand its mail to a relay.
  private static func connect(_ relay: TestRelay, to suite: RunningSuite) async throws {
    await suite.kill([.porting])
    let file = URL(fileURLWithPath: suite.layout.configurationFile(.porting))
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data("\(text)mail:\n  relayHost: 127.0.0.1\n  relayPort: \(relay.port)\n".utf8).write(to: file)
    try await suite.start(.porting)
  }

  /// No notice twice. That each arrives cannot be said of a process that is killed while it hands one over.
  private static func check(_ relay: TestRelay, seed: UInt64) async throws {
    var mails: [String] = []
    repeat {
      mails = relay.mails
      try await Task.sleep(for: .seconds(1))
    } while relay.mails.count > mails.count
    #expect(!mails.isEmpty, "seed \(seed)")
    let ids = mails.compactMap { $0.firstMatch(of: /Message-ID: <([^>]+)>/)?.1 }
    #expect(ids.count == mails.count && Set(ids).count == ids.count, "seed \(seed)")
    for (subject, same) in Dictionary(grouping: mails, by: { $0.firstMatch(of: /Subject: [^\\]+/)?.0 ?? "" })
    {
      // Of a rejection people are reminded twice.
      let most = subject.contains("waits for you") ? 2 : 1
      #expect(same.count <= most, "seed \(seed): \(subject)")
    }
  }
}

// MARK: - The suite
extension PortSurvivalTests {
  private static func found(_ suite: RunningSuite) async throws {
    try await suite.withClient("operator") { client in
      try await client.found()
    }
    try await suite.withClient("demo-admin") { client in
      let location = try await client.openSite()
      _ = try await persist {
        try await client.emergency.setLocationAddress(
          .init(location: location, address: address),
          options: client.options
        )
      }
    }
  }

  private static let address = TypeV1.CivicAddress(
    countryCode: "US",
    region: "NJ",
    city: "Jersey City",
    postalCode: "07302",
    street: "Montgomery Street",
    buildingNumber: "30"
  )

  private static func advance(_ span: String, _ suite: RunningSuite) async throws {
    try await persist {
      let command = try AdvanceClock.parse([
        span, "--gateway", suite.layout.address(.gateway), "--data", suite.layout.dataDirectory, "--json",
      ])
      try await command.run()
    }
  }

  /// Repeats a call with the same request id until it is answered, as a client does whose server is down.
  private static func persist<Answer>(_ call: () async throws -> Answer) async throws -> Answer {
    while true {
      do {
        return try await call()
      } catch let error as RPCError
        where [.unavailable, .deadlineExceeded, .cancelled, .unknown].contains(error.code)
        || ["LOCATION_NOT_FOUND", "PORT_TYPE_NOT_OFFERED"].contains(error.reason)
      {
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }
}

/// Who is killed, and after how many milliseconds: the same for the same seed.
private struct SeededKills {
  private var state: UInt64

  init(seed: UInt64) { state = seed | 1 }

  mutating func next() -> (victims: [SuiteService], pause: Int) {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let victims: [[SuiteService]] = [
      [.porting], [.inventory], [.carrierSimulator], [.porting, .inventory], [.porting, .carrierSimulator],
      [.gateway], [.providerCatalog], [.emergencyAddress], [.gateway, .porting],
      [.inventory, .emergencyAddress],
    ]
    return (victims[Int((state >> 33) % UInt64(victims.count))], 200 + Int((state >> 40) % 1_500))
  }
}
