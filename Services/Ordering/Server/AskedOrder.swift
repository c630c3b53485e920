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
  let order: OrderingV1.Order
  let hash: [UInt8]

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
    let problems = applicantProblems(terms, country: country, code: location?.countryCode ?? "", now: now)
    let check = OrderCheck(
      request: OrderRequest(order, organization: organization, country: location?.countryCode ?? ""),
      organization: organizationFacts,
      location: location,
      country: terms,
      reservation: reservation.numbers,
      reservationProblem: reservation.problem,
      // What is missing may be given until the order is handed in; what is wrong is told now.
      applicantProblems: problems.filter { $0.reason != "REQUIRED" },
      numbersSoFar: organizationFacts?.accountType == .trial
        ? try OrderReader(transaction).numbersCountingForTrial(ofOrganization: organization) : 0
    )
    return Order.begun(
      name: name,
      draft: try check.draft(),
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
    code: String,
    now: Instant
  ) -> [Violation] {
    guard let terms, let country, terms.kind == .assisted else { return [] }
    return Applicant(order.applicant ?? OrderingV1.Applicant()).violations(
      terms: terms.application,
      country: code,
      today: BusinessCalendar(country, at: now).day(of: now),
      path: "order.applicant"
    )
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
