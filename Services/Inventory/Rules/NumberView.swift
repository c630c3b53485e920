import Telephony

/// One number as its reader may see it.
public struct NumberView: Hashable, Sendable {
  /// The number.
  public var number: TelephoneNumber
  /// Where it stands.
  public var state: NumberState
  /// The block it lies in.
  public var block: StockBlock
  /// The location it is assigned to; empty when there is none or the reader may not know.
  public var location = ""
  /// The order that holds it or got it; empty when there is none or the reader may not know.
  public var order = ""
}

/// Who reads.
public enum Viewer: Hashable, Sendable {
  /// An organization, which sees what it has itself.
  case organization(String)
  /// The suite, which sees everything.
  case suite

  func mayKnow(_ organization: String) -> Bool {
    switch self {
    case .suite: true
    case .organization(let own): own == organization
    }
  }
}

extension StockIndex {
  /// A number that was found to be available, as anybody sees it.
  public func availableView(_ number: TelephoneNumber) -> NumberView? {
    block(of: number).map { NumberView(number: number, state: .available, block: $0) }
  }
}

extension Inventory {
  /// One number, or a refusal when it is not in stock.
  public func view(_ number: TelephoneNumber, for viewer: Viewer) throws(Refusal) -> NumberView {
    guard let block = stock.block(of: number) else { throw .resourceNotFound(number.resourceName) }
    var view = NumberView(number: number, state: .available, block: block)
    if stock.isAvailable(number) { return view }
    switch owner(of: number) {
    case .reservation(let reservation):
      view.state = .reserved
      if viewer.mayKnow(reservation.organization) { view.order = reservation.order }
    case .assignment(let assignment):
      view.state = assignment.state
      if viewer.mayKnow(assignment.organization) {
        (view.location, view.order) = (assignment.location, assignment.order)
      }
    case nil: view.state = .blocked
    }
    return view
  }

  /// The numbers that an organization holds or has, in rising order, above a number.
  public func numbers(
    of organization: String,
    after last: TelephoneNumber?,
    limit: Int
  ) -> [TelephoneNumber] {
    var numbers: [TelephoneNumber] = []
    for key in organizations[organization]?.owners ?? [] {
      for number in self.numbers(of: owner(key)) where last.map({ $0 < number }) ?? true {
        numbers.append(number)
      }
    }
    return Array(numbers.sorted().prefix(limit))
  }

  private func numbers(of owner: Owner?) -> NumberSet {
    switch owner {
    case .reservation(let reservation): reservation.numbers
    case .assignment(let assignment): assignment.numbers
    case nil: .list([])
    }
  }
}
