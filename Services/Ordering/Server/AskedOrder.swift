import Messages
import OrderingRules
import OrderingStore
import ServiceKit
import Storage
import Telephony

/// A request for an order, with what makes a repeat of it harmless.
struct AskedOrder: Sendable {
  let name: String
  /// Id of the organization.
  let organization: String
  let principal: String
  var order: OrderingV1.Order
  let hash: [UInt8]
  /// What was filled in once for orders like this one.
  var filled: FilledInGroup? {
    didSet { documents = filled?.documents.map { GivenDocument($0.document, content: $0.content) } ?? [] }
  }
  /// Those of what was filled in.
  private(set) var documents: [GivenDocument] = []

  /// The order as it begins, when nothing is wrong with it: decided in the transaction that stores it, so that two
  /// orders at once cannot both take the last number of a trial.
  func begun(
    _ reservation: ReservationReading,
    now: Instant,
    in transaction: Transaction,
    name: String
  ) throws -> Order {
    let catalog = CatalogTables(transaction)
    let location = try catalog.location(order.location)
    let country = try location.flatMap { try catalog.country($0.countryCode) }
    let terms = country.map(CountryTerms.init)
    let organizationFacts = try catalog.organization("organizations/\(organization)")
    let problems = applicantProblems(terms, country: country, location: location, now: now)
    let check = OrderCheck(
      request: OrderRequest(order, organization: organization, country: location?.countryCode ?? ""),
      organization: organizationFacts,
      location: location,
      country: terms,
      reservation: reservation.numbers,
      reservationProblem: reservation.problem,
      // What is missing may be given until the order is handed in; what is wrong is told now.
      applicantProblems: problems.filter { $0.reason != "REQUIRED" }
        + (filled?.violations(.newNumbers, country: location?.countryCode ?? "", type: order.numberType)
          ?? []),
      numbersSoFar: organizationFacts?.accountType == .trial
        ? try OrderReader(transaction).numbersCountingForTrial(ofOrganization: organization) : 0
    )
    let draft = try check.draft()
    return Order.begun(
      name: name,
      draft: draft,
      documents: try documents.map { document in
        let calendar = BusinessCalendar(country, location)
        return try document.checked(terms: draft.terms, today: calendar.day(of: document.time))
      },
      reserved: reservation.numbers?.numbers ?? [],
      applicantProblems: problems.map { $0.under("applicant", insteadOf: "order.applicant") },
      by: principal,
      now: now
    )
  }

  /// Only assisted orders have an applicant, and only they need to know what day it is there.
  private func applicantProblems(
    _ terms: CountryTerms?,
    country: CatalogV1.Country?,
    location: LocationFacts?,
    now: Instant
  ) -> [Violation] {
    guard let terms, let country, terms.kind == .assisted else { return [] }
    return Applicant(order.applicant ?? OrderingV1.Applicant()).violations(
      terms: terms.application,
      country: location?.countryCode ?? "",
      addressRules: AddressRules(country),
      today: BusinessCalendar(country, location).day(of: now),
      path: "order.applicant"
    )
  }
}

extension OrderingV1.Order {
  /// The type of the numbers that it asks for, when it says one.
  fileprivate var numberType: NumberType? {
    switch selection {
    case .quantity(let quantity):
      NumberType(rawValue: UInt8(clamping: quantity.criteria?.numberType.rawValue ?? 0))
    case .block(let block): NumberType(rawValue: UInt8(clamping: block.criteria?.numberType.rawValue ?? 0))
    case .specific, nil: nil
    }
  }
}

extension Violation {
  /// The same of a field that another request names otherwise.
  fileprivate func under(_ path: String, insteadOf old: String) -> Violation {
    var copy = self
    copy.field = path + field.trimmingPrefix(old)
    return copy
  }
}
