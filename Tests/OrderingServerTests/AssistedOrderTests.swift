import Foundation
import Messages
import NeighbourTesting
import RPC
import Telephony
import Testing

@Suite struct AssistedOrderTests {
  private static let wish = OrderingV1.Order(
    selection: .quantity(.init(criteria: .init(numberType: .local), count: 5)),
    details: "Two floors."
  )
  private static let applicant = OrderingV1.Applicant(
    representativeName: "Erika Mustermann",
    contactPhone: "+49302300001",
    companyName: "Mustermann GmbH",
    address: .init(
      countryCode: "DE",
      city: "Berlin",
      postalCode: "10117",
      street: "Unter den Linden",
      buildingNumber: "1"
    )
  )

  /// What was filled in once is used by every order: its applicant, and its documents with the day of their upload.
  @Test func aRequirementGroupFillsAnOrderIn() async throws {
    try await withBench { bench in
      bench.catalog.keep(bench.berlinGroup())
      try await bench.run { ordering in
        var wish = Self.wish
        wish.requirementGroup = "organizations/acme/requirementGroups/berlin"
        // The order's own word counts more, and the address is each order's own.
        wish.applicant = .init(companyName: "Muster Filiale GmbH", address: Self.applicant.address)
        let preview = try await ordering.create(wish, at: "berlin", validateOnly: true)
        #expect(preview.requirements.isEmpty && preview.documents.count == 3)
        let order = try await ordering.create(wish, at: "berlin")
        #expect(order.requirements.isEmpty && order.documents.count == 3)
        #expect(try await ordering.submit(order.name).status?.reason == "UNDER_REVIEW")
        let application = try await ordering.client.getApplication(
          .init(name: order.name),
          options: ordering.options("operator")
        )
        #expect(application.applicant?.representativeName == "Erika Mustermann")
        #expect(application.applicant?.companyName == "Muster Filiale GmbH")
        let content = try await ordering.client.getDocument(
          .init(name: order.documents[0].name),
          options: ordering.options("operator")
        )
        #expect(String(decoding: content.content, as: UTF8.self) == "%PDF-1.7 COMPANY_REGISTRATION")
      }
    }
  }

  @Test func aRequirementGroupThatDoesNotFitIsRefused() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        var wish = Self.wish
        wish.requirementGroup = "organizations/acme/requirementGroups/berlin"
        for name in [wish.requirementGroup, "organizations/other/requirementGroups/berlin"] {
          wish.requirementGroup = name
          let unknown = await ordering.error { try await ordering.create(wish, at: "berlin") }
          #expect(unknown?.code == .notFound && unknown?.reason == "RESOURCE_NOT_FOUND")
        }
        wish.requirementGroup = "organizations/acme/requirementGroups/berlin"
        for (group, reason) in [
          (bench.berlinGroup(state: .expired), "REQUIREMENT_GROUP_NOT_READY"),
          (bench.berlinGroup(state: .incomplete), "REQUIREMENT_GROUP_NOT_READY"),
          (bench.berlinGroup(type: "NATIONAL"), "REQUIREMENT_GROUP_MISMATCH"),
          (bench.berlinGroup(action: .portIn), "REQUIREMENT_GROUP_MISMATCH"),
        ] {
          bench.catalog.keep(group)
          let error = await ordering.error { try await ordering.create(wish, at: "berlin") }
          #expect(error?.reason == reason)
          #expect(error?.fieldViolations.map(\.field) == ["order.requirement_group"])
        }
        let made = try await ordering.list().orders
        #expect(made.isEmpty)
      }
    }
  }

  @Test func anOrderGoesFromDocumentsThroughReviewToProvisioned() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let order = try await ordering.create(Self.wish, at: "berlin")
        #expect(order.kind == .assisted && order.state == .pending)
        #expect(order.status?.reason == "COLLECTING_DOCUMENTS")
        #expect(order.orderNumber == "PSTN-00000001")
        #expect(
          order.requirements.map(\.field) == [
            "applicant.representative_name", "applicant.contact_phone", "applicant.company_name",
            "applicant.address", "documents.COMPANY_REGISTRATION", "documents.REGISTRATION_FORM",
            "documents.PROOF_OF_ADDRESS",
          ]
        )
        // Everything that is missing, at once, and nothing is changed.
        let early = await ordering.error { try await ordering.submit(order.name, validateOnly: true) }
        #expect(early?.fieldViolations.map(\.field) == order.requirements.map(\.field))
        for kind in [OrderingV1.Document.Kind.companyRegistration, .registrationForm, .proofOfAddress] {
          _ = try await ordering.attach(kind, to: order.name, issued: bench.today)
        }
        let review = try await ordering.submit(order.name, Self.applicant)
        #expect(review.status?.reason == "UNDER_REVIEW")
        #expect(review.status?.nextActor == "operator")
        #expect(review.status?.nextStates == [.provisioned, .error, .actionRequired, .canceled])
        let days = ((review.status?.actUntilTime?.seconds ?? 0) - (review.updateTime?.seconds ?? 0)) / 86_400
        #expect((9...11).contains(days))
        #expect(review.requirements.isEmpty && review.documents.count == 3)
        let approved = try await ordering.review(order.name, .approve)
        #expect(approved.status?.reason == "WAITING_FOR_TERMS_OF_SERVICE")
        #expect(
          approved.numbers.count == 5 && approved.numbers.allSatisfy { $0.phoneNumber.hasPrefix("+4930230") }
        )
        let provisioned = try await ordering.accept(order.name)
        #expect(provisioned.state == .provisioned)
        #expect(
          provisioned.history.map(\.event) == [
            "CREATED", "DOCUMENT_ATTACHED", "DOCUMENT_ATTACHED", "DOCUMENT_ATTACHED", "SUBMITTED", "APPROVED",
            "NUMBERS_RESERVED", "NUMBERS_HELD", "TERMS_OF_SERVICE_ACCEPTED", "PROVISIONED",
          ]
        )
        #expect(provisioned.history.allSatisfy { $0.status?.meaning.isEmpty == false })
        #expect(try await ordering.get(order.name) == provisioned)
      }
    }
  }

  @Test func theReviewerAsksTheCustomerAnswersAndIsRejected() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let name = try await Self.handedIn(ordering, bench)
        let silent = await ordering.error { try await ordering.review(name, .ask) }
        #expect(silent?.fieldViolations.map(\.field) == ["message"])
        let asked = try await ordering.review(name, .ask, "Page 2 is missing.")
        #expect(asked.state == .actionRequired)
        #expect(asked.status?.nextActor == "customer")
        #expect(asked.status?.meaning.contains("Page 2 is missing.") == true)
        let removed = try await ordering.client.removeDocument(
          .init(name: asked.documents[0].name),
          options: ordering.options("acme-admin")
        )
        #expect(removed.documents.count == 2)
        let incomplete = await ordering.error { try await ordering.submit(name) }
        #expect(incomplete?.reason == "DOCUMENT_REQUIRED")
        _ = try await ordering.attach(.companyRegistration, to: name, issued: bench.today)
        #expect(try await ordering.submit(name).status?.reason == "UNDER_REVIEW")
        let rejected = try await ordering.review(name, .reject, "The company is not registered.")
        #expect(rejected.state == .error)
        #expect(rejected.status?.reason == "REJECTED_BY_REVIEWER")
        #expect(rejected.status?.meaning.contains("not registered") == true)
        let late = await ordering.error { try await ordering.review(name, .approve) }
        #expect(late?.reason == "ORDER_NOT_UNDER_REVIEW")
        #expect(try await bench.inventory.numbersOfOrders().count == 0)
      }
    }
  }

  // domain.md section 4: no ACTION_REQUIRED in Australia, and PENDING until the additional information is given.
  @Test func australiaWaitsForTheAdditionalInformation() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        var applicant = Self.applicant
        applicant.address?.countryCode = "AU"
        var wish = Self.wish
        wish.applicant = applicant
        let order = try await ordering.create(wish, at: "sydney")
        #expect(order.requirements.map(\.field) == ["documents.PASSPORT_OR_ID"])
        _ = try await ordering.attach(.passportOrId, to: order.name)
        let waiting = try await ordering.submit(order.name)
        #expect(waiting.state == .pending)
        #expect(waiting.status?.reason == "WAITING_FOR_EMERGENCY_INFORMATION")
        let early = await ordering.error { try await ordering.review(order.name, .approve) }
        #expect(early?.reason == "ORDER_NOT_UNDER_REVIEW")
        let given = try await ordering.client.provideEmergencyInformation(
          .init(name: order.name, information: "Level 3, behind the lifts"),
          options: ordering.options("acme-admin")
        )
        #expect(given.status?.reason == "UNDER_REVIEW")
        let asked = try await ordering.review(order.name, .ask, "Which lifts?")
        #expect(asked.state == .pending && asked.status?.reason == "REVIEWER_ASKED")
        #expect(asked.status?.nextStates == [.provisioned, .error, .canceled])
        let application = try await ordering.application(order.name)
        #expect(application.emergencyInformation == "Level 3, behind the lifts")
        #expect(application.applicant == applicant)
      }
    }
  }

  /// What was given to the order is given to the emergency address, as soon as the location has one.
  @Test func theAdditionalInformationIsPassedOn() async throws {
    try await withBench { bench in
      let neighbours = bench.replaceSetUpNeighbours()
      let early = RPCError(
        .failedPrecondition,
        reason: "EMERGENCY_ADDRESS_MISSING",
        message: "There is none."
      )
      neighbours.refuse(.inform, early, times: 2)
      neighbours.lose(.inform, afterwards: true)
      let name = try await bench.run { ordering in
        var applicant = Self.applicant
        applicant.address?.countryCode = "AU"
        var wish = Self.wish
        wish.applicant = applicant
        let order = try await ordering.create(wish, at: "sydney")
        for (information, reason) in [
          (String(repeating: "x", count: 401), "INVALID_TEXT"), (" ", "REQUIRED"),
        ] {
          let error = await ordering.error {
            try await ordering.client.provideEmergencyInformation(
              .init(name: order.name, information: information),
              options: ordering.options("acme-admin")
            )
          }
          #expect(error?.reason == reason)
        }
        _ = try await ordering.client.provideEmergencyInformation(
          .init(name: order.name, information: "Level 3"),
          options: ordering.options("acme-admin")
        )
        return order.name
      }
      #expect(!name.isEmpty)
      neighbours.lose(.inform, afterwards: nil)
      // Another process goes on, and it is passed on once.
      try await bench.run { _ in
        for _ in 0..<1_000 where neighbours.location.information.isEmpty {
          try await Task.sleep(for: .milliseconds(5))
        }
      }
      #expect(
        neighbours.location.information == "organizations/acme/locations/sydney/emergencyAddress: Level 3"
      )
      #expect(neighbours.carriedOut == [.inform])
    }
  }

  @Test func documentsComeBackToReviewersOnlyAndAreNowhereInClear() async throws {
    try await withBench { bench in
      var name = ""
      try await bench.run { ordering in
        name = try await Self.handedIn(ordering, bench)
        let order = try await ordering.get(name)
        let document = order.documents[0]
        #expect(document.mediaType == "application/pdf" && document.sha256.count == 32)
        #expect(document.fileName.isEmpty)
        let content = try await ordering.client.getDocument(
          .init(name: document.name),
          options: ordering.options("operator")
        )
        #expect(content.content == Array(RunningOrdering.pdf))
        #expect(content.document?.fileName == "mustermann.pdf")
        for principal in ["acme-admin", "acme-reader"] {
          let error = await ordering.error {
            _ = try await ordering.client.getDocument(
              .init(name: document.name),
              options: ordering.options(principal)
            )
          }
          #expect(error?.code == .permissionDenied)
        }
        let missing = await ordering.error {
          _ = try await ordering.client.getDocument(
            .init(name: "\(name)/documents/none"),
            options: ordering.options("operator")
          )
        }
        #expect(missing?.reason == "RESOURCE_NOT_FOUND")
      }
      let files = try FileManager.default.contentsOfDirectory(atPath: bench.directory.path)
        .filter { $0.hasPrefix("ordering.sqlite") }
      #expect(!files.isEmpty)
      for file in files {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: bench.directory.file(file)))
        for secret in ["Mustermann", "mustermann.pdf", "%PDF-", "Unter den Linden"] {
          #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) in \(file)")
        }
      }
    }
  }

  @Test func everythingWrongWithADocumentIsToldAtOnce() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let order = try await ordering.create(Self.wish, at: "berlin")
        let wrong = await ordering.error {
          try await ordering.client.attachDocument(
            .init(order: order.name, document: .init(fileName: "a\tb", issueDate: "x"), content: [1, 2]),
            options: ordering.options("acme-admin")
          )
        }
        #expect(
          wrong?.fieldViolations.map { "\($0.field) \($0.reason)" } == [
            "document.kind REQUIRED", "document.file_name INVALID_TEXT", "document.issue_date INVALID_DATE",
            "content DOCUMENT_FORMAT",
          ]
        )
        let old = await ordering.error {
          try await ordering.attach(.proofOfAddress, to: order.name, issued: "2020-01-01")
        }
        #expect(old?.reason == "DOCUMENT_TOO_OLD")
        let large = await ordering.error {
          try await ordering.attach(
            .other,
            to: order.name,
            content: Array("%PDF-".utf8) + [UInt8](repeating: 0, count: 4_194_304)
          )
        }
        #expect(large?.reason == "DOCUMENT_TOO_LARGE")
        #expect(try await ordering.get(order.name).documents.isEmpty)
      }
    }
  }

  @Test func aWrongApplicantIsToldWhenTheOrderIsMade() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        var wish = Self.wish
        wish.applicant = .init(contactPhone: "030", contactEmail: "x", address: .init(countryCode: "FR"))
        let error = await ordering.error { try await ordering.create(wish, at: "berlin") }
        #expect(
          error?.fieldViolations.map { "\($0.field) \($0.reason)" } == [
            "order.applicant.contact_phone INVALID_PHONE_NUMBER",
            "order.applicant.contact_email INVALID_EMAIL",
            "order.applicant.address.country_code COUNTRY_MISMATCH",
          ]
        )
        let typeless = OrderingV1.Order(selection: .specific(.init(phoneNumbers: ["+49302300001"])))
        let refused = await ordering.error { try await ordering.create(typeless, at: "berlin") }
        #expect(refused?.reason == "QUANTITY_REQUIRED")
      }
    }
  }

  @Test func anAssistedOrderCanBeCanceledAtAnyTimeBefore() async throws {
    try await withBench { bench in
      try await bench.run { ordering in
        let name = try await Self.handedIn(ordering, bench)
        let canceled = try await ordering.cancel(name)
        #expect(canceled.state == .canceled)
        let late = await ordering.error { try await ordering.attach(.other, to: name) }
        #expect(late?.reason == "ORDER_NOT_OPEN")
      }
    }
  }

  /// What was approved and cannot be had fails, unless its customer chose to wait (domain.md section 4).
  @Test func withoutStockAnApprovedOrderFailsOrWaits() async throws {
    try await withBench { bench in
      try await bench.inventory.sellOut("DE", leaving: 2)
      try await bench.run { ordering in
        let all = try await ordering.review(Self.handedIn(ordering, bench), .approve)
        #expect(all.state == .error && all.status?.reason == "INSUFFICIENT_STOCK")
        #expect(all.status?.meaning.contains("BACKORDER") == true)
        #expect(all.status?.meaning.contains("TAC case") == true)
        let patient = try await Self.handedIn(ordering, bench, .init(policy: .backorder))
        let waiting = try await ordering.review(patient, .approve)
        #expect(waiting.state == .pending && waiting.status?.reason == "WAITING_FOR_STOCK")
        bench.inventory.expireLeases()
        for try await order in try await ordering.client.watchOrder(
          .init(name: patient),
          options: ordering.options("acme-admin")
        ) where order.status?.reason == "WAITING_FOR_TERMS_OF_SERVICE" {
          #expect(order.numbers.count == 5)
          break
        }
      }
    }
  }

  private static func handedIn(
    _ ordering: RunningOrdering,
    _ bench: OrderingBench,
    _ fulfillment: OrderingV1.Fulfillment? = nil
  ) async throws -> String {
    var wish = Self.wish
    if let fulfillment { wish.fulfillment = fulfillment }
    wish.applicant = Self.applicant
    let order = try await ordering.create(wish, at: "berlin")
    for kind in [OrderingV1.Document.Kind.companyRegistration, .registrationForm, .proofOfAddress] {
      _ = try await ordering.attach(kind, to: order.name, issued: bench.today)
    }
    let submitted = try await ordering.submit(order.name)
    #expect(submitted.status?.reason == "UNDER_REVIEW")
    return order.name
  }
}

extension OrderingBench {
  var today: String { BusinessCalendar().day(of: clock.now()).description }
}

// MARK: - Calls
extension RunningOrdering {
  static let pdf = "%PDF-1.4 a certificate".utf8

  func attach(
    _ kind: OrderingV1.Document.Kind,
    to order: String,
    issued: String = "",
    content: [UInt8] = Array(RunningOrdering.pdf)
  ) async throws -> OrderingV1.Order {
    let document = OrderingV1.Document(kind: kind, fileName: "mustermann.pdf", issueDate: issued)
    return try await client.attachDocument(
      .init(order: order, document: document, content: content, requestId: UUID().uuidString),
      options: options("acme-admin")
    )
  }

  func submit(
    _ order: String,
    _ applicant: OrderingV1.Applicant? = nil,
    validateOnly: Bool = false
  ) async throws -> OrderingV1.Order {
    try await client.submitOrder(
      .init(name: order, applicant: applicant, requestId: UUID().uuidString, validateOnly: validateOnly),
      options: options("acme-admin")
    )
  }

  func review(
    _ order: String,
    _ decision: OrderingV1.ReviewOrderRequest.Decision,
    _ message: String = ""
  ) async throws -> OrderingV1.Order {
    try await client.reviewOrder(
      .init(name: order, decision: decision, message: message, requestId: UUID().uuidString),
      options: options("operator")
    )
  }

  func application(_ order: String) async throws -> OrderingV1.Application {
    try await client.getApplication(.init(name: order), options: options("operator"))
  }
}

extension OrderingBench {
  /// A requirement group for local numbers of Germany.
  fileprivate func berlinGroup(
    state: CatalogV1.RequirementGroup.State = .ready,
    type: String = "LOCAL",
    action: CatalogV1.RequirementAction = .newNumbers
  ) -> CatalogV1.RequirementGroup {
    CatalogV1.RequirementGroup(
      name: "organizations/acme/requirementGroups/berlin",
      countryCode: "DE",
      numberType: type,
      action: action,
      values: [
        .init(field: "REPRESENTATIVE_NAME", text: "Erika Mustermann"),
        .init(field: "CONTACT_PHONE", text: "+49302300001"),
        .init(field: "COMPANY_NAME", text: "Mustermann GmbH"),
      ],
      documents: ["COMPANY_REGISTRATION", "REGISTRATION_FORM", "PROOF_OF_ADDRESS"].map { kind in
        .init(kind: kind, format: "PDF", issueDate: today, uploadTime: .init(clock.now()))
      },
      state: state
    )
  }
}
