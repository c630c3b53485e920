import Telephony

/// One number as its reader may see it.
public struct NumberView: Hashable, Sendable {
  /// The number.
  public var number: TelephoneNumber
  /// Where it stands.
  public var state: NumberState
  /// The block it lies in; for numbers of other carriers what their plan says of them.
  public var block: StockBlock
  /// The location it is assigned to; empty when there is none.
  public var location = ""
  /// The order that holds it or got it; empty when there is none.
  public var order = ""
  /// What it is used as; nil when nobody has it.
  public var usage: NumberUsage?
  /// Who uses it; nil when nobody does.
  public var assignee: Assignee?
  /// Whether it is the main number of its location.
  public var isMainNumber = false
  /// The block that it was ordered with.
  public var orderedBlock: NumberRange?
}

/// Who reads.
public enum Viewer: Hashable, Sendable {
  /// An organization, which sees what it has itself.
  case organization(String)
  /// The suite, which sees everything.
  case suite

  /// - Parameter organization: whose something is; empty when it is nobody's.
  func mayKnow(_ organization: String) -> Bool {
    switch self {
    case .suite: true
    case .organization(let own): organization.isEmpty || own == organization
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
  /// One number, or a refusal when the inventory does not know it, or somebody else has it (design.md section 3).
  public func view(_ number: TelephoneNumber, for viewer: Viewer) throws(Refusal) -> NumberView {
    let owner = owner(of: number)
    guard let block = stock.block(of: number) ?? owner.flatMap({ _ in StockBlock(foreign: number) }),
      owner.map({ viewer.mayKnow($0.organization) }) ?? true
    else { throw .resourceNotFound(number.resourceName) }
    var view = NumberView(number: number, state: .available, block: block)
    switch owner {
    case .reservation(let reservation): (view.state, view.order) = (.reserved, reservation.order)
    case .record(let record): view.show(record.standing)
    case nil: break
    }
    return view
  }

  /// What a number may be used as.
  func type(of number: TelephoneNumber) -> NumberType {
    stock.block(of: number)?.type ?? number.metadata?.type ?? .local
  }

  /// The country of a number; empty for plans of no country.
  func country(of number: TelephoneNumber) -> String {
    stock.block(of: number)?.countryCode ?? number.metadata?.countryCode ?? ""
  }

  func origin(of number: TelephoneNumber) -> NumberTransition.Origin {
    stock.block(of: number) == nil ? .foreign : .stock
  }
}

extension NumberView {
  fileprivate mutating func show(_ standing: NumberStanding) {
    state = standing.state
    (location, order, assignee) = (standing.location, standing.order.text, standing.assignee)
    (isMainNumber, orderedBlock) = (standing.isMainNumber, standing.block)
    if state.isInService { usage = standing.usage }
  }
}

extension StockBlock {
  /// What the numbering plan says of a number that is of no block in stock.
  fileprivate init?(foreign number: TelephoneNumber) {
    guard let metadata = number.metadata else { return nil }
    self.init(
      block: NumberBlock(containing: number),
      countryCode: metadata.countryCode ?? "",
      type: metadata.type ?? .local,
      areaCode: String(
        "\(number.digits)".dropFirst(number.callingCodeLength).prefix(metadata.areaCodeLength)
      ),
      region: "",
      city: "",
      provider: ""
    )
  }
}
