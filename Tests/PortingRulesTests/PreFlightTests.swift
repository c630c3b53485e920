import PortingRules
import Telephony
import Testing

/// What keeps an order from being submitted: every violation in one answer, each with its field.
@Suite struct PreFlightTests {
  private static let now = Instant(milliseconds: 1_795_618_800_000)  // 2026-11-25T15:00:00Z, a Wednesday.
  private static let main = "+33142345600"
  private static let other = "+33142345601"

  private static func number(_ text: String, carrier: String = "One") -> NumberPortability {
    NumberPortability(phoneNumber: text, answer: .portable, reason: "", fix: "", losingCarrier: carrier)
  }

  private static var account: LosingAccount {
    var account = LosingAccount()
    account.accountNumber = "4711"
    account.billingNumber = main
    account.authorizedName = "Ada Byron"
    account.companyName = "Acme"
    return account
  }

  private static func check(
    _ numbers: [NumberPortability] = [number(main)],
    type: PortType = .standard,
    types: [PortType] = PortType.allCases,
    fields: [PortFieldRule] = [],
    documents: [DocumentRule<PortDocument>] = [],
    taken: Set<TelephoneNumber> = [],
    _ change: (inout PortWish) -> Void = { _ in }
  ) -> [String] {
    // A Tuesday, 14:30 in Paris.
    var wish = PortWish(type: type, desiredTime: Instant(rfc3339: "2026-12-15T13:30:00Z"), account: account)
    change(&wish)
    let order = PortOrder(
      name: "organizations/acme/portOrders/p",
      organization: "acme",
      location: "organizations/acme/locations/paris",
      countryCode: "FR",
      numbers: numbers,
      wish: wish,
      now: now
    )
    let hours = ["10:00-13:00", "14:00-17:00"].compactMap { LocalHours($0) }
    let rules = PortingRules(
      types: types,
      schedule: PortSchedule(
        types.map { PortLeadTime($0, businessDays: 8, cancellationBusinessDays: 5) }
      ),
      hours: hours,
      hasFixedHours: true,
      answersAtOnce: true,
      movesMessaging: false,
      tellsCompletion: false,
      letter: .countryForm,
      fields: fields,
      documents: documents
    )
    return PreFlight(
      order: order,
      rules: rules,
      organization: OrganizationFacts(accountType: .paid, outboundCallingPlans: 1),
      site: LocationFacts(countryCode: "FR", connection: .callingPlan),
      offersServiceNumbers: true,
      takenNumbers: taken,
      calendar: PortCalendar(
        hours: hours,
        zones: [LocalZone("Europe/Paris")].compactMap { $0 },
        holidays: [CivilDate("2026-12-25")].compactMap { $0 }.reduce(into: []) { $0.insert($1) }
      ),
      now: now
    ).violations.map { "\($0.field) \($0.reason)" }
  }

  @Test func aCompleteOrderHasNoViolation() { #expect(Self.check() == []) }

  @Test(arguments: [
    ("2026-12-04T13:30:00Z", "BEFORE_EARLIEST_DATE"), ("2026-12-19T13:30:00Z", "NOT_A_WORKING_DAY"),
    ("2026-12-25T13:30:00Z", "NOT_A_WORKING_DAY"), ("2026-12-15T12:30:00Z", "OUTSIDE_WINDOW"),
    ("2026-12-15T16:00:00Z", "OUTSIDE_WINDOW"),
  ])
  func datesAreChecked(time: String, reason: String) {
    #expect(Self.check { $0.desiredTime = Instant(rfc3339: time) } == ["desired_time \(reason)"])
  }

  @Test func aDateHasToBeGiven() { #expect(Self.check { $0.desiredTime = nil } == ["desired_time REQUIRED"]) }

  /// France's four types (domain.md section 5).
  @Test(arguments: [
    (PortType.isolated, [main], []), (.isolated, [main, other], ["port_type PORT_TYPE_INCORRECT"]),
    (.full, [main, other], []), (.full, [other], ["port_type PORT_TYPE_INCORRECT"]),
    (.partial, [other], []), (.partial, [main, other], ["port_type PORT_TYPE_INCORRECT"]),
    (.complex, [main], ["details.new_billing_number REQUIRED"]),
    (.complex, [other], ["port_type PORT_TYPE_INCORRECT", "details.new_billing_number REQUIRED"]),
    (.mixedOperator, [main, other], ["port_type PORT_TYPE_INCORRECT"]),
  ])
  func typesSayWhatTheNumbersAre(type: PortType, numbers: [String], violations: [String]) {
    #expect(Self.check(numbers.map { Self.number($0) }, type: type) == violations)
  }

  @Test func aTypeOfAnotherCountryIsNone() {
    #expect(Self.check(types: [.mixedOperator]) == ["port_type PORT_TYPE_NOT_OFFERED"])
  }

  @Test func numbersOfTwoCarriersAreSplitUnlessTheyAreMixed() {
    let numbers = [Self.number(Self.main), Self.number(Self.other, carrier: "Two")]
    #expect(Self.check(numbers) == ["numbers SPLIT_REQUIRED"])
    #expect(Self.check(numbers, type: .mixedOperator) == [])
  }

  @Test func theNewBillingNumberStays() {
    let numbers = [Self.number(Self.main), Self.number(Self.other)]
    #expect(Self.check(numbers) { $0.remaining = .keep } == ["details.new_billing_number REQUIRED"])
    #expect(Self.check(numbers) { $0.remaining = .disconnect } == [])
    #expect(
      Self.check(numbers) { wish in
        wish.remaining = .keep
        wish.account.newBillingNumber = Self.other
      } == ["details.new_billing_number NEW_BILLING_NUMBER_IN_ORDER"]
    )
  }

  @Test func aNumberIsInOneOpenOrderOnly() throws {
    let taken = try #require(TelephoneNumber(e164: Self.main))
    #expect(Self.check(taken: [taken]) == ["numbers[0].phone_number NUMBER_IN_OTHER_ORDER"])
  }

  @Test func everythingThatIsMissingIsToldAtOnce() {
    let violations = Self.check(
      fields: [
        .init(.accountNumber), .init(.pin, .ifAvailable), .init(.rio), .init(.siret), .init(.contactEmail),
      ],
      documents: [.init(.letterOfAgency), .init(.bill, age: .atMost30Days), .init(.proofOfNationalAddress)]
    ) { $0.account = LosingAccount() }
    #expect(
      violations == [
        "details.billing_number REQUIRED", "details.authorized_name REQUIRED",
        "details.company_name REQUIRED",
        "details.account_number REQUIRED", "details.values.RIO[+33142345600] REQUIRED",
        "details.values.SIRET REQUIRED", "details.contact_emails REQUIRED",
        "documents.LETTER_OF_AGENCY DOCUMENT_REQUIRED", "documents.BILL DOCUMENT_REQUIRED",
        "documents.PROOF_OF_NATIONAL_ADDRESS DOCUMENT_REQUIRED",
      ]
    )
  }

  /// A RIO whose check characters were computed by hand belongs to one number.
  @Test func aStatementOfAnotherNumberIsWrong() {
    let violations = Self.check(fields: [.init(.rio)]) { wish in
      wish.account.values = [PortValue(field: "RIO", text: "01PABCDEFAAA", phoneNumber: Self.main)]
    }
    #expect(violations == ["details.values.RIO[+33142345600] INVALID_RIO"])
  }
}
