import Messages
import PortingRules
import PortingStore
import ServiceKit
import Storage
import Telephony

/// What is known of where an order brings its numbers to, by the copy of the catalog.
struct PortPlace: Sendable {
  let organization: OrganizationFacts?
  let site: LocationFacts
  let rules: PortingRules
  let offersServiceNumbers: Bool
  private let addressRules: AddressRules
  private let holidays: Set<CivilDate>
  private let zones: NumberZones

  /// Nil when the location is not known, or its country is not offered.
  init?(_ location: String, in transaction: Transaction) throws {
    let tables = CatalogTables(transaction)
    guard let site = try tables.location(location), let country = try tables.country(site.countryCode) else {
      return nil
    }
    let zone = LocalZone(site.timeZone) ?? country.timeZones.first.flatMap(LocalZone.init)
    guard let zone else { return nil }
    organization = try tables.organization(location.split(separator: "/").prefix(2).joined(separator: "/"))
    self.site = site
    rules = PortingRules(country)
    offersServiceNumbers = country.serviceNumbers
    addressRules = AddressRules(country)
    holidays = country.publicHolidays.map(PublicHoliday.init).days(in: site.region)
    zones = NumberZones(
      country.numberTimeZones.map { .init(timeZone: $0.timeZone, prefixes: $0.prefixes) },
      location: zone
    )
  }

  /// When numbers can be ported here.
  func calendar(for numbers: [TelephoneNumber]) -> PortCalendar {
    PortCalendar(
      hours: rules.hours,
      zones: zones.zones(of: numbers),
      holidays: holidays,
      cutOff: rules.cutOff
    )
  }

  func situation(of order: PortOrder, by principal: String, now: Instant) -> PortSituation {
    PortSituation(
      now: now,
      principal: principal,
      calendar: calendar(for: order.telephoneNumbers),
      leadTime: rules.leadTime(of: order.wish, numbers: order.numbers.count)
    )
  }

  func preFlight(of stored: StoredPort, now: Instant, in table: PortTable) throws -> PreFlight {
    let order = stored.order
    var check = PreFlight(
      order: order,
      rules: rules,
      organization: organization,
      site: site,
      offersServiceNumbers: offersServiceNumbers,
      takenNumbers: try table.taken(order.telephoneNumbers, besides: stored.sequence),
      calendar: calendar(for: order.telephoneNumbers),
      now: now
    )
    check.addressRules = addressRules
    return check
  }
}

extension PublicHoliday {
  fileprivate init(_ message: CatalogV1.PublicHoliday) {
    self.init(
      displayName: message.displayName,
      dates: message.dates.compactMap(CivilDate.init(_:)),
      regions: message.regions
    )
  }
}
