import Telephony

// What other services tell, and records once they are stored.
extension AddressBook {
  public mutating func note(_ rules: AddressRules, of countryCode: String) { self.rules[countryCode] = rules }

  public mutating func note(_ organization: KnownOrganization) {
    organizations[organization.id] = organization
  }

  /// Notes a location under its number in the database.
  public mutating func note(_ location: KnownLocation, number: Int32) {
    let index = Int(number)
    while places.count <= index { places.append(Place()) }
    // A number's event names the location only; what the catalog said stays.
    if places[index].location.name != location.name || !location.countryCode.isEmpty {
      places[index].location = location
    }
    places[index].organization = location.organization
    places[index].address = held(records[.location(location.name)])
    placesByName[location.name] = number
  }

  /// Forgets a location that was not stored after all.
  public mutating func forgetLocation(_ number: Int32) {
    placesByName[places[Int(number)].location.name] = nil
    places[Int(number)] = Place()
  }

  /// Assigns numbers to a location, whatever they belonged to before.
  public mutating func assign(_ run: NumberRun) { numbers.assign(run) }

  /// Takes numbers from whatever they belong to.
  public mutating func remove(_ run: NumberRun) { numbers.remove(run) }

  /// Notes who uses a number; empty for nobody.
  public mutating func setUser(_ user: String, of number: TelephoneNumber) {
    users[number.digits] = user.isEmpty ? nil : user
  }

  /// The numbers that somebody uses.
  public var numbersWithUsers: [TelephoneNumber] { users.keys.compactMap(TelephoneNumber.init(digits:)) }

  public func user(of number: TelephoneNumber) -> String { users[number.digits] ?? "" }

  /// Makes room for so many addresses.
  public mutating func reserveCapacity(_ count: Int) {
    records.reserveCapacity(count)
    numberAddresses.reserveCapacity(count)
  }

  /// Makes a record the last one of its subject.
  public mutating func put(_ record: AddressRecord) {
    records[record.subject] = record
    index(record.subject, held(record))
  }

  /// Takes the last record of a subject back.
  public mutating func put(_ before: AddressRecord?, of subject: AddressSubject) {
    if let before { return put(before) }
    records[subject] = nil
    index(subject, nil)
  }

  private func held(_ record: AddressRecord?) -> HeldAddress? {
    record.flatMap { $0.isHeld ? prepare($0) : nil }
  }

  private mutating func index(_ subject: AddressSubject, _ record: HeldAddress?) {
    switch subject {
    case .location(let name):
      if let place = placesByName[name] { places[Int(place)].address = record }
    case .number(let number, let organization):
      // What another organization had under the number is over, and stays so.
      if let held = numberAddresses[number.digits], held.record.subject.organization != organization,
        record == nil
      {
        return
      }
      numberAddresses[number.digits] = record
    case .user:
      userAddresses[subject] = record
    }
  }
}

extension AddressBook {
  /// The records that end because numbers leave an organization: what one customer said of a number must not hold for
  /// the next, and when the number comes back nobody knows where it is. A move within the organization changes nothing:
  /// an address of a number is where its user is, not where its site is.
  ///
  /// - Parameter organization: that has the numbers from now on; nil for none.
  public func endings(
    _ numbers: [TelephoneNumber],
    movingTo organization: String?,
    by author: AddressAuthor
  ) -> [AddressRecord] {
    guard !numberAddresses.isEmpty else { return [] }
    return numbers.compactMap { number in
      guard let record = numberAddresses[number.digits]?.record, record.subject.organization != organization
      else { return nil }
      return record.removed(.numberReleased, by: author)
    }
  }
}
