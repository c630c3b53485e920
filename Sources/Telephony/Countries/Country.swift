/// The rules of one country (domain.md section 8: data, in one place, read by every service).
public struct Country: Hashable, Sendable {
  /// How new numbers are ordered (domain.md section 4).
  public enum Ordering: String, Hashable, Sendable, CaseIterable {
    /// Search, reserve, order, provisioned at once.
    case selfService = "SELF_SERVICE"
    /// Ordered by form and reviewed.
    case assisted = "ASSISTED"
  }

  /// ISO 3166-1 alpha-2 code, upper case.
  public var code: String
  /// English name.
  public var displayName: String
  public var ordering: Ordering
  /// Number types that are sold.
  public var numberTypes: [NumberType]
  /// Sizes in which consecutive numbers are sold.
  public var blockSizes: [Int]
  /// Most new numbers in one order.
  public var maximumNumbersPerOrder: Int
  /// Whether toll-free numbers are offered.
  public var offersTollFree: Bool
  /// Whether service numbers are offered.
  public var offersServiceNumbers: Bool
  /// IANA names of its time zones, the one with most people first.
  public var timeZones: [String]
  /// What an order for new numbers asks for and how long its review takes.
  public var application: ApplicationRules
  public var porting: PortingRules
  public var address: AddressRules
  /// Also those of some regions only.
  public var holidays: [PublicHoliday]
  /// Codes of regions that have no holidays of their own, where there is no list of all regions.
  public var regionsWithoutHolidays: [String]
  /// Where the first digits of a number tell its time zone.
  public var numberTimeZones: [NumberTimeZone]
  /// What its numbers may not be used for.
  public var useLimits: [UseLimit]
  /// Where each rule comes from, by its name.
  public var sources: [RuleSource]

  /// Takes rules that were checked when they were read.
  public init(
    code: String,
    displayName: String,
    ordering: Ordering,
    numberTypes: [NumberType],
    blockSizes: [Int],
    maximumNumbersPerOrder: Int,
    offersTollFree: Bool,
    offersServiceNumbers: Bool,
    timeZones: [String],
    application: ApplicationRules = ApplicationRules(),
    porting: PortingRules,
    address: AddressRules,
    holidays: [PublicHoliday] = [],
    regionsWithoutHolidays: [String] = [],
    numberTimeZones: [NumberTimeZone] = [],
    useLimits: [UseLimit] = [],
    sources: [RuleSource]
  ) {
    self.code = code
    self.displayName = displayName
    self.ordering = ordering
    self.numberTypes = numberTypes
    self.blockSizes = blockSizes
    self.maximumNumbersPerOrder = maximumNumbersPerOrder
    self.offersTollFree = offersTollFree
    self.offersServiceNumbers = offersServiceNumbers
    self.timeZones = timeZones
    self.application = application
    self.porting = porting
    self.address = address
    self.holidays = holidays
    self.regionsWithoutHolidays = regionsWithoutHolidays
    self.numberTimeZones = numberTimeZones
    self.useLimits = useLimits
    self.sources = sources
  }

  /// `countries/{code}`, the code in lower case.
  public var name: String { "countries/\(code.lowercased())" }

  /// Codes of the regions of which it is known what holidays they have; empty where no holiday is regional.
  public var knownRegions: Set<String> {
    let listed = Set(address.regions.map(\.code))
    guard listed.isEmpty else { return listed }
    let named = Set(holidays.flatMap(\.regions))
    return named.isEmpty ? [] : named.union(regionsWithoutHolidays)
  }

  public var timeZoneExample: String { timeZones.first ?? "America/New_York" }
}
