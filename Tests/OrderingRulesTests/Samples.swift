import OrderingRules
import Telephony

let start = Instant(milliseconds: 1_700_000_000_000)
let numbers = [12_015_550_123, 12_015_550_124].compactMap(TelephoneNumber.init(digits:))
let selfService = CountryTerms(
  kind: .selfService,
  numberTypes: [.local, .tollFree],
  blockSizes: [10, 50, 100],
  largestOrder: 100,
  offersTollFree: true,
  offersServiceNumbers: true
)

/// The rules of a country of the first EU section.
let assisted = CountryTerms(
  kind: .assisted,
  numberTypes: [.local, .national],
  blockSizes: [10, 50, 100],
  largestOrder: 100,
  offersTollFree: false,
  offersServiceNumbers: true,
  application: ApplicationTerms(
    applicantFields: [.representativeName, .contactPhone, .companyName, .address],
    documents: [.companyRegistration, .proofOfAddress],
    reviewBusinessDays: 7,
    hasActionRequired: true
  )
)

/// Australia.
let australia: CountryTerms = {
  var terms = assisted
  terms.application.documents = []
  terms.application.hasActionRequired = false
  terms.application.needsEmergencyInformation = true
  return terms
}()

let criteria = NumberCriteria(countryCode: "US", type: nil, encoded: [])

func draft(
  _ terms: CountryTerms = selfService,
  _ selection: NumberSelection = .quantity(2, criteria),
  _ fulfillment: Fulfillment = .all
) -> OrderDraft {
  OrderDraft(
    organization: "acme",
    location: "organizations/acme/locations/hq",
    kind: terms.kind,
    selection: selection,
    fulfillment: fulfillment,
    usage: .standard,
    details: "",
    terms: terms.application
  )
}

func begun(_ draft: OrderDraft, reserved: [TelephoneNumber] = []) -> Order {
  Order.begun(
    name: "organizations/acme/orders/o1",
    draft: draft,
    reserved: reserved,
    by: "keys/admin",
    now: start
  )
}

/// The order after commands, each a second after the one before.
func order(_ begun: Order, _ commands: [OrderCommand]) throws -> Order {
  try commands.reduce(begun) { order, command in
    try order.applying(command, by: "keys/admin", now: order.updateTime + .seconds(1))
  }
}

func document(_ kind: DocumentKind, id: String = "d1") -> OrderDocument {
  OrderDocument(
    id: id,
    kind: kind,
    issueDate: nil,
    format: .pdf,
    sha256: [],
    byteCount: 1,
    attachTime: start
  )
}

let calendar = BusinessCalendar()
let reserve = OrderCommand.recordReservation(
  name: "organizations/acme/reservations/r1",
  fencingToken: 7,
  numbers
)
let hold = OrderCommand.recordHold(numbers)
let accept = accepting(.given)
func accepting(_ address: AddressFinding, isAdministrator: Bool = true) -> OrderCommand {
  .acceptTerms(isCustomerAdministrator: isAdministrator, version: "v2", address: address)
}

let submit = OrderCommand.submit(applicantProblems: nil, calendar)
let documents = [OrderCommand.attach(document(.companyRegistration)), .attach(document(.proofOfAddress))]

struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
