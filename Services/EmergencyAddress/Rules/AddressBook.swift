import Telephony

/// All that look-ups and decisions need: numbers, their locations and users, and the addresses of these.
public struct AddressBook: Sendable {
  /// A location with its address.
  public struct Place: Sendable {
    public internal(set) var location = KnownLocation(name: "", countryCode: "")
    public internal(set) var organization = ""
    public internal(set) var address: HeldAddress?
  }

  public internal(set) var numbers = NumberMap()
  /// By the number of the location.
  public internal(set) var places: [Place] = []
  var placesByName: [String: Int32] = [:]
  var organizations: [String: KnownOrganization] = [:]
  /// By the code of their country.
  var rules: [String: AddressRules] = [:]
  /// The last record of each subject, also of those that have no address any more.
  var records: [AddressSubject: AddressRecord] = [:]
  /// Those of numbers that have an address, by their digits.
  var numberAddresses: [UInt64: HeldAddress] = [:]
  /// Who uses a number, by its digits.
  var users: [UInt64: String] = [:]
  /// Those of users who have an address.
  var userAddresses: [AddressSubject: HeldAddress] = [:]

  let prepare: @Sendable (AddressRecord) -> HeldAddress

  /// A book of nothing.
  ///
  /// - Parameter prepare: makes what look-ups answer about an address.
  public init(prepare: @escaping @Sendable (AddressRecord) -> HeldAddress = { HeldAddress($0) }) {
    self.prepare = prepare
  }

  /// The location of a number.
  public func place(of number: TelephoneNumber) -> Place? { index(of: number).map { places[$0] } }

  private func index(of number: TelephoneNumber) -> Int? {
    guard let location = numbers.location(of: number.digits), places.indices.contains(Int(location))
    else { return nil }
    return Int(location)
  }

  /// A location by its name.
  public func place(named name: String) -> Place? {
    placesByName[name].map { places[Int($0)] }
  }

  public func organization(_ id: String) -> KnownOrganization? { organizations[id] }

  /// How addresses look in a country; nil when the catalog has not told it.
  public func addressRules(of countryCode: String) -> AddressRules? { rules[countryCode] }

  /// The last record of a subject; nil when it never had an address.
  public func record(of subject: AddressSubject) -> AddressRecord? { records[subject] }

  /// The last records of all subjects.
  public var allRecords: some Sequence<AddressRecord> { records.values }

  /// The address that holds for a number.
  ///
  /// - Parameter subject: whose address is left out, to know what would hold without it.
  public func effective(_ number: TelephoneNumber, without subject: AddressSubject? = nil)
    -> EffectiveAddress?
  {
    index(of: number).flatMap { effective(number, at: $0, without: subject) }
  }

  // In the path of every look-up: a place is not copied, because each string of it would be touched.
  private func effective(_ number: TelephoneNumber, at index: Int, without subject: AddressSubject?)
    -> EffectiveAddress?
  {
    let own = numberAddresses.isEmpty ? nil : numberAddresses[number.digits]
    let users = userAddress(of: number, at: index)
    return EffectiveAddress.choose(
      number: subject != nil && own?.record.subject == subject ? nil : own,
      user: subject != nil && users?.record.subject == subject ? nil : users,
      location: places[index].address,
      countryCode: places[index].location.countryCode
    )
  }

  private func userAddress(of number: TelephoneNumber, at index: Int) -> HeldAddress? {
    // Few users have one: nothing is looked for in vain.
    guard !userAddresses.isEmpty, let user = users[number.digits] else { return nil }
    return userAddresses[.user(user, organization: places[index].organization)]
  }

  /// What a look-up needs, and no more.
  public struct LookUp: Sendable {
    public let organization: String
    public let isTrial: Bool
    public let effective: EffectiveAddress?
    /// The name of the location; empty when the address is the location's, whose answer names it.
    public let location: String
  }

  /// What is known of a number; nil when it belongs to nobody.
  public func lookUp(_ number: TelephoneNumber) -> LookUp? {
    guard let index = index(of: number) else { return nil }
    let organization = places[index].organization
    let effective = effective(number, at: index, without: nil)
    return LookUp(
      organization: organization,
      isTrial: organizations[organization]?.isTrial == true,
      effective: effective,
      location: effective?.source == .location ? "" : places[index].location.name
    )
  }

  /// The numbers for which an address holds, in order.
  public func uses(of subject: AddressSubject) -> [TelephoneNumber] {
    switch subject {
    case .number(let number, _): return uses(of: subject, among: [number])
    case .user(let user, let organization):
      let theirs = users.filter { $0.value == user }.keys.sorted().compactMap(TelephoneNumber.init(digits:))
      return uses(of: subject, among: theirs.filter { place(of: $0)?.organization == organization })
    case .location(let name):
      return placesByName[name].map { uses(of: subject, among: numbers.numbers(of: $0)) } ?? []
    }
  }

  /// Those of some numbers for which an address holds.
  public func uses(of subject: AddressSubject, among numbers: some Sequence<TelephoneNumber>)
    -> [TelephoneNumber]
  {
    numbers.filter { effective($0)?.record.subject == subject }
  }

  /// The number of a location in the database.
  public func index(ofPlace name: String) -> Int32? { placesByName[name] }
}
