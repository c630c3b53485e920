import Telephony

/// Finds out of each number whether it can be ported to a location: first by what can be known here, then by what the
/// carriers answer.
public struct PortabilityCheck: Sendable {
  /// Most numbers of one check.
  public static let largestCheck = 1_000

  // domain.md section 5: technical support can review further what is not portable.
  private static let reviewAdvice =
    "Technical support (PTS) can review whether it can be ported all the same."

  private enum Entry: Sendable {
    case known(NumberPortability)
    case asked(TelephoneNumber)
  }

  private let entries: [Entry]

  /// - Parameters:
  ///   - phoneNumbers: as the caller gave them.
  ///   - location: where they would go.
  public init(phoneNumbers: [String], location: LocationFacts) {
    entries = phoneNumbers.map { text in
      do throws(NotAsked) {
        return .asked(try Self.number(text, location))
      } catch {
        return .known(error.portability)
      }
    }
  }

  /// The numbers that carriers have to be asked about, each once.
  public var numbersToAsk: [TelephoneNumber] {
    var seen: Set<TelephoneNumber> = []
    return entries.compactMap { entry in
      guard case .asked(let number) = entry, seen.insert(number).inserted else { return nil }
      return number
    }
  }

  /// The answer for each number, in the order given.
  ///
  /// - Parameter answers: what carriers said; a number that is missing was not answered.
  public func result(answers: [TelephoneNumber: CarrierAnswer]) -> [NumberPortability] {
    entries.map { entry in
      switch entry {
      case .known(let portability): return portability
      case .asked(let number): return Self.portability(number, answers[number])
      }
    }
  }

  private static func portability(_ number: TelephoneNumber, _ answer: CarrierAnswer?) -> NumberPortability {
    guard let answer else {
      return .notPortable(number.e164, PortRejection.unknown.rawValue, PortRejection.unknown.fix)
    }
    guard !answer.isPending else { return .pending(number, losingCarrier: answer.carrier) }
    guard !answer.isPortable else { return .portable(number, losingCarrier: answer.carrier) }
    let rejection = PortRejection(code: answer.reason)
    let fix = "\(rejection.fix) \(reviewAdvice)"
    return .notPortable(number.e164, rejection.rawValue, fix, losingCarrier: answer.carrier)
  }

  private struct NotAsked: Error {
    let portability: NumberPortability
    init(_ text: String, _ reason: String, _ fix: String) {
      portability = .notPortable(text, reason, fix)
    }
  }

  private static func number(_ text: String, _ location: LocationFacts) throws(NotAsked) -> TelephoneNumber {
    guard let number = TelephoneNumber(e164: text), let metadata = number.metadata, metadata.isValid else {
      let violation = Violation.invalidPhoneNumber("phone_numbers")
      throw NotAsked(text, violation.reason, violation.description)
    }
    // domain.md section 5: toll-free cannot be ported except at locations in countries that have it.
    if metadata.type == .tollFree, !location.takesTollFree {
      throw NotAsked(
        text,
        "TOLL_FREE_UNAVAILABLE",
        "The location's country has no toll-free numbers. Remove it, or choose a location in one that has."
      )
    }
    guard metadata.type == .tollFree || metadata.countryCode == location.countryCode else {
      throw NotAsked(
        text,
        "COUNTRY_MISMATCH",
        "The number is not of the location's country, \(location.countryCode). Remove it, or choose another location."
      )
    }
    return number
  }
}
