import EmergencyAddressRules
import EmergencyAddressStore
import Messages
import Storage
import Telephony
import Testing

@testable import EmergencyAddressServer

/// Random commands on the real book and tables, and the same on the model.
struct ModelRun {
  let server: EmergencyAddressServer
  let seed: UInt64
  var random: SplitMix
  var model = AddressModel()
  var time: Int64 = 1_795_435_200_000
  private let start: Int64 = 1_795_435_200_000
  var nextAddress = 1
  var commands = 0
  var successes = 0
  var failures: [String] = []

  init(server: EmergencyAddressServer, seed: UInt64) {
    self.server = server
    self.seed = seed
    random = SplitMix(state: seed)
  }

  mutating func roll(_ limit: Int) -> Int { Int(random.below(UInt64(limit))) }

  /// Runs commands in one transaction.
  mutating func run(_ count: Int, in transaction: Transaction) throws {
    for _ in 0..<count {
      time += Int64(roll(4))
      commands += 1
      try step(transaction)
      model.note(time)
      compareNow()
      guard failures.isEmpty else { return }
    }
  }

  private mutating func step(_ transaction: Transaction) throws {
    switch roll(100) {
    case 0..<10: try assign(transaction)
    case 10..<13: try release(transaction)
    case 13..<20: try setLocation(transaction)
    case 20..<30: try setNumber(transaction)
    case 30..<36: try resetNumber(transaction)
    case 36..<40: try setUserAddress(transaction)
    case 40..<42: try resetUserAddress(transaction)
    case 42..<48: try setUser(transaction)
    case 48..<51: try deleteLocation(transaction)
    case 51..<82: try answerProvider(transaction)
    default: try readAsOf(transaction)
    }
  }

  // MARK: - Names of what the model counts
  static func number(_ index: Int) -> TelephoneNumber {
    TelephoneNumber(digits: 12_015_549_980 + UInt64(index))!
  }
  static func organization(_ index: Int) -> String { index == 0 ? "acme" : "globex" }
  static func location(_ index: Int) -> String {
    "organizations/\(organization(AddressModel.organization(of: index)))/locations/l\(index)"
  }

  var author: AddressAuthor { AddressAuthor(principal: "keys/model", time: Instant(milliseconds: time)) }

  mutating func newAddress() -> (id: Int, address: CivicAddress) {
    nextAddress += 1
    // One in twenty is wrong.
    let isWrong = roll(20) == 0
    return (
      isWrong ? 0 : nextAddress,
      CivicAddress(
        countryCode: "US",
        region: "NJ",
        city: "Jersey City",
        postalCode: isWrong ? "1" : "07302",
        street: "Main St",
        buildingNumber: "\(nextAddress)"
      )
    )
  }

  /// Decides and stores; whether it was done has to be what the model expects.
  mutating func attempt(
    _ what: String,
    expected: Bool,
    _ transaction: Transaction,
    _ decide: (borrowing AddressBook) throws(Refusal) -> AddressRecord?
  ) throws {
    let record: AddressRecord?
    do {
      record = try server.memory.read { (book) throws(Refusal) in try decide(book) }
    } catch {
      if expected { failures.append("\(what) was refused: \(error.reason)") }
      return
    }
    guard expected else { return failures.append("\(what) was not refused") }
    successes += 1
    if let record { try server.store(record, in: transaction) }
  }

  // MARK: - Comparing
  private mutating func compareNow() {
    let indices = commands % 500 == 0 ? Array(0..<AddressModel.numberCount) : [roll(AddressModel.numberCount)]
    for index in indices {
      let number = Self.number(index)
      let (place, effective) = server.memory.read { ($0.place(of: number), $0.effective(number)) }
      let found = Self.answer(isKnown: place != nil, effective)
      let expected = model.answer(index)
      if found != expected {
        failures.append("number \(index) has \(found), not \(expected), after \(commands) commands")
      }
    }
    guard commands % 50 == 0 else { return }
    let location = roll(AddressModel.locationCount)
    let uses = server.memory.read { $0.uses(of: .location(Self.location(location))) }
    if uses != model.uses(ofLocation: location).map(Self.number) {
      failures.append("the uses of location \(location) differ after \(commands) commands")
    }
  }

  static func answer(isKnown: Bool, _ effective: EffectiveAddress?) -> AddressModel.Answer {
    guard isKnown else { return .unknown }
    guard let effective else { return .none }
    return .address(Int(effective.record.holding.address.buildingNumber) ?? 0, effective.source)
  }

  private mutating func readAsOf(_ transaction: Transaction) throws {
    let index = roll(AddressModel.numberCount)
    let instant = start + Int64(roll(Int(time - start) + 1))
    let past = AddressPast(server.addresses, at: Instant(milliseconds: instant), in: transaction)
    let location = try past.location(of: Self.number(index))
    let effective = try location.flatMap { try past.effective(Self.number(index), at: $0) }
    let found = Self.answer(isKnown: location != nil, effective)
    // What is decided at this very instant may be followed by more.
    let expected = model.answer(index, at: instant)
    if found != expected {
      failures.append("number \(index) had \(found), not \(expected), at \(instant - start)")
    }
    successes += 1
  }
}
