import OrderingRules
import Telephony
import Testing

@Suite struct OrderCheckTests {
  private static let paid = OrganizationFacts(
    accountType: .paid,
    outboundCallingPlans: 1,
    serviceNumberLicenses: 1
  )
  private static let trial = OrganizationFacts(accountType: .trial, outboundCallingPlans: 0)
  private static let site = LocationFacts(
    countryCode: "US",
    connection: .callingPlan,
    hasServiceNumbers: true
  )
  private static let german = LocationFacts(countryCode: "DE", connection: .callingPlan)

  private static func request(
    location: String = "organizations/acme/locations/hq",
    _ wish: OrderRequest.Wish = .quantity(1, criteria),
    _ fulfillment: Fulfillment = .all,
    usage: NumberUsage = .standard
  ) -> OrderRequest {
    OrderRequest(organization: "acme", location: location, wish: wish, fulfillment: fulfillment, usage: usage)
  }

  private static func reservation(_ token: Int64 = 7, organization: String = "acme") -> OrderRequest.Wish {
    .reservation(name: "organizations/\(organization)/reservations/r1", fencingToken: token)
  }

  private static func reserved(_ count: Int, isBlock: Bool = false, tollFree: Int = 0) -> ReservedNumbers {
    let numbers = (0..<UInt64(count)).compactMap { TelephoneNumber(digits: 12_015_550_000 + $0) }
    return ReservedNumbers(numbers: numbers, isBlock: isBlock, tollFreeCount: tollFree, countryCodes: ["US"])
  }

  private static func like(_ country: String, _ type: NumberType?) -> NumberCriteria {
    NumberCriteria(countryCode: country, type: type, encoded: [])
  }

  private func refusal(_ check: OrderCheck) -> Refusal? {
    do {
      _ = try check.draft()
      return nil
    } catch {
      return error
    }
  }

  private func reasons(_ check: OrderCheck) -> [String] {
    refusal(check)?.violations.map(\.reason) ?? []
  }

  private func check(
    _ request: OrderRequest,
    _ organization: OrganizationFacts = paid,
    _ location: LocationFacts = site,
    reservation: ReservedNumbers? = nil,
    soFar: Int = 0
  ) -> OrderCheck {
    OrderCheck(
      request: request,
      organization: organization,
      location: location,
      country: location.countryCode == "US" ? selfService : assisted,
      reservation: reservation,
      numbersSoFar: soFar
    )
  }

  @Test func rightRequestsPass() throws {
    let wishes: [OrderRequest.Wish] = [
      Self.reservation(), .specific(["+12015550123"]), .quantity(100, criteria), .block(50, criteria),
      .quantity(101, Self.like("US", .tollFree)),
    ]
    for wish in wishes {
      let draft = try check(Self.request(wish), reservation: Self.reserved(100)).draft()
      #expect(draft.kind == .selfService)
    }
    let draft = try check(Self.request(.quantity(5, Self.like("DE", .local))), Self.paid, Self.german)
      .draft()
    #expect(draft.kind == .assisted && draft.terms == assisted.application)
  }

  @Test func everyWrongFieldIsToldAtOnce() {
    let request = OrderRequest(
      organization: "acme",
      location: "hq",
      wish: .reservation(name: "", fencingToken: 0),
      fulfillment: .backorder,
      details: String(repeating: "x", count: 1_001)
    )
    let unlicensed = OrganizationFacts(accountType: .paid, outboundCallingPlans: 0)
    let refusal = refusal(OrderCheck(request: request, organization: unlicensed))
    #expect(refusal?.kind == .invalid)
    #expect(
      refusal?.violations.map { "\($0.field) \($0.reason)" } == [
        "order.location INVALID_RESOURCE_NAME", "order.reservation REQUIRED", "order.fencing_token REQUIRED",
        "order.fulfillment.policy FULFILLMENT_UNAVAILABLE", "order.details INVALID_TEXT",
        "parent OUTBOUND_CALLING_PLAN_REQUIRED",
      ]
    )
  }

  @Test func everyWrongNumberIsNamed() {
    let wish = OrderRequest.Wish.specific(["+12015550123", "555", "+12015550123"])
    let violations = refusal(check(Self.request(wish)))?.violations ?? []
    #expect(
      violations.map { "\($0.field) \($0.reason)" } == [
        "order.specific.phone_numbers[1] INVALID_PHONE_NUMBER",
        "order.specific.phone_numbers[2] DUPLICATE_PHONE_NUMBER",
      ]
    )
  }

  @Test(arguments: [
    (OrderRequest.Wish.none, Fulfillment.all, "REQUIRED"), (.contradictory, .all, "SELECTION_CONTRADICTORY"),
    (.specific([]), .all, "REQUIRED"), (.quantity(0, criteria), .all, "INVALID_QUANTITY"),
    (.quantity(5, criteria), .partial(minimum: 6), "INVALID_MINIMUM"),
    (.quantity(5, criteria), .partial(minimum: 0), "INVALID_MINIMUM"),
    (.block(10, criteria), .partial(minimum: 5), "BLOCK_IS_WHOLE"),
    (.block(10, criteria), .backorder, "BLOCK_IS_WHOLE"), (.block(11, criteria), .all, "BLOCK_SIZE"),
    (.quantity(101, criteria), .all, "ORDER_TOO_LARGE"),
    (.quantity(1, like("DE", nil)), .all, "COUNTRY_MISMATCH"),
    (.quantity(1, like("US", .mobile)), .all, "NUMBER_TYPE_UNAVAILABLE"),
    (.block(10, like("US", .tollFree)), .all, "TOLL_FREE_BLOCK"),
  ])
  func whatCannotBeOrderedIsRefused(wish: OrderRequest.Wish, fulfillment: Fulfillment, reason: String) {
    #expect(reasons(check(Self.request(wish, fulfillment))) == [reason])
  }

  @Test(arguments: [
    (OrderRequest.Wish.quantity(1, like("DE", nil)), ["REQUIRED"]),
    (.quantity(1, like("DE", .mobile)), ["NUMBER_TYPE_UNAVAILABLE"]),
    (.quantity(1, like("DE", .tollFree)), ["TOLL_FREE_UNAVAILABLE"]),
    (.specific(["+4930123456"]), ["QUANTITY_REQUIRED"]), (reservation(), ["QUANTITY_REQUIRED"]),
  ])
  func assistedCountriesTakeAQuantityOfAType(wish: OrderRequest.Wish, expected: [String]) {
    #expect(reasons(check(Self.request(wish), Self.paid, Self.german)) == expected)
  }

  @Test func numbersOfAnotherCountryAreRefused() {
    var canadian = Self.reserved(1)
    canadian.countryCodes = ["CA"]
    #expect(reasons(check(Self.request(Self.reservation()), reservation: canadian)) == ["COUNTRY_MISMATCH"])
  }

  @Test func foreignLocationAndReservationAreWrongWhetherOrNotTheyExist() {
    let request = Self.request(
      location: "organizations/other/locations/hq",
      Self.reservation(organization: "other")
    )
    #expect(!request.namesLocation && request.namedReservation == nil)
    let refusal = refusal(OrderCheck(request: request, organization: Self.paid))
    #expect(refusal?.violations.map(\.reason) == ["FOREIGN_RESOURCE", "FOREIGN_RESOURCE"])
  }

  @Test func unknownLocationIsNotFound() {
    let refusal = refusal(OrderCheck(request: Self.request(), organization: Self.paid))
    #expect(refusal?.kind == .notFound)
    #expect(refusal?.reason == "LOCATION_NOT_FOUND")
  }

  @Test func aCountryWithoutRulesIsNotOffered() {
    let check = OrderCheck(request: Self.request(), organization: Self.paid, location: Self.site)
    #expect(reasons(check) == ["COUNTRY_NOT_OFFERED"])
  }

  @Test(arguments: [
    (paid, LocationFacts(countryCode: "US", connection: .premises), reserved(1), "CALLING_PLAN_NOT_ENABLED"),
    (
      OrganizationFacts(accountType: .paid, outboundCallingPlans: 0), site, reserved(1),
      "OUTBOUND_CALLING_PLAN_REQUIRED"
    ),
    (paid, site, reserved(101), "ORDER_TOO_LARGE"),
    (trial, site, reserved(10, isBlock: true), "NOT_AVAILABLE_ON_TRIAL"),
    (trial, site, reserved(1, tollFree: 1), "NOT_AVAILABLE_ON_TRIAL"),
    (trial, site, reserved(11), "TRIAL_NUMBER_LIMIT"),
    (paid, site, reserved(10, isBlock: true, tollFree: 10), "TOLL_FREE_BLOCK"),
  ])
  func conditionIsTold(
    organization: OrganizationFacts,
    location: LocationFacts,
    reservation: ReservedNumbers,
    reason: String
  ) {
    let check = check(Self.request(Self.reservation()), organization, location, reservation: reservation)
    let refusal = refusal(check)
    #expect(refusal?.violations.map(\.reason) == [reason])
    #expect(refusal?.kind == (reason == "ORDER_TOO_LARGE" ? .invalid : .precondition))
  }

  @Test func serviceNumbersNeedALicenceAndAProvider() {
    let request = Self.request(usage: .service)
    #expect(reasons(check(request)).isEmpty)
    let unlicensed = LocationFacts(countryCode: "US", connection: .callingPlan)
    #expect(reasons(check(request, Self.paid, unlicensed)) == ["SERVICE_LICENSE_REQUIRED"])
    #expect(reasons(check(request, Self.trial)) == ["NOT_AVAILABLE_ON_TRIAL"])
    var unsupported = check(request)
    unsupported.country?.offersServiceNumbers = false
    #expect(reasons(unsupported) == ["SERVICE_NUMBERS_UNSUPPORTED"])
    unsupported.location = unlicensed
    #expect(reasons(unsupported) == ["SERVICE_NUMBERS_UNSUPPORTED", "SERVICE_LICENSE_REQUIRED"])
    // domain.md section 3: locations of a paying customer that are connected otherwise may have them.
    for connection in [LocationFacts.Connection.premises, .cloudConnected] {
      let location = LocationFacts(countryCode: "US", connection: connection)
      #expect(reasons(check(request, Self.paid, location)).isEmpty)
      #expect(reasons(check(Self.request(), Self.paid, location)) == ["CALLING_PLAN_NOT_ENABLED"])
    }
  }

  @Test(arguments: [(0, 10, true), (9, 1, true), (10, 1, false), (9, 2, false)])
  func trialGetsTenNumbersAndNoMore(soFar: Int, more: Int, passes: Bool) {
    let check = check(Self.request(.quantity(more, criteria)), Self.trial, soFar: soFar)
    #expect((refusal(check) == nil) == passes)
  }

  @Test func problemOfTheReservationIsCarriedThrough() {
    var check = check(Self.request(Self.reservation()))
    check.reservationProblem = Violation(
      field: "order.reservation",
      reason: "RESERVATION_EXPIRED",
      description: "x"
    )
    let refusal = refusal(check)
    #expect(refusal?.kind == .precondition)
    #expect(refusal?.reason == "RESERVATION_EXPIRED")
  }
}
