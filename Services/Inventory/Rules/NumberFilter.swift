import Telephony

/// Which numbers of an organization are meant.
public struct NumberFilter: Hashable, Sendable {
  /// Name of the location; any when empty.
  public var location: String
  /// States; empty for those of numbers that the organization holds or has now.
  public var states: Set<NumberState>
  /// Type of number; any when nil.
  public var type: NumberType?
  /// Standard or service; any when nil.
  public var usage: NumberUsage?
  /// Whether somebody uses the number; any when nil.
  public var isInUse: Bool?

  /// Names numbers.
  public init(
    location: String = "",
    states: Set<NumberState> = [],
    type: NumberType? = nil,
    usage: NumberUsage? = nil,
    isInUse: Bool? = nil
  ) {
    (self.location, self.states, self.type, self.usage, self.isInUse) = (
      location, states, type, usage, isInUse
    )
  }

  private static let present: Set<NumberState> = [.reserved, .assigned, .portingIn, .portedIn]

  func matches(_ view: NumberView) -> Bool {
    (states.isEmpty ? Self.present : states).contains(view.state)
      && (location.isEmpty || location == view.location)
      && (type == nil || type == view.block.type)
      && (usage == nil || usage == view.usage)
      && (isInUse == nil || isInUse == (view.assignee != nil))
  }
}

/// A part of a list of numbers.
public struct NumberPage: Hashable, Sendable {
  /// The numbers, in rising order.
  public var numbers: [NumberView] = []
  /// The last number that was looked at; nil at the end of the list.
  public var last: TelephoneNumber?
}

/// How many numbers of each kind an organization has.
public struct NumberTally: Hashable, Sendable {
  /// What numbers are counted by.
  public struct Kind: Hashable, Sendable {
    /// Where they stand.
    public var state: NumberState
    /// What they are used as; nil when they do not belong to a location.
    public var usage: NumberUsage?
  }

  /// How many there are, and how many of them somebody uses.
  public var counts: [Kind: (total: Int, inUse: Int)] { tallies.mapValues { ($0.total, $0.inUse) } }
  private var tallies: [Kind: Tally] = [:]

  private struct Tally: Hashable, Sendable {
    var total = 0
    var inUse = 0
  }

  /// Nothing yet.
  public init() {}

  /// Counts the numbers of a page.
  public mutating func add(_ page: NumberPage) {
    for view in page.numbers {
      tallies[Kind(state: view.state, usage: view.usage), default: Tally()].total += 1
      if view.assignee != nil { tallies[Kind(state: view.state, usage: view.usage)]?.inUse += 1 }
    }
  }
}

extension Inventory {
  /// Most numbers that one page looks at, so that nobody waits for a filter that few numbers pass.
  static let workPerPage = 10_000

  /// The numbers that an organization holds or has, in rising order, behind a number.
  public func numbers(
    of organization: String,
    matching filter: NumberFilter = NumberFilter(),
    after last: TelephoneNumber? = nil,
    limit: Int
  ) -> NumberPage {
    guard let holdings = organizations[organization] else { return NumberPage() }
    var held = holdings.reservations.compactMap { reservations[$0] }.flatMap(\.numbers)
      .filter { number in last.map { $0 < number } ?? true }.sorted()[...]
    var page = NumberPage()
    var work = 0
    /// Looks at a number; false when the page is done with the numbers before it.
    func look(_ number: TelephoneNumber) -> Bool {
      guard page.numbers.count < limit, work < Self.workPerPage else { return false }
      work += 1
      page.last = number
      if let view = try? view(number, for: .organization(organization)), filter.matches(view) {
        page.numbers.append(view)
      }
      return true
    }
    var isComplete = true
    holdings.numbers.forEach(after: last) { number in
      while let first = held.first, first < number {
        isComplete = look(first)
        guard isComplete else { return false }
        held.removeFirst()
      }
      isComplete = look(number)
      return isComplete
    }
    while isComplete, let first = held.popFirst() { isComplete = look(first) }
    if isComplete { page.last = nil }
    return page
  }
}
