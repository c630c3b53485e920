import Telephony

/// An order to bring numbers over from other carriers (domain.md section 5).
public struct PortOrder: Hashable, Sendable, Codable {
  /// `organizations/{organization}/portOrders/{order}`.
  public let name: String
  /// Id of the organization.
  public let organization: String
  /// `organizations/{organization}/locations/{location}` that gets the numbers.
  public let location: String
  /// ISO 3166-1 alpha-2 code of the location's country, whose rules hold.
  public let countryCode: String
  public internal(set) var numbers: [NumberPortability]
  public internal(set) var phase: PortPhase
  /// What the customer fills in.
  public internal(set) var wish: PortWish
  public internal(set) var documents: [PortDocumentEntry] = []
  /// Kinds of documents that support asked for after submission.
  public internal(set) var requestedDocuments: [String] = []
  /// Why it was rejected or canceled; empty when it was not.
  public internal(set) var reason = ""
  /// The firm time of the losing carrier (FOC).
  public internal(set) var firmTime: Instant?
  /// Until when it can be canceled or moved, once the date is firm.
  public internal(set) var changeUntil: Instant?
  /// Until when who must act should have acted.
  public internal(set) var actUntil: Instant?
  /// Until when a draft has to be submitted for its desired time; nil for another order, and without such a time.
  public internal(set) var submitUntil: Instant?
  /// When the worker has to look at it; nil for never.
  public internal(set) var dueTime: Instant?
  /// Of the carrier's newest receipt; empty before.
  public internal(set) var reference = ""
  /// Of the submission that was rejected, which the next one replaces.
  public internal(set) var previousReference = ""
  /// Of the newest update that was taken over; older ones and repeats are passed over.
  public internal(set) var revision = 0
  public internal(set) var submissions = 0
  public internal(set) var submitTime: Instant?
  /// How often it was handed in again by itself since the customer submitted it; nil for never.
  public internal(set) var retries: Int?
  /// When portability was first asked for.
  public internal(set) var askedTime: Instant?
  /// How many reminders of the present phase were sent.
  public internal(set) var reminders = 0
  /// Whether the carrier's silence was noted.
  public internal(set) var isChased = false
  /// How often the carrier was chased in the present phase; nil in what was stored before it was counted.
  public internal(set) var chases: Int?
  /// Since when it is in its phase; nil in what was stored before that was kept.
  public internal(set) var phaseTime: Instant?
  /// The end of the window in which its numbers move, once they do.
  public internal(set) var activateUntil: Instant?
  /// The date that was wished for before the one that the carrier is being asked for.
  public internal(set) var formerDesiredTime: Instant?
  /// Whether the carrier was asked for another date and has not answered, although the order is to be called off by now.
  public internal(set) var asksForDate: Bool?
  /// Numbers that were taken out of a rejected order, and are still held for it.
  public internal(set) var leaving: [TelephoneNumber] = []
  /// Numbers that are going back to the losing carrier.
  public internal(set) var returning: [TelephoneNumber] = []
  /// Groups that the losing carrier wants an order for each of.
  public internal(set) var demandedGroups: [PortGroup] = []
  /// Numbers that the letter signed here is about; nil when none was signed here.
  public internal(set) var signedNumbers: [TelephoneNumber]?
  /// What the letter signed here says beside that, line by line; nil when none was, or before that was kept.
  public internal(set) var signedTerms: [String]?
  /// Ids of the documents that are soon too old, and of which that was said; nil for none.
  public internal(set) var warnedDocuments: [String]?
  public internal(set) var splitFrom = ""
  public internal(set) var splitInto: [String] = []
  public internal(set) var movesMessaging = false
  /// Names of the time zones of its numbers; nil in what was stored before they were kept.
  public internal(set) var timeZones: [String]?
  public let createTime: Instant
  public internal(set) var updateTime: Instant
  /// Rises by one with every change.
  public internal(set) var version: Int64 = 1

  /// A draft.
  public init(
    name: String,
    organization: String,
    location: String,
    countryCode: String,
    numbers: [NumberPortability],
    wish: PortWish,
    movesMessaging: Bool = false,
    splitFrom: String = "",
    now: Instant
  ) {
    self.name = name
    self.organization = organization
    self.location = location
    self.countryCode = countryCode
    self.numbers = numbers
    self.wish = wish
    self.movesMessaging = movesMessaging
    self.splitFrom = splitFrom
    phase = .collecting
    askedTime = now
    createTime = now
    updateTime = now
    phaseTime = now
    dueTime = PortDue.draft(self, now: now)
  }

  /// The order with what the place of its numbers says of its dates.
  public func placed(by situation: PortSituation) -> PortOrder {
    var order = self
    order.timeZones = situation.calendar.zones.map(\.name)
    order.submitUntil = nil
    guard phase == .collecting, let desired = wish.desiredTime, let leadTime = situation.leadTime else {
      return order
    }
    order.submitUntil = situation.calendar
      .submissionDeadline(port: desired, leadDays: leadTime.businessDays)
    return order
  }

  /// An instant as clocks show it where the numbers are, and in UTC.
  public func local(_ instant: Instant) -> String {
    let zones = (timeZones ?? []).compactMap(LocalZone.init)
    let local = zones.map { zone in
      let minutes = zone.minutes(of: instant)
      let time = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
      return "\(zone.day(of: instant)) \(time) \(zone.name)"
    }
    return (local + ["\(instant)"]).joined(separator: ", ")
  }

  /// Whether messaging moves with calling (domain.md section 5).
  public var movesMessagingAlong: Bool { wish.movesMessaging ?? movesMessaging }

  /// Its numbers that are some.
  public var telephoneNumbers: [TelephoneNumber] {
    numbers.compactMap { TelephoneNumber(e164: $0.phoneNumber) }
  }
}

/// What a customer fills in of a port order.
public struct PortWish: Hashable, Sendable, Codable {
  public var type: PortType
  public var usage: NumberUsage
  /// A wish, not a promise.
  public var desiredTime: Instant?
  public var remaining: RemainingNumbers
  public var isDirectDialIn: Bool
  public var donor: Donor
  public var account: LosingAccount
  /// Whether messaging moves with calling, when support was asked for something else than the country has.
  public var movesMessaging: Bool?

  public init(
    type: PortType,
    usage: NumberUsage = .standard,
    desiredTime: Instant? = nil,
    remaining: RemainingNumbers = .none,
    isDirectDialIn: Bool = false,
    donor: Donor = .notRangeHolder,
    account: LosingAccount = LosingAccount()
  ) {
    self.type = type
    self.usage = usage
    self.desiredTime = desiredTime
    self.remaining = remaining
    self.isDirectDialIn = isDirectDialIn
    self.donor = donor
    self.account = account
  }
}

/// What the numbers are for.
public enum NumberUsage: String, Hashable, Sendable, Codable {
  case standard = "STANDARD"
  case service = "SERVICE"
}

/// What happens to numbers that stay at the losing carrier when its billing number goes.
public enum RemainingNumbers: String, Hashable, Sendable, Codable {
  /// There are no such numbers.
  case none = "NONE"
  /// They get a new billing number.
  case keep = "KEEP"
  case disconnect = "DISCONNECT"
}

/// The account at the losing carrier. Personal data.
public struct LosingAccount: Hashable, Sendable, Codable {
  public var accountNumber = ""
  public var pin = ""
  /// BTN, E.164.
  public var billingNumber = ""
  /// BTN of the numbers that stay, E.164.
  public var newBillingNumber = ""
  public var authorizedName = ""
  /// The company name with the previous carrier.
  public var companyName = ""
  public var serviceAddress: CivicAddress?
  public var contactEmails: [String] = []
  /// What the country asks for beside that.
  public var values: [PortValue] = []

  public init() {}
}

/// Something that a country asks for.
public struct PortValue: Hashable, Sendable, Codable {
  /// Such as `SIRET`.
  public var field: String
  public var text: String
  /// The number that it belongs to, E.164; empty for the whole order.
  public var phoneNumber: String

  public init(field: String, text: String, phoneNumber: String = "") {
    self.field = field
    self.text = text
    self.phoneNumber = phoneNumber
  }
}

/// Numbers that belong together.
public struct PortGroup: Hashable, Sendable, Codable {
  /// Their BTN, E.164; empty for that of the order.
  public var billingNumber: String
  public var numbers: [TelephoneNumber]

  public init(billingNumber: String, numbers: [TelephoneNumber]) {
    self.billingNumber = billingNumber
    self.numbers = numbers
  }
}
