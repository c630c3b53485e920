import Telephony

/// Why something cannot be done with a number.
struct NumberProblem: Hashable, Sendable {
  let reason: String
  let description: String

  func violation(_ field: String) -> Violation {
    Violation(field: field, reason: reason, description: description)
  }

  static let notFound = NumberProblem(
    reason: "NUMBER_NOT_FOUND",
    description: "The organization has no such number. List its numbers."
  )
  static let inUse = NumberProblem(
    reason: "NUMBER_IN_USE",
    description: "Somebody uses it, shows it when calling, or it is a main number. End that first."
  )
  static let blockMember = NumberProblem(
    reason: "BLOCK_MEMBER",
    description: "It was ordered as part of a block, which stays together. Name all numbers of the block."
  )
  static let tollFreeUnavailable = NumberProblem(
    reason: "TOLL_FREE_UNAVAILABLE",
    description: "The location's country has no toll-free numbers. Choose a location in one that has."
  )
  static let otherCountry = NumberProblem(
    reason: "COUNTRY_MISMATCH",
    description: "It is a number of another country than the location. Choose a location in its country."
  )
  static let noServiceType = NumberProblem(
    reason: "NUMBER_TYPE_NOT_ALLOWED",
    description: "Mobile and toll-free numbers are never service numbers. Leave it out."
  )

  static let locationNotFound = NumberProblem(
    reason: "LOCATION_NOT_FOUND",
    description: "There is no such location that you may see. Check the name and the organization in it."
  )
  static let callingPlanNotEnabled = NumberProblem(
    reason: "CALLING_PLAN_NOT_ENABLED",
    description: "The calling plan is not enabled at the location. Enable it there first."
  )

  /// What keeps service numbers from a location, of which nothing may be known.
  static func service(_ access: ServiceNumberAccess?) -> NumberProblem? {
    guard let access else { return .locationNotFound }
    return access.violations(field: "").first.map {
      NumberProblem(reason: $0.reason, description: $0.description)
    }
  }

  static func state(_ state: NumberState?, _ step: NumberStep) -> NumberProblem {
    let froms = NumberTransition.all.filter { $0.step == step }.map { $0.from?.name ?? "unknown here" }
    return NumberProblem(
      reason: "INVALID_NUMBER_STATE",
      description:
        "It is \(state?.name ?? "not known here"), but has to be \(froms.joined(separator: " or "))."
    )
  }
}

extension Refusal {
  /// Something has to be done first; the reason is that of the first field.
  init(_ kind: Kind, violations: [Violation]) {
    self.init(violations: violations)
    self.kind = kind
  }

  /// All that is wrong with a list of numbers.
  static func numbers(_ problems: [NumberProblem?]) -> Refusal? {
    let violations = problems.enumerated().compactMap { position, problem in
      problem?.violation("phone_numbers[\(position)]")
    }
    return violations.isEmpty ? nil : Refusal(.precondition, violations: violations)
  }
}

extension NumberType {
  /// Whether a number of the type can be a service number (domain.md section 3).
  var canBeService: Bool { self != .mobile && self != .tollFree }
}
