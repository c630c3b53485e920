import Telephony

/// What technical support says of numbers that the losing carrier does not call portable (domain.md section 5): that they
/// can be ported all the same.
public struct PortReview: Hashable, Sendable {
  /// As they were given.
  public let phoneNumbers: [String]
  /// Why; for the customer and the next reviewer.
  public let note: String

  public init(phoneNumbers: [String], note: String) {
    (self.phoneNumbers, self.note) = (phoneNumbers, note)
  }

  /// Everything that is wrong with it.
  func violations(_ order: PortOrder) -> [Violation] {
    var violations: [Violation] = []
    if phoneNumbers.isEmpty {
      violations.append(.required("phone_numbers", "the numbers that can be ported"))
    }
    if note.isEmpty {
      violations.append(.required("note", "why they can be ported"))
    } else if !note.isPlainText(atMost: 254) {
      violations.append(.text("note", atMost: 254))
    }
    return violations
      + phoneNumbers.enumerated().compactMap { index, phoneNumber in
        let number = order.numbers.first { $0.phoneNumber == phoneNumber }
        return Self.violation(of: number, "phone_numbers[\(index)]")
      }
  }

  /// Whether it changes anything about a number.
  func concerns(_ number: NumberPortability) -> Bool {
    number.answer != .portable && phoneNumbers.contains(number.phoneNumber)
  }

  private static func violation(of number: NumberPortability?, _ field: String) -> Violation? {
    guard let number else {
      return Violation(
        field: field,
        reason: "NUMBER_NOT_IN_ORDER",
        description: "The order has no such number. Name one that it has, E.164."
      )
    }
    guard number.answer != .portable, !number.isReviewable else { return nil }
    return Violation(
      field: field,
      reason: "NOT_REVIEWABLE",
      description: "It is not the losing carrier that keeps it (\(number.reason)). \(number.fix)"
    )
  }
}
