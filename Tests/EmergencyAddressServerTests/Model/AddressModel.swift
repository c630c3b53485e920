import EmergencyAddressRules

/// Emergency addresses as simply as can be: what each number has is worked out anew after every change, and written down
/// with its time. An address is a number of its own.
struct AddressModel {
  /// What a number, user or location has been given.
  struct Given: Equatable {
    var id: Int
    /// Answers of the provider that are still to come: to validation and to provisioning. None is left once it is rejected.
    var missingAnswers = 2
    var isProvisioned = false
    /// What was provisioned before.
    var inForce: Int?

    var isReady: Bool { isProvisioned || inForce != nil }
    var holding: Int { isProvisioned ? id : inForce ?? id }

    static func after(_ before: Given?, _ id: Int) -> Given {
      Given(id: id, inForce: before.flatMap { $0.isReady ? $0.holding : nil })
    }

    mutating func answer(isAccepted: Bool) {
      missingAnswers = isAccepted ? missingAnswers - 1 : 0
      if isAccepted, missingAnswers == 0 { (isProvisioned, inForce) = (true, nil) }
    }
  }

  /// What holds for a number.
  enum Answer: Equatable {
    /// It belongs to nobody.
    case unknown
    /// It belongs to a location, and nothing holds.
    case none
    case address(Int, AddressSource)
  }

  static let numberCount = 40
  static let locationCount = 6
  static let userCount = 5
  /// Locations 0 to 3 are one organization's, the others another's.
  static func organization(of location: Int) -> Int { location < 4 ? 0 : 1 }

  var locationOfNumber = [Int?](repeating: nil, count: numberCount)
  var userOfNumber = [Int?](repeating: nil, count: numberCount)
  var numberAddress = [Given?](repeating: nil, count: numberCount)
  var locationAddress = [Given?](repeating: nil, count: locationCount)
  /// By organization and user.
  var userAddress = [[Given?]](repeating: Array(repeating: nil, count: userCount), count: 2)
  /// What held for each number from when on.
  private var past = [[(time: Int64, answer: Answer)]](repeating: [], count: numberCount)

  func organization(ofNumber number: Int) -> Int? { locationOfNumber[number].map(Self.organization) }

  func answer(_ number: Int) -> Answer {
    guard let location = locationOfNumber[number] else { return .unknown }
    let given: [(Given, AddressSource)] = [
      numberAddress[number].map { ($0, .number) }, userAddressOfNumber(number).map { ($0, .user) },
      locationAddress[location].map { ($0, .location) },
    ].compactMap(\.self)
    // Whoever can be reached by emergency calls comes first, and of these the most particular.
    let found = given.first { $0.0.isReady } ?? given.first
    return found.map { .address($0.0.holding, $0.1) } ?? .none
  }

  func userAddressOfNumber(_ number: Int) -> Given? {
    guard let organization = organization(ofNumber: number), let user = userOfNumber[number] else {
      return nil
    }
    return userAddress[organization][user]
  }

  /// Writes down what holds now.
  mutating func note(_ time: Int64) {
    for number in 0..<Self.numberCount {
      let answer = answer(number)
      if past[number].last?.answer != answer { past[number].append((time, answer)) }
    }
  }

  func answer(_ number: Int, at time: Int64) -> Answer {
    past[number].last { $0.time <= time }?.answer ?? .unknown
  }

  /// The numbers for which the address of a location holds.
  func uses(ofLocation location: Int) -> [Int] {
    (0..<Self.numberCount).filter { number in
      guard locationOfNumber[number] == location, case .address(_, .location) = answer(number) else {
        return false
      }
      return true
    }
  }
}
