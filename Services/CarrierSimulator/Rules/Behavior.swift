import Telephony

/// How the simulated carrier treats a number once a port of it is submitted.
public enum Behavior: Hashable, Sendable {
  /// It accepts it, and keeps the date that is asked for.
  case obliging
  /// It rejects the port with a code of domain.md section 5.1 until what the code is about has changed.
  case rejects(String)
  /// It names a date a week after the one that is asked for.
  case namesLateDate
  /// It says nothing for ten days.
  case isSilent
  /// It rejects the port because the carrier behind it is silent, and goes on after ten days.
  case isUnresponsive
  /// It tells everything twice.
  case repeatsItself
  /// It tells what happened last first.
  case isOutOfOrder
  /// It wants one order for numbers that end evenly and one for the others.
  case demandsSplit
  /// It takes the port and does not answer the first time.
  case losesAnswer
  /// It does not take numbers back.
  case refusesSnapBack
  /// It does not let the number go on the day.
  case failsActivation
  /// It lets the day pass, until another one is asked for.
  case letsDateExpire
}

extension Behavior {
  /// Rejections by the last two digits of numbers of the form `1xNN`, from 01 on.
  public static let rejections = [
    "ACCOUNT_NUMBER_MISMATCH", "ACCOUNT_NUMBER_REQUIRED", "ACCOUNT_NAME_MISMATCH", "BTN_MISMATCH",
    "COMPANY_NAME_MISMATCH", "MULTIPLE_BTNS", "FOC_REJECTED", "INVALID_PIN", "PENDING_ORDER",
    "PENDING_MAIN_BTN",
    "SERVICE_ADDRESS_MISMATCH", "TN_SPECIAL_FEATURE", "TN_MISMATCH", "TN_NOT_PORTABLE",
    "UNSUPPORTED_RATE_CENTER",
    "POSTAL_CODE_MISMATCH", "BILL_INVALID", "LOA_INVALID", "UNKNOWN", "FOC_EXPIRED", "CARRIER_UNRESPONSIVE",
    "PORT_TYPE_INCORRECT", "REGISTRY_CONFLICT", "REGISTRY_FAILURE",
  ]

  /// Other behaviours by the last digit of numbers of the form `2xxd`, with their names in a scenario file.
  public static let others: [(digit: UInt64, name: String, behavior: Behavior, meaning: String)] = [
    (1, "NAMES_LATE_DATE", .namesLateDate, "names a date a week after the one asked for"),
    (2, "IS_SILENT", .isSilent, "says nothing for ten days"),
    (3, "REPEATS_ITSELF", .repeatsItself, "tells everything twice"),
    (4, "IS_OUT_OF_ORDER", .isOutOfOrder, "tells what happened last first"),
    (5, "DEMANDS_SPLIT", .demandsSplit, "wants one order for even numbers and one for odd ones"),
    (6, "LOSES_ANSWER", .losesAnswer, "takes the port and does not answer the first time"),
    (7, "REFUSES_SNAP_BACK", .refusesSnapBack, "does not take numbers back"),
    (8, "FAILS_ACTIVATION", .failsActivation, "does not let the number go on the day"),
    (9, "LETS_DATE_EXPIRE", .letsDateExpire, "lets the day pass, until another one is asked for"),
  ]

  /// What the last four digits of a number say.
  public init(digitsOf number: TelephoneNumber) {
    let last = number.digits % 10_000
    switch last / 1_000 {
    case 1: self = Int(last % 100).rejection ?? .obliging
    case 2: self = Self.others.first { $0.digit == last % 10 }?.behavior ?? .obliging
    default: self = .obliging
    }
  }

  /// What a scenario file says: the code of a rejection, or the name of another behaviour.
  public init?(name: String) {
    if let index = Self.rejections.firstIndex(of: name) {
      self = (index + 1).rejection ?? .obliging
    } else if let known = Self.others.first(where: { $0.name == name }) {
      self = known.behavior
    } else if name == "OBLIGING" {
      self = .obliging
    } else {
      return nil
    }
  }

  /// The rules for people.
  static var explanation: String {
    let codes = rejections.enumerated().map {
      "  1x\($0.offset < 9 ? "0" : "")\($0.offset + 1)  \($0.element)"
    }
    let lines = others.map { "  2xx\($0.digit)  \($0.meaning)" }
    return """
      A port that holds such a number is rejected, until what the code is about has changed; for
      CARRIER_UNRESPONSIVE it goes on after ten days by itself, and for FOC_EXPIRED the day passes:
      \(codes.joined(separator: "\n"))
      Otherwise the carrier
      \(lines.joined(separator: "\n"))
      """
  }
}

extension Int {
  fileprivate var rejection: Behavior? {
    guard (1...Behavior.rejections.count).contains(self) else { return nil }
    switch Behavior.rejections[self - 1] {
    case "CARRIER_UNRESPONSIVE": return .isUnresponsive
    case "FOC_EXPIRED": return .letsDateExpire
    case "MULTIPLE_BTNS": return .demandsSplit
    case let code: return .rejects(code)
    }
  }
}
