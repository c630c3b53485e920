import OrderingRules
import Telephony
import Testing

@Suite struct OrderCheckTests {
  private static let paid = OrganizationFacts(accountType: .paid, outboundCallingPlans: 1)
  private static let trial = OrganizationFacts(accountType: .trial, outboundCallingPlans: 0)
  private static let site = LocationFacts(countryCode: "US", connection: .callingPlan)

  private static func request(
    location: String = "organizations/acme/locations/hq",
    reservation: String = "organizations/acme/reservations/r1",
    fencingToken: Int64 = 7
  ) -> OrderRequest {
    OrderRequest(
      organization: "acme",
      location: location,
      reservation: reservation,
      fencingToken: fencingToken
    )
  }

  private static func numbers(_ count: Int, isBlock: Bool = false, tollFree: Int = 0) -> ReservedNumbers {
    let numbers = (0..<count).compactMap { TelephoneNumber(digits: 12_015_550_000 + UInt64($0)) }
    return ReservedNumbers(numbers: numbers, isBlock: isBlock, tollFreeCount: tollFree)
  }

  private func refusal(_ check: OrderCheck) -> Refusal? {
    do {
      _ = try check.draft()
      return nil
    } catch {
      return error
    }
  }

  @Test func rightRequestPasses() throws {
    let check = OrderCheck(
      request: Self.request(),
      organization: Self.paid,
      location: Self.site,
      reservation: Self.numbers(100)
    )
    #expect(try check.draft().reservation == "organizations/acme/reservations/r1")
  }

  @Test func everyWrongFieldIsToldAtOnce() {
    let check = OrderCheck(
      request: Self.request(location: "hq", reservation: "", fencingToken: 0),
      organization: OrganizationFacts(accountType: .paid, outboundCallingPlans: 0)
    )
    let refusal = refusal(check)
    #expect(refusal?.kind == .invalid)
    #expect(
      refusal?.violations.map { "\($0.field) \($0.reason)" } == [
        "order.location INVALID_RESOURCE_NAME", "order.reservation REQUIRED", "order.fencing_token REQUIRED",
        "parent OUTBOUND_CALLING_PLAN_REQUIRED",
      ]
    )
  }

  @Test func foreignLocationAndReservationAreWrongWhetherOrNotTheyExist() {
    let request = Self.request(
      location: "organizations/other/locations/hq",
      reservation: "organizations/other/reservations/r1"
    )
    #expect(!request.namesLocation && !request.namesReservation)
    let refusal = refusal(OrderCheck(request: request, organization: Self.paid))
    #expect(refusal?.violations.map(\.reason) == ["FOREIGN_RESOURCE", "FOREIGN_RESOURCE"])
  }

  @Test func unknownLocationIsNotFound() {
    let refusal = refusal(
      OrderCheck(request: Self.request(), organization: Self.paid, reservation: Self.numbers(1))
    )
    #expect(refusal?.kind == .notFound)
    #expect(refusal?.reason == "LOCATION_NOT_FOUND")
  }

  @Test(arguments: [
    (paid, LocationFacts(countryCode: "US", connection: .premises), numbers(1), "CALLING_PLAN_NOT_ENABLED"),
    (
      OrganizationFacts(accountType: .paid, outboundCallingPlans: 0), site, numbers(1),
      "OUTBOUND_CALLING_PLAN_REQUIRED"
    ),
    (paid, site, numbers(101), "ORDER_TOO_LARGE"),
    (trial, site, numbers(10, isBlock: true), "NOT_AVAILABLE_ON_TRIAL"),
    (trial, site, numbers(1, tollFree: 1), "NOT_AVAILABLE_ON_TRIAL"),
    (trial, site, numbers(11), "TRIAL_NUMBER_LIMIT"),
    (
      paid, LocationFacts(countryCode: "DE", connection: .callingPlan), numbers(1, tollFree: 1),
      "TOLL_FREE_UNAVAILABLE"
    ),
    (paid, site, numbers(10, isBlock: true, tollFree: 10), "TOLL_FREE_BLOCK"),
  ])
  func conditionIsTold(
    organization: OrganizationFacts,
    location: LocationFacts,
    reservation: ReservedNumbers,
    reason: String
  ) {
    let check = OrderCheck(
      request: Self.request(),
      organization: organization,
      location: location,
      reservation: reservation
    )
    let refusal = refusal(check)
    #expect(refusal?.violations.map(\.reason) == [reason])
    #expect(refusal?.kind == (reason == "ORDER_TOO_LARGE" ? .invalid : .precondition))
  }

  @Test(arguments: [(0, 10, true), (9, 1, true), (10, 1, false), (9, 2, false)])
  func trialGetsTenNumbersAndNoMore(soFar: Int, more: Int, passes: Bool) {
    let check = OrderCheck(
      request: Self.request(),
      organization: Self.trial,
      location: Self.site,
      reservation: Self.numbers(more),
      numbersSoFar: soFar
    )
    #expect((refusal(check) == nil) == passes)
  }

  @Test func problemOfTheReservationIsCarriedThrough() {
    let check = OrderCheck(
      request: Self.request(),
      organization: Self.paid,
      location: Self.site,
      reservationProblem: Violation(
        field: "order.reservation",
        reason: "RESERVATION_EXPIRED",
        description: "x"
      )
    )
    let refusal = refusal(check)
    #expect(refusal?.kind == .precondition)
    #expect(refusal?.reason == "RESERVATION_EXPIRED")
  }
}
