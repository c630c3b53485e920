import InventoryRules
import Messages
import Telephony

extension NumberUsage {
  /// Nil when none is given; one that is not known is refused.
  init?(_ message: InventoryV1.NumberUsage, field: String) throws(Refusal) {
    guard message != .unspecified else { return nil }
    guard let value = UInt8(exactly: message.rawValue), let usage = NumberUsage(rawValue: value) else {
      throw Refusal(violations: [
        Violation(
          field: field,
          reason: "INVALID_USAGE",
          description: "It is not known. Give STANDARD or SERVICE."
        )
      ])
    }
    self = usage
  }
}

extension Assignee {
  /// Reads who uses a number; names every field that is wrong.
  init(_ message: InventoryV1.Assignee, field: String) throws(Refusal) {
    let kind = UInt8(exactly: message.kind.rawValue).flatMap(Kind.init)
    var violations: [Violation] = []
    if kind == nil {
      violations.append(.required("\(field).kind", "USER, WORKSPACE or a kind of site service"))
    }
    if !ResourceName.isID(message.id) {
      violations.append(
        Violation(field: "\(field).id", reason: "INVALID_ID", description: "Give 1 to 63 of a-z, 0-9 and -.")
      )
    }
    guard violations.isEmpty, let kind, let assignee = Assignee(kind: kind, id: message.id) else {
      throw Refusal(violations: violations)
    }
    self = assignee
  }
}

extension InventoryV1.Assignee {
  init(_ assignee: Assignee) {
    self.init(kind: .init(rawValue: Int32(assignee.kind.rawValue)), id: assignee.id)
  }
}

extension NumberFilter {
  /// Reads a filter; names every field that is wrong.
  init(_ message: InventoryV1.NumberFilter?) throws(Refusal) {
    let message = message ?? .init()
    let type = NumberType(message.numberType)
    var violations = [
      ResourceName.violation(
        ofOptional: message.location,
        pattern: "organizations/*/locations/*",
        field: "filter.location"
      )
    ].compactMap(\.self)
    if type == nil, message.numberType != .unspecified { violations.append(.unknown("filter.number_type")) }
    let states = message.states.map { UInt8(exactly: $0.rawValue).flatMap(NumberState.init) }
    for (position, state) in states.enumerated() where state == nil {
      violations.append(.unknown("filter.states[\(position)]"))
    }
    if !(0...2).contains(message.assignment.rawValue) { violations.append(.unknown("filter.assignment")) }
    if !(0...2).contains(message.usage.rawValue) { violations.append(.unknown("filter.usage")) }
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    self.init(
      location: message.location,
      states: Set(states.compactMap(\.self)),
      type: type,
      usage: try NumberUsage(message.usage, field: "filter.usage"),
      isInUse: message.assignment == .unspecified ? nil : message.assignment == .inUse
    )
  }
}

extension Violation {
  fileprivate static func unknown(_ field: String) -> Violation {
    Violation(
      field: field,
      reason: "INVALID_FILTER",
      description: "It is not known. Give a value of the API."
    )
  }
}

extension InventoryV1.CountNumbersResponse {
  init(_ tally: NumberTally) {
    let counts = tally.counts.sorted {
      ($0.key.state.rawValue, $0.key.usage?.rawValue ?? 0) < (
        $1.key.state.rawValue, $1.key.usage?.rawValue ?? 0
      )
    }
    self.init(
      total: Int64(counts.reduce(0) { $0 + $1.value.total }),
      counts: counts.map { kind, count in
        InventoryV1.NumberCount(
          state: .init(rawValue: Int32(kind.state.rawValue)),
          usage: kind.usage.map { .init(rawValue: Int32($0.rawValue)) } ?? .unspecified,
          total: Int64(count.total),
          inUse: Int64(count.inUse)
        )
      }
    )
  }
}
