import OrderingRules
import Telephony
import Testing

@Suite struct OrderTransitionTests {
  private static let reserved = begun(
    draft(selfService, .reservation(name: "organizations/acme/reservations/r1", fencingToken: 7)),
    reserved: numbers
  )

  @Test func happyPathLeavesItsTrace() throws {
    let order = try order(Self.reserved, [hold, accept, .recordAssignment(numbers)])
    #expect(order.history.map(\.event) == [.created, .numbersHeld, .termsAccepted, .provisioned])
    #expect(order.history.map { $0.status?.phase } == [.holding, .waitingForTerms, .assigning, .provisioned])
    #expect(order.numbers.allSatisfy { $0.outcome == .assigned })
    #expect(order.version == 4)
    #expect(order.createTime == start)
    #expect(order.updateTime == start + .seconds(3))
    #expect(order.phase.isSettled)
  }

  @Test func partnerIsToldThatTheCustomerMustSign() throws {
    let waiting = try order(Self.reserved, [hold])
    let error = #expect(throws: Refusal.self) {
      try waiting.applying(accepting(.given, isAdministrator: false), by: "keys/partner", now: start)
    }
    #expect(error?.kind == .permission)
    #expect(error?.reason == "CUSTOMER_MUST_SIGN")
  }

  /// An answer that comes late, as after a cancellation, is not believed.
  @Test func aStepThatDoesNotFitIsRefused() throws {
    let waiting = try order(Self.reserved, [hold])
    for command in [hold, .recordAssignment(numbers), .recordRelease, reserve] {
      let error = #expect(throws: Refusal.self) { try waiting.applying(command, by: "p", now: start) }
      #expect(error?.reason == "UNEXPECTED_STEP")
    }
  }

  @Test(arguments: [[hold, accept], [hold, accept, .recordAssignment(numbers)]])
  func acceptingAgainChangesNothing(way: [OrderCommand]) throws {
    let order = try order(Self.reserved, way)
    #expect(try order.applying(accept, by: "keys/other", now: start + .seconds(99)) == order)
  }

  @Test(arguments: [[hold, .cancel], [hold, .cancel, .recordRelease]])
  func cancelingAgainChangesNothing(way: [OrderCommand]) throws {
    let order = try order(Self.reserved, way)
    #expect(try order.applying(.cancel, by: "keys/other", now: start + .seconds(99)) == order)
  }

  @Test(arguments: [
    ([hold, accept], "ORDER_IN_PROGRESS"), ([hold, accept, .recordAssignment(numbers)], "ORDER_PROVISIONED"),
    ([hold, accept, .recordAssignmentRefused(reason: "X"), .recordRelease], "ORDER_ENDED"),
    ([], "ORDER_IN_PROGRESS"),
  ])
  func cancelIsRefused(way: [OrderCommand], reason: String) throws {
    let order = try order(Self.reserved, way)
    let error = #expect(throws: Refusal.self) { try order.applying(.cancel, by: "keys/admin", now: start) }
    #expect(error?.reason == reason)
  }

  @Test func refusedAssignmentGivesTheNumbersBackAndSaysWhy() throws {
    let compensating = try order(
      Self.reserved,
      [hold, accept, .recordAssignmentRefused(reason: "HOLD_LOST")]
    )
    #expect(compensating.phase.step == .release)
    let failed = try order(compensating, [.recordRelease])
    #expect(failed.status.reason == "HOLD_LOST")
    #expect(failed.status.meaning.contains("TAC case"))
    #expect(failed.numbers.allSatisfy { $0.outcome == .failed && $0.reason == "HOLD_LOST" })
  }

  @Test func numberThatWasNotAssignedIsNotDroppedSilently() throws {
    let order = try order(Self.reserved, [hold, accept, .recordAssignment([numbers[0]])])
    #expect(order.numbers.map(\.outcome) == [.assigned, .failed])
    #expect(order.numbers[1].reason == "NOT_ASSIGNED")
  }

  // MARK: - Fulfilment

  @Test func ofNumbersAskedForByNameEachHasItsOutcome() throws {
    let begun = begun(draft(selfService, .specific(numbers), .partial(minimum: 1)))
    #expect(begun.numbers.map(\.outcome) == [.requested, .requested])
    let one = [numbers[1]]
    let order = try order(
      begun,
      [
        .recordReservation(name: "r", fencingToken: 1, one), .recordHold(one), accept, .recordAssignment(one),
      ]
    )
    #expect(order.numbers.map(\.outcome) == [.failed, .assigned])
    #expect(order.numbers[0].reason == "NUMBER_NOT_AVAILABLE")
    #expect(order.requestedCount == 2)
    #expect(order.countForTrial == 1)
  }

  @Test func aBackorderWaitsForStockAndNothingElse() throws {
    let begun = begun(draft(selfService, .quantity(2, criteria), .backorder))
    let waiting = try order(begun, [.recordReservationRefused(reason: "INSUFFICIENT_STOCK")])
    #expect(waiting.phase == .waitingForStock && !waiting.isIntent)
    #expect(waiting.phase.step == .reserve)
    // Trying again and again leaves no trace.
    #expect(try order(waiting, [.recordReservationRefused(reason: "NUMBER_NOT_AVAILABLE")]) == waiting)
    #expect(try order(waiting, [reserve, hold]).phase == .waitingForTerms)
    #expect(try order(waiting, [.cancel]).phase == .canceled)
    #expect(try order(waiting, [.recordReservationRefused(reason: "LOCATION_NOT_FOUND")]).phase == .failed)
    let all = Order.begun(name: "o", draft: draft(), reserved: [], by: "p", now: start)
    #expect(try order(all, [.recordReservationRefused(reason: "INSUFFICIENT_STOCK")]).phase == .failed)
  }

  /// An organization's carts end in minutes; the place in the queue and a review have taken weeks.
  @Test func aLimitThatPassesCostsNoPlaceInTheQueue() throws {
    let limit = OrderCommand.recordReservationRefused(reason: "RESERVATION_LIMIT")
    let backorder = begun(draft(selfService, .quantity(2, criteria), .backorder))
    // Its customer is there, and is told at once.
    #expect(try order(backorder, [limit]).phase == .failed)
    let waiting = try order(backorder, [.recordReservationRefused(reason: "INSUFFICIENT_STOCK")])
    #expect(try order(waiting, [limit]) == waiting)
    let approved = try order(begun(draft(assisted)), documents + [submit, .approve])
    let limited = try order(approved, [limit])
    #expect(limited.phase == .waitingForStock && limited.history.last?.event == .stockAwaited)
    #expect(try order(limited, [reserve, hold]).phase == .waitingForTerms)
    #expect(
      try order(limited, [.recordReservationRefused(reason: "INSUFFICIENT_STOCK")]).phase == .failed
    )
  }

  /// After an outage longer than a lease; a customer's own reservation is not replaced.
  @Test func aReservationOfItsOwnThatEndedIsReplacedButNotForEver() throws {
    var order = try order(begun(draft()), [reserve])
    for attempt in 2...5 {
      order = try order.applying(.recordHoldRefused(reason: "RESERVATION_EXPIRED"), by: "p", now: start)
      #expect(order.phase == .reserving && order.attempt == attempt && order.numbers.isEmpty)
      order = try order.applying(reserve, by: "p", now: start)
    }
    order = try order.applying(.recordHoldRefused(reason: "RESERVATION_EXPIRED"), by: "p", now: start)
    #expect(order.phase == .failed)
    let customers = try Self.reserved.applying(
      .recordHoldRefused(reason: "RESERVATION_EXPIRED"),
      by: "p",
      now: start
    )
    #expect(customers.phase == .failed)
  }

  // MARK: - Assisted orders

  @Test func anAssistedOrderIsReviewedInSevenBusinessDays() throws {
    let collecting = begun(draft(assisted))
    #expect(collecting.phase == .collecting && !collecting.isIntent)
    #expect(collecting.application?.requirements.map(\.reason) == ["DOCUMENT_REQUIRED", "DOCUMENT_REQUIRED"])
    let review = try order(collecting, documents + [submit])
    #expect(review.phase == .underReview)
    #expect(review.actUntil == calendar.end(ofBusinessDays: 7, after: review.updateTime))
    #expect(review.status.nextActor == "operator")
    let provisioned = try order(review, [.approve, reserve, hold, accept, .recordAssignment(numbers)])
    #expect(provisioned.phase == .provisioned)
    #expect(provisioned.actUntil == nil)
  }

  @Test func whatIsMissingIsToldAtOnce() throws {
    let collecting = begun(draft(assisted))
    let problems = [Violation.required("applicant.vat_id", "the VAT id")]
    let error = #expect(throws: Refusal.self) {
      try collecting.applying(.submit(applicantProblems: problems, calendar), by: "p", now: start)
    }
    #expect(
      error?.violations.map(\.field) == [
        "applicant.vat_id", "documents.COMPANY_REGISTRATION", "documents.PROOF_OF_ADDRESS",
      ]
    )
  }

  @Test func theReviewerAsksAndRejects() throws {
    let review = try order(begun(draft(assisted)), documents + [submit])
    let asked = try order(review, [.ask(message: "Scan page 2.")])
    #expect(asked.phase.state == .actionRequired)
    #expect(asked.status.meaning.contains("Scan page 2."))
    #expect(asked.actUntil == nil)
    let again = try order(asked, [.removeDocument(id: "d1"), documents[0], documents[1], submit])
    #expect(again.phase == .underReview && again.application?.reviewerMessage.isEmpty == true)
    let rejected = try order(review, [.reject(message: "NO")])
    #expect(rejected.status.reason == "REJECTED_BY_REVIEWER")
    #expect(rejected.status.meaning.contains("NO"))
  }

  // domain.md section 4, AU and NZ: three states, and PENDING until the additional information is given.
  @Test func australiaWaitsForTheAdditionalInformationAndKnowsNoActionRequired() throws {
    let begun = begun(draft(australia))
    let waiting = try order(begun, [submit])
    #expect(waiting.phase.state == .pending)
    #expect(waiting.status.reason == "WAITING_FOR_EMERGENCY_INFORMATION")
    let review = try order(waiting, [.giveEmergencyInformation(calendar)])
    #expect(review.phase == .underReview && review.actUntil != nil)
    #expect(try order(review, [.ask(message: "More.")]).phase.state == .pending)
    #expect(try order(begun, [.giveEmergencyInformation(calendar), submit]).phase == .underReview)
  }

  @Test(arguments: [
    (documents[0], "ORDER_NOT_ASSISTED"), (submit, "ORDER_NOT_ASSISTED"), (.approve, "ORDER_NOT_ASSISTED"),
    (.giveEmergencyInformation(calendar), "EMERGENCY_INFORMATION_NOT_ASKED"), (accept, "NUMBERS_NOT_HELD"),
  ])
  func whatFitsNoSelfServiceOrderIsRefused(command: OrderCommand, reason: String) {
    let error = #expect(throws: Refusal.self) {
      try Self.reserved.applying(command, by: "p", now: start)
    }
    #expect(error?.reason == reason)
  }

  @Test func whatDoesNotFitThePhaseIsRefused() throws {
    let collecting = begun(draft(assisted))
    let review = try order(collecting, documents + [submit])
    for (order, command, reason) in [
      (collecting, OrderCommand.approve, "ORDER_NOT_UNDER_REVIEW"), (review, documents[0], "ORDER_NOT_OPEN"),
      (collecting, .removeDocument(id: "x"), "RESOURCE_NOT_FOUND"),
    ] {
      let error = #expect(throws: Refusal.self) { try order.applying(command, by: "p", now: start) }
      #expect(error?.reason == reason)
    }
    let full = try order(collecting, (0..<20).map { .attach(document(.other, id: "\($0)")) })
    let error = #expect(throws: Refusal.self) { try full.applying(documents[0], by: "p", now: start) }
    #expect(error?.reason == "DOCUMENT_LIMIT")
  }

  /// domain.md sections 2 and 6: no number is activated without an emergency address.
  @Test func anOrderWaitsForTheAddressOfItsLocation() throws {
    let held = try order(begun(draft()), [reserve, hold])
    let waiting = try order(held, [accepting(.missing)])
    #expect(waiting.phase == .waitingForEmergencyAddress && waiting.acceptedTerms == "v2")
    #expect(waiting.status.reason == "EMERGENCY_ADDRESS_MISSING" && waiting.status.nextActor == "customer")
    #expect(try order(waiting, [.recordAddress(.missing)]) == waiting)
    let going = try order(waiting, [.recordAddress(.given)])
    #expect(going.phase == .assigning && going.failure.isEmpty)
    #expect(going.history.suffix(2).map(\.event) == [.termsAccepted, .emergencyAddressFound])
    #expect(try order(going, [.recordAssignment(numbers)]).phase == .provisioned)

    let canceled = try order(waiting, [.cancel, .recordRelease])
    #expect(canceled.phase == .canceled && canceled.failure.isEmpty)
    // As long as nobody knows, nobody is told to do anything.
    let asked = try order(held, [accepting(.unknown)])
    #expect(asked.status.reason == "CHECKING_EMERGENCY_ADDRESS" && asked.status.nextActor == "trunkline")
    let found = try order(asked, [.recordAddress(.missing)])
    #expect(found.status == waiting.status && found.history.last?.event == .emergencyAddressAwaited)
  }
}
