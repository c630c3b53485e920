import Messages
import PortingRules
import ServiceKit
import Telephony

/// A question for the dates of a port.
struct AskedDates: Sendable {
  static let notice = "All dates are estimates: neither the losing carrier nor we guarantee them."
  private static let standardCount = 10
  private static let largestCount = 100

  private let numbers: [TelephoneNumber]
  private let type: PortType?
  private let count: Int
  private let isDirectDialIn: Bool
  private let donor: Donor

  init(_ request: PortingV1.PreviewDatesRequest) throws(Refusal) {
    var violations: [Violation] = []
    var numbers: [TelephoneNumber] = []
    for (index, text) in request.phoneNumbers.enumerated() {
      guard let number = TelephoneNumber(e164: text) else {
        violations.append(.invalidPhoneNumber("phone_numbers[\(index)]"))
        continue
      }
      numbers.append(number)
    }
    type = PortType(rawValue: request.portType)
    if type == nil, !request.portType.isEmpty { violations.append(.portType(of: [])) }
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    self.numbers = numbers
    count = request.count <= 0 ? Self.standardCount : min(Int(request.count), Self.largestCount)
    isDirectDialIn = request.directDialIn
    donor = request.donorHoldsRange ? .rangeHolder : .notRangeHolder
  }

  func answer(_ place: PortPlace, now: Instant) throws(Refusal) -> PortingV1.PreviewDatesResponse {
    let types = place.rules.types
    let leadTime = (type ?? types.first).flatMap { type in
      place.rules.schedule.leadTime(
        type,
        numbers: max(1, numbers.count),
        isDirectDialIn: isDirectDialIn,
        donor: donor
      )
    }
    guard let leadTime else { throw Refusal(violations: [.portType(of: types)]) }
    let calendar = place.calendar(for: numbers)
    let dates = PortDates(calendar, leadTime, now: now, count: count)
    return PortingV1.PreviewDatesResponse(
      earliestDate: dates.earliestDay.description,
      slots: dates.slots.map { slot in
        PortingV1.PortSlot(
          startTime: .init(slot.window.start),
          endTime: .init(slot.window.end),
          changeUntilTime: .init(slot.changeUntil),
          finalOnceConfirmed: slot.isFinalOnceConfirmed
        )
      },
      timeZones: calendar.zones.map(\.name),
      notice: Self.notice
    )
  }
}

extension Violation {
  fileprivate static func portType(of types: [PortType]) -> Violation {
    let names = (types.isEmpty ? PortType.allCases : types).map(\.rawValue).joined(separator: ", ")
    return Violation(
      field: "port_type",
      reason: "PORT_TYPE_NOT_OFFERED",
      description: "The country has no such type of port. Give one of \(names)."
    )
  }
}
