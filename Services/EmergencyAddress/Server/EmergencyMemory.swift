import EmergencyAddressRules
import EmergencyAddressStore
import Messages
import ServiceKit
import Storage
import Synchronization
import Telephony

/// All that a look-up needs, so that it waits for nothing: numbers, their locations, and the addresses of these.
final class EmergencyMemory: Sendable {
  /// A location with its address as it is answered.
  struct Place: Sendable {
    var location = KnownLocation(name: "", countryCode: "")
    var organization = ""
    var address: EmergencyV1.EmergencyAddress?
  }

  fileprivate struct State {
    var numbers = NumberMap()
    /// By the number of the location.
    var places: [Place] = []
    var numbersByName: [String: Int32] = [:]
    var organizations: [String: KnownOrganization] = [:]
    /// By the code of their country.
    var addressRules: [String: AddressRules] = [:]
    /// Addresses that were committed before their location was noted, by its name.
    var early: [String: EmergencyV1.EmergencyAddress] = [:]
  }

  private let state = Mutex(State())
  /// Raised by every fact that was followed.
  let changes = ChangeSignal()

  /// What is known of a number: its location, and the organization of that.
  func place(of number: TelephoneNumber) -> (place: Place, organization: KnownOrganization?)? {
    state.withLock { state in
      guard let location = state.numbers.location(of: number.digits),
        state.places.indices.contains(Int(location))
      else { return nil }
      let place = state.places[Int(location)]
      return (place, state.organizations[place.organization])
    }
  }

  /// What is known of a location.
  func place(named name: String) -> (place: Place, organization: KnownOrganization?)? {
    state.withLock { state in
      guard let number = state.numbersByName[name] else { return nil }
      let place = state.places[Int(number)]
      return (place, state.organizations[place.organization])
    }
  }

  /// How addresses look in a country; nil when the catalog has not told it.
  func addressRules(of countryCode: String) -> AddressRules? {
    state.withLock { $0.addressRules[countryCode] }
  }
}

// MARK: - Noting what is durable
extension EmergencyMemory {
  func note(_ rules: AddressRules, of countryCode: String) {
    state.withLock { $0.addressRules[countryCode] = rules }
    changes.raise()
  }

  func note(_ organization: KnownOrganization) {
    state.withLock { $0.organizations[organization.id] = organization }
    changes.raise()
  }

  func note(_ numbered: NumberedLocation) {
    state.withLock { $0.note(numbered) }
    changes.raise()
  }

  func note(_ runs: [NumberRun], of numbered: NumberedLocation) {
    state.withLock { state in
      state.note(numbered)
      for run in runs { state.numbers.assign(run) }
    }
    changes.raise()
  }

  /// Reads all runs, when the service starts.
  func loadNumbers(in transaction: Transaction) throws {
    try state.withLock { state in
      try NumberRunTable.forEach(in: transaction) { state.numbers.assign($0) }
    }
  }

  /// Notes an address unless a later one is there; two that were committed one after the other may come in another
  /// order.
  func note(_ address: EmergencyV1.EmergencyAddress, of location: String) {
    state.withLock { state in
      guard let number = state.numbersByName[location] else {
        return Self.note(address, in: &state.early[location])
      }
      Self.note(address, in: &state.places[Int(number)].address)
    }
  }
}

extension EmergencyMemory {
  private static func note(
    _ address: EmergencyV1.EmergencyAddress,
    in held: inout EmergencyV1.EmergencyAddress?
  ) {
    guard ETag.version(address.etag) > ETag.version(held?.etag ?? "") else { return }
    held = address
  }
}

extension EmergencyMemory.State {
  fileprivate mutating func note(_ numbered: NumberedLocation) {
    let index = Int(numbered.number)
    while places.count <= index { places.append(EmergencyMemory.Place()) }
    // A number's event names the location only; what the catalog said stays.
    if places[index].location.countryCode.isEmpty || !numbered.location.countryCode.isEmpty {
      places[index].location = numbered.location
    }
    places[index].organization = numbered.location.organization
    numbersByName[numbered.location.name] = numbered.number
    if let address = early.removeValue(forKey: numbered.location.name) { places[index].address = address }
  }
}
