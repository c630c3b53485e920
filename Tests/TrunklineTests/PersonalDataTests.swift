import Foundation
import Messages
import RPC
import Synchronization
import Testing

@testable import trunkline

/// design.md section 5: personal data is encrypted in tables, write-ahead logs, outboxes and stored answers, and never in
/// a log. One word is planted in every personal field of every service, and looked for in all that is on disk.
@Suite struct PersonalDataTests {
  private static let planted = "Zanzibarov"
  private static let organization = "organizations/demo"
  private static let headquarters = "\(organization)/locations/headquarters"
  private static let berlin = "\(organization)/locations/berlin"

  @Test(.timeLimit(.minutes(2)))
  func noFileAndNoLogHoldsItInClear() async throws {
    try await withTemporaryDirectory { directory in
      let lines = Mutex<[String]>([])
      let log = SuiteLog(write: { line in lines.withLock { $0.append(line) } }, isColoured: false)
      let layout = SuiteLayout(portBase: try await PortCheck.freeBase(), dataDirectory: directory)
      let suite = try await RunningSuite.start(layout: layout, log: log)
      do {
        try await plantEverywhere(suite)
      } catch {
        await suite.stop()
        throw error
      }
      // At once, so that the write-ahead logs stay as they are.
      await suite.kill(SuiteService.allCases)
      #expect(try Self.filesThatHoldIt(directory).isEmpty)
      // The test can find what is there.
      #expect(try Self.filesThatHold("Headquarters", directory).contains { $0.contains("provider-catalog") })
      #expect(lines.withLock { $0.filter { $0.contains(Self.planted) } }.isEmpty)
      await suite.stop()
    }
  }

  private static func filesThatHoldIt(_ directory: String) throws -> [String] {
    try filesThatHold(planted, directory) + filesThatHold(planted.lowercased(), directory)
  }

  private static func filesThatHold(_ word: String, _ directory: String) throws -> [String] {
    let files = try FileManager.default.subpathsOfDirectory(atPath: directory)
    return files.filter { file in
      let bytes = FileManager.default.contents(atPath: "\(directory)/\(file)") ?? Data()
      return bytes.range(of: Data(word.utf8)) != nil
    }
  }

  private func plantEverywhere(_ suite: RunningSuite) async throws {
    let support = try Self.client("operator", suite)
    let customer = try Self.client("demo-admin", suite)
    defer {
      support.close()
      customer.close()
    }
    try await makeCustomer(support, customer)
    try await plantInCatalog(customer)
    try await plantInEmergencyAddresses(support, customer)
    try await plantInOrders(customer)
    try await plantInPorts(customer)
  }

  private static func client(_ key: String, _ suite: RunningSuite) throws -> GatewayClient {
    try GatewayClient(
      address: suite.layout.address(.gateway),
      apiKey: suite.keys.apiKey(key)?.key,
      timeout: .seconds(20)
    )
  }

  private var id: String { RequestOption.new() }

  private var address: TypeV1.CivicAddress {
    .init(
      countryCode: "US",
      region: "NJ",
      city: "Jersey City",
      postalCode: "07302",
      street: "\(Self.planted) Street",
      buildingNumber: "30"
    )
  }

  private func makeCustomer(_ support: GatewayClient, _ customer: GatewayClient) async throws {
    let organization = CatalogV1.Organization(
      displayName: "Demo Inc.",
      accountType: .paid,
      outboundCallingPlans: 1
    )
    _ = try await support.catalog.createOrganization(
      .init(organizationId: "demo", organization: organization, requestId: id),
      options: support.options
    )
    for (name, country, zone) in [
      ("headquarters", "US", "America/New_York"), ("annex", "US", "America/New_York"),
      ("berlin", "DE", "Europe/Berlin"),
    ] {
      let location = CatalogV1.Location(
        displayName: name.capitalized,
        countryCode: country,
        timeZone: zone
      )
      _ = try await customer.catalog.createLocation(
        .init(parent: Self.organization, locationId: name, location: location, requestId: id),
        options: customer.options
      )
    }
  }

  private var signatory: CatalogV1.ContractContact {
    .init(
      givenName: Self.planted,
      familyName: Self.planted,
      email: "\(Self.planted)@example.com",
      phoneNumber: "+12015550100"
    )
  }

  private func plantInCatalog(_ customer: GatewayClient) async throws {
    for location in [Self.headquarters, Self.berlin] {
      _ = try await customer.catalog.enableCallingPlan(
        .init(name: location, contractContact: signatory, requestId: id),
        options: customer.options
      )
    }
    let group = CatalogV1.RequirementGroup(
      displayName: "Athens",
      countryCode: "GR",
      numberType: "LOCAL",
      action: .newNumbers,
      values: [.init(field: "COMPANY_NAME", text: Self.planted)]
    )
    _ = try await customer.catalog.createRequirementGroup(
      .init(
        parent: Self.organization,
        requirementGroupId: "athens",
        requirementGroup: group,
        requestId: id
      ),
      options: customer.options
    )
    _ = try await customer.catalog.attachRequirementDocument(
      .init(
        name: "\(Self.organization)/requirementGroups/athens",
        kind: "PASSPORT_OR_ID",
        content: Array("%PDF-1.7 \(Self.planted)".utf8),
        issueDate: String(Date().formatted(.iso8601).prefix(10)),
        requestId: id
      ),
      options: customer.options
    )
  }

  private func plantInEmergencyAddresses(_ support: GatewayClient, _ customer: GatewayClient) async throws {
    let emergency = customer.emergency
    let set = try await emergency.setLocationAddress(
      .init(
        location: Self.headquarters,
        address: address,
        requestId: id,
        additionalInformation: "Ask for \(Self.planted)"
      ),
      options: customer.options
    )
    var corrected = address
    corrected.street = "Correction \(Self.planted)"
    let custom = try await emergency.setCustomAddress(
      .init(subject: .user("\(Self.organization)/users/ada"), address: corrected, requestId: id),
      options: customer.options
    )
    _ = try await emergency.setAdditionalInformation(
      .init(name: custom.name, additionalInformation: "\(Self.planted)'s door", requestId: id),
      options: customer.options
    )
    _ = try await emergency.setNotificationContacts(
      .init(
        location: Self.headquarters,
        contacts: [.init(displayName: Self.planted, email: "\(Self.planted)@example.com")],
        requestId: id
      ),
      options: customer.options
    )
    _ = try await emergency.listAddressChanges(.init(parent: set.name), options: customer.options)
    let refused = await #expect(throws: RPCError.self) {
      _ = try await emergency.resolveCorrection(
        .init(name: set.name, decision: .accept, requestId: id),
        options: customer.options
      )
    }
    #expect(refused?.reason == "NO_CORRECTION_OFFERED")
  }

  private func plantInOrders(_ customer: GatewayClient) async throws {
    var connection = CatalogV1.ChooseConnectionRequest()
    connection.name = "\(Self.organization)/locations/annex"
    connection.pstnConnection = .callingPlan
    connection.contractContact = signatory
    let setUp = try await customer.setUp.createSetUpOrder(
      .init(
        parent: Self.organization,
        connection: connection,
        emergencyAddress: address,
        requestId: id
      ),
      options: customer.options
    )
    #expect(setUp.state != .failed)
    let wish = OrderingV1.Order(
      location: Self.berlin,
      selection: .quantity(.init(criteria: .init(numberType: .local), count: 5))
    )
    let order = try await customer.ordering.createOrder(
      .init(parent: Self.organization, order: wish, requestId: id),
      options: customer.options
    )
    _ = try await customer.ordering.attachDocument(
      .init(
        order: order.name,
        document: .init(kind: .registrationForm, fileName: "\(Self.planted).pdf"),
        content: Array("%PDF-1.7 \(Self.planted)".utf8),
        requestId: id
      ),
      options: customer.options
    )
  }

  /// Whose account it is at the losing carrier, who signs, what is on the papers, who is told, and what protects numbers.
  private func plantInPorts(_ customer: GatewayClient) async throws {
    let (porting, options) = (customer.porting, customer.options)
    let details = PortingV1.PortDetails(
      accountNumber: Self.planted,
      pin: Self.planted,
      billingNumber: "+12015559000",
      authorizedName: Self.planted,
      companyName: Self.planted,
      serviceAddress: address,
      contactEmails: ["\(Self.planted)@example.com"],
      values: [.init(field: "VAT_OR_TAX_ID", text: Self.planted)]
    )
    let dates = try await eventually {
      try await porting.previewDates(.init(location: Self.headquarters, count: 3), options: options)
    }
    let draft = PortingV1.PortOrder(
      location: Self.headquarters,
      numbers: [.init(phoneNumber: "+12015559000")],
      desiredTime: dates.slots.last?.startTime,
      details: details
    )
    let order = try await porting.createPortOrder(
      .init(parent: Self.organization, portOrder: draft, requestId: id),
      options: options
    )
    _ = try await porting.signLetter(
      .init(
        name: order.name,
        givenName: Self.planted,
        familyName: Self.planted,
        jobTitle: Self.planted,
        requestId: id
      ),
      options: options
    )
    let yesterday = String(Date(timeIntervalSinceNow: -86_400).formatted(.iso8601).prefix(10))
    let bill = PortingV1.PortDocument(kind: "BILL", issueDate: yesterday)
    let document = try await customer.upload(
      Array("%PDF-1.4 \(Self.planted)".utf8),
      .init(portOrder: order.name, document: bill)
    )
    var pages = try await porting.downloadPortDocument(.init(name: document.name), options: options)
      .makeAsyncIterator()
    while try await pages.next() != nil {}
    _ = try await porting.submitPortOrder(.init(name: order.name, requestId: id), options: options)
    #expect(try await porting.getPortDetails(.init(name: order.name), options: options) == details)
    let protection = PortingV1.SetPortOutProtectionRequest(
      parent: Self.organization,
      accountNumber: Self.planted,
      pin: Self.planted,
      postalCode: Self.planted,
      requestId: id,
      noticeEmails: ["\(Self.planted)@example.com"]
    )
    _ = try await porting.setPortOutProtection(protection, options: options)
  }

  /// Repeats a call while what the catalog accepted is on its way.
  private func eventually<Answer>(_ call: () async throws -> Answer) async throws -> Answer {
    while true {
      do {
        return try await call()
      } catch let error as RPCError
        where ["LOCATION_NOT_FOUND", "PORT_TYPE_NOT_OFFERED"].contains(error.reason)
      {
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }
}
