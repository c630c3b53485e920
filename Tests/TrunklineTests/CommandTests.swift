import ArgumentParser
import Testing

@testable import trunkline

@Suite struct CommandTests {
  @Test func everyCommandHasHelp() {
    func visit(_ command: any ParsableCommand.Type) {
      let help = Trunkline.helpMessage(for: command, columns: 110)
      #expect(!command.configuration.abstract.isEmpty, "\(command)")
      #expect(help.contains("USAGE: trunkline"), "\(command)")
      // A line that is wider than a terminal is broken where an example must not be.
      let lines = command.configuration.discussion.split(separator: "\n")
      #expect(lines.filter { $0.count > 80 }.isEmpty, "\(command)")
      for child in command.configuration.subcommands { visit(child) }
    }
    visit(Trunkline.self)
  }

  @Test func reservingTakesOneWayOfChoosing() throws {
    _ = try ReserveNumbers.parse(["+12015550123"])
    _ = try ReserveNumbers.parse(["--count", "2", "--city", "Jersey City"])
    #expect(throws: (any Error).self) { try ReserveNumbers.parse([]) }
    #expect(throws: (any Error).self) { try ReserveNumbers.parse(["+12015550123", "--count", "2"]) }
  }

  @Test func ordersTakeOneWayOfChoosingAndReviewsOneDecision() throws {
    _ = try CreateOrder.parse(["--count", "5", "--policy", "backorder", "--location", "hq"])
    _ = try CreateOrder.parse(["+12015550123", "--location", "hq"])
    #expect(throws: (any Error).self) { try CreateOrder.parse(["--location", "hq"]) }
    #expect(throws: (any Error).self) {
      try CreateOrder.parse(["--count", "5", "--block", "10", "--location", "hq"])
    }
    #expect(throws: (any Error).self) {
      try CreateOrder.parse(["--count", "5", "--policy", "some", "--location", "hq"])
    }
    _ = try ReviewOrder.parse(["o1", "--ask", "Page 2?"])
    #expect(throws: (any Error).self) { try ReviewOrder.parse(["o1"]) }
    #expect(throws: (any Error).self) { try ReviewOrder.parse(["o1", "--approve", "--reject", "No."]) }
    #expect(try AttachDocument.parse(["o1", "a.pdf", "--kind", "passport_or_id"]).kind == .passportOrId)
    #expect(throws: (any Error).self) { try AttachDocument.parse(["o1", "a.pdf", "--kind", "letter"]) }
    #expect(try ListOrders.parse(["--state", "pending"]).states == [.pending])
    #expect(throws: (any Error).self) { try ListOrders.parse(["--since", "yesterday"]) }
  }

  @Test func filtersAndTimeSpansAreChecked() throws {
    #expect(try ListNumbers.parse(["--type", "toll_free", "--standard"]).filter.type == .tollFree)
    #expect(throws: (any Error).self) { try ListNumbers.parse(["--type", "fax"]) }
    #expect(throws: (any Error).self) { try ListNumbers.parse(["--service", "--standard"]) }
    #expect(try AdvanceClock.parse(["90d"]).span == "90d")
    #expect(throws: (any Error).self) { try AdvanceClock.parse(["tomorrow"]) }
    #expect(ClockCommand.text(90 * 86_400 + 3_661) == "90d 1h 1m 1s")
    #expect(ClockCommand.text(0) == "0s")
  }

  @Test func eventsAndWebhooksAreAskedForRightly() throws {
    let watch = try WatchEvents.parse(["--after", "7", "--kind", "order_changed", "--kind", "EVENTS_MISSED"])
    #expect(watch.after == 7 && watch.kinds.kinds == [.orderChanged, .eventsMissed])
    #expect(throws: (any Error).self) { try WatchEvents.parse(["--kind", "SOMETHING"]) }
    #expect(throws: (any Error).self) { try CreateWebhook.parse([]) }
    #expect(try ReplayDeadLetters.parse(["w1", "--cursor", "3", "--cursor", "4"]).cursors == [3, 4])
    let whole = try DeleteWebhook.parse(["w1", "--organization", "acme"])
    #expect(whole.webhook.name == "organizations/acme/webhooks/w1")
  }

  /// The keys of the suite on this machine are for nobody else, who may listen in clear text.
  @Test func localKeysGoToThisMachineOnly() async throws {
    try await withTemporaryDirectory { directory in
      let keys = SuiteKeys.generate(signers: [])
      try PrivateFile.write(JSONText.encode(keys), to: "\(directory)/keys.json")
      func key(_ gateway: String, _ more: [String] = []) throws -> String? {
        try GatewayOptions.parse(["--gateway", gateway, "--data", directory] + more).key(for: .operator)
      }
      for here in ["127.0.0.1:7400", "localhost:1", "[::1]:7400"] {
        #expect(try key(here) == keys.apiKey("operator")?.key)
      }
      for elsewhere in ["10.0.0.1:7400", "127.0.0.1.example.com:7400", "localhost.example.com:7400"] {
        #expect(try key(elsewhere) == nil)
        #expect(try key(elsewhere, ["--api-key", "tl_1"]) == "tl_1")
      }
    }
  }

  @Test func documentsOfARepeatedOrderAreAttachedOnce() {
    let first = RequirementSource.requestID(of: "PASSPORT_OR_ID", in: "r1")
    #expect(first == RequirementSource.requestID(of: "PASSPORT_OR_ID", in: "r1"))
    #expect(first != RequirementSource.requestID(of: "BUSINESS_REGISTRATION", in: "r1"))
    #expect(first != RequirementSource.requestID(of: "PASSPORT_OR_ID", in: "r2"))
  }

  @Test func aLocationIsSetUpWithSignatoryAndAddress() throws {
    let setUp = try SetUpLocation.parse([
      "hq", "--given-name", "Ada", "--family-name", "King", "--email", "ada@example.com", "--phone-number",
      "+12015550100", "--region", "NJ", "--city", "Jersey City", "--postal-code", "07302", "--street",
      "Main St",
      "--building-number", "12",
    ])
    #expect(setUp.signatory.message.familyName == "King" && setUp.address.message.region == "NJ")
    #expect(throws: (any Error).self) { try SetUpLocation.parse(["hq", "--given-name", "Ada"]) }
  }

  @Test func resourcesAreNamedByIdOrWhole() throws {
    let option = try OrganizationOption.parse(["--organization", "acme"])
    #expect(option.resource("orders", "7") == "organizations/acme/orders/7")
    #expect(option.resource("orders", "organizations/b/orders/7") == "organizations/b/orders/7")
  }

  @Test func aMisspeltCommandIsNamed() {
    #expect(UnknownCommand.problem(["numbers", "search", "--city", "x"]) == nil)
    #expect(UnknownCommand.problem(["help", "nubmers"]) == nil)
    #expect(UnknownCommand.problem(["--version"]) == nil)
    #expect(UnknownCommand.problem(["port", "list"]) == nil)
    #expect(UnknownCommand.problem(["check-config", "file.yaml"]) == nil)
    #expect(
      UnknownCommand.problem(["nubmers"])?.hasPrefix("`trunkline` has no command nubmers. It has up,") == true
    )
    let nested = UnknownCommand.problem(["emergency", "look-up", "+12015550123"])
    #expect(nested?.hasPrefix("`trunkline emergency` has no command look-up. It has set, remove,") == true)
  }

  @Test func emergencyAddressesAreOfLocationsNumbersAndUsers() throws {
    let names = ["hq": "locations/hq", "+12015550123": "numbers/12015550123", "users/ada": "users/ada"]
    for (whose, path) in names {
      let holder = try AddressHolder.parse([whose, "--organization", "acme"])
      #expect(holder.addressName == "organizations/acme/\(path)/emergencyAddress")
    }
    #expect(throws: (any Error).self) { try ResolveCorrection.parse(["hq"]) }
    #expect(throws: (any Error).self) { try LookUpEmergencyAddress.parse(["+1", "--as-of", "noon"]) }
    #expect(throws: (any Error).self) { try NotificationContactsCommand.parse(["hq", "--set", "desk"]) }
  }

  @Test func nothingIsTakenAwayUnsaid() throws {
    #expect(throws: (any Error).self) { try SetLicenses.parse(["acme", "--outbound-calling-plans", "5"]) }
    #expect(throws: (any Error).self) { try SetMainNumber.parse(["headquarters"]) }
    #expect(try SetMainNumber.parse(["headquarters", "--none"]).number == nil)
    #expect(throws: (any Error).self) { try SetMainNumber.parse(["headquarters", "+12015550123", "--none"]) }
    #expect(throws: (any Error).self) { try SetManagingPartner.parse(["acme"]) }
    #expect(try SetManagingPartner.parse(["acme", "--none"]).partner == nil)
  }

  @Test func loadRefusesWhatCannotBe() throws {
    let method = "trunkline.inventory.v1.InventoryService/GetNumber"
    _ = try LoadCommand.parse(["--method", method, "--rate", "100"])
    _ = try LoadCommand.parse(["--journey", "order", "--fail-if", "p99>5ms", "--report", "a.html"])
    for wrong in [
      ["--connections", "0"], ["--fail-if", "p99>5"], ["--report", "a.txt"], ["--ramp", "-1"],
      ["--journey", "order"], ["--then-request", "{}"], ["--repeat-on", "NOTHING"],
      ["--rate", "1e-10"], ["--rate", "1e19"], ["--rate", "inf"], ["--rate", "nan"],
    ] {
      #expect(throws: (any Error).self) { try LoadCommand.parse(["--method", method] + wrong) }
    }
    #expect(throws: (any Error).self) { try LoadCommand.parse([]) }
  }
}
