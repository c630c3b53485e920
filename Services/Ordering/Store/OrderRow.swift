import OrderingRules
import Storage
import Telephony

/// The row of an order without what hangs on it: all columns, in the order in which the migrations made them.
struct OrderRow {
  let sequence: Int64
  let name: String
  private let organization: String
  private let location: String
  private let reservation: String
  private let fencingToken: Int64
  private let phase: String
  private let failure: String
  private let createTime: Int64
  private let updateTime: Int64
  private let version: Int64
  private let requestHash: [UInt8]
  private let isIntent: Bool
  private let kind: String
  private let selection: String
  private let requestedCount: Int
  private let countryCode: String
  private let numberType: Int
  private let criteria: [UInt8]
  private let policy: String
  private let minimum: Int
  private let usage: String
  private let details: String
  private let attempt: Int
  private let actUntil: Int64
  private let application: String
  private let acceptedTerms: String

  init(_ row: borrowing Row) {
    sequence = row[0]
    name = row[1]
    organization = row[2]
    location = row[3]
    reservation = row[4]
    fencingToken = row[5]
    phase = row[6]
    failure = row[7]
    createTime = row[8]
    updateTime = row[9]
    version = row[10]
    requestHash = row[11]
    isIntent = row[12]
    kind = row[13]
    selection = row[14]
    requestedCount = row[15]
    countryCode = row[16]
    numberType = row[17]
    criteria = row[18]
    policy = row[19]
    minimum = row[20]
    usage = row[21]
    details = row[22]
    attempt = row[23]
    actUntil = row[24]
    application = row[26]
    acceptedTerms = row[27]
  }

  func stored(_ numbers: [OrderedNumber], _ history: [HistoryEntry]) throws -> StoredOrder {
    let application = try ApplicationForm.application(application)
    guard let phase = OrderPhase(rawValue: phase), let draft = draft(numbers, application) else {
      throw StoredOrderDamaged(name: name)
    }
    let order = Order(
      name: name,
      draft: draft,
      reservation: reservation,
      fencingToken: fencingToken,
      attempt: attempt,
      phase: phase,
      isIntent: isIntent,
      failure: failure,
      acceptedTerms: acceptedTerms,
      actUntil: actUntil == 0 ? nil : Instant(milliseconds: actUntil),
      numbers: numbers,
      requestedCount: requestedCount,
      application: application,
      history: history,
      createTime: Instant(milliseconds: createTime),
      updateTime: Instant(milliseconds: updateTime),
      version: version
    )
    return StoredOrder(order: order, sequence: sequence, requestHash: requestHash)
  }

  private func draft(_ numbers: [OrderedNumber], _ application: OrderApplication?) -> OrderDraft? {
    guard let kind = OrderKind(rawValue: kind), let usage = NumberUsage(rawValue: usage),
      let selection = SelectionForm(rawValue: selection), let fulfillment = FulfillmentForm(rawValue: policy)
    else { return nil }
    return OrderDraft(
      organization: organization,
      location: location,
      kind: kind,
      selection: wanted(selection, numbers),
      fulfillment: fulfillment.fulfillment(minimum: minimum),
      usage: usage,
      details: details,
      terms: application?.terms ?? ApplicationTerms()
    )
  }

  private func wanted(_ form: SelectionForm, _ numbers: [OrderedNumber]) -> NumberSelection {
    let criteria = NumberCriteria(
      countryCode: countryCode,
      type: NumberType(rawValue: UInt8(clamping: numberType)),
      encoded: criteria
    )
    return switch form {
    case .reservation: .reservation(name: reservation, fencingToken: fencingToken)
    case .specific: .specific(numbers.map(\.number))
    case .quantity: .quantity(requestedCount, criteria)
    case .block: .block(requestedCount, criteria)
    }
  }
}

/// How an order's selection is written down. Numbers that are asked for by name are the order's numbers.
enum SelectionForm: String {
  case reservation, specific, quantity, block

  init(_ selection: NumberSelection) {
    switch selection {
    case .reservation: self = .reservation
    case .specific: self = .specific
    case .quantity: self = .quantity
    case .block: self = .block
    }
  }
}

/// How a fulfilment policy is written down.
enum FulfillmentForm: String {
  case all = "ALL"
  case partial = "PARTIAL"
  case backorder = "BACKORDER"

  init(_ fulfillment: Fulfillment) {
    switch fulfillment {
    case .all: self = .all
    case .partial: self = .partial
    case .backorder: self = .backorder
    }
  }

  func fulfillment(minimum: Int) -> Fulfillment {
    switch self {
    case .all: .all
    case .partial: .partial(minimum: minimum)
    case .backorder: .backorder
    }
  }
}
