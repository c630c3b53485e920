import EmergencyAddressRules
import EmergencyAddressStore
import Messages
import Storage
import Telephony

@testable import EmergencyAddressServer

// Each says what the model expects, and changes both.
extension ModelRun {
  private func apply(_ change: InventoryV1.InventoryEvent.Change, _ transaction: Transaction) throws {
    _ = try NumberEvents(server: server, time: author.time, transaction).apply(change)
  }

  /// Some consecutive numbers.
  private mutating func someNumbers() -> [Int] {
    let first = roll(AddressModel.numberCount)
    return Array(first..<min(first + 1 + roll(5), AddressModel.numberCount))
  }

  mutating func assign(_ transaction: Transaction) throws {
    let numbers = someNumbers()
    let location = roll(AddressModel.locationCount)
    let texts = numbers.map { Self.number($0).e164 }
    try apply(.numbersAssigned(.init(location: Self.location(location), phoneNumbers: texts)), transaction)
    successes += 1
    for number in numbers {
      if model.organization(ofNumber: number) != AddressModel.organization(of: location) {
        model.numberAddress[number] = nil
      }
      model.locationOfNumber[number] = location
    }
  }

  mutating func release(_ transaction: Transaction) throws {
    let numbers = someNumbers()
    let texts = numbers.map { Self.number($0).e164 }
    try apply(.numbersUnassigned(.init(location: "", phoneNumbers: texts)), transaction)
    successes += 1
    for number in numbers {
      model.locationOfNumber[number] = nil
      model.numberAddress[number] = nil
      model.userOfNumber[number] = nil
    }
  }

  mutating func setUser(_ transaction: Transaction) throws {
    let number = roll(AddressModel.numberCount)
    guard model.locationOfNumber[number] != nil else { return }
    let user = roll(3) == 0 ? nil : roll(AddressModel.userCount)
    let change = InventoryV1.AssigneeChanged(
      phoneNumber: Self.number(number).e164,
      assignee: user.map { .init(kind: .user, id: "u\($0)") }
    )
    try apply(.assigneeChanged(change), transaction)
    successes += 1
    model.userOfNumber[number] = user
  }

  mutating func setLocation(_ transaction: Transaction) throws {
    let location = roll(AddressModel.locationCount)
    let (id, address) = newAddress()
    let author = author
    try attempt("set location \(location)", expected: id != 0, transaction) { (book) throws(Refusal) in
      try book.giving(address, information: "", to: .location(Self.location(location)), by: author)
    }
    if id != 0 { model.locationAddress[location] = .after(model.locationAddress[location], id) }
  }

  mutating func deleteLocation(_ transaction: Transaction) throws {
    let location = roll(AddressModel.locationCount)
    let author = author
    let expected = model.locationAddress[location] != nil && model.uses(ofLocation: location).isEmpty
    try attempt("delete location \(location)", expected: expected, transaction) { (book) throws(Refusal) in
      try book.removing(.location(Self.location(location)), by: author)
    }
    if expected { model.locationAddress[location] = nil }
  }

  mutating func setNumber(_ transaction: Transaction) throws {
    let number = roll(AddressModel.numberCount)
    // Mostly as its own organization.
    let organization = roll(10) == 0 ? roll(2) : model.organization(ofNumber: number) ?? 0
    let (id, address) = newAddress()
    let expected = id != 0 && model.organization(ofNumber: number) == organization
    let subject = AddressSubject.number(
      Self.number(number),
      organization: Self.organization(organization)
    )
    let author = author
    try attempt("set number \(number)", expected: expected, transaction) { (book) throws(Refusal) in
      try book.giving(address, information: "", to: subject, by: author)
    }
    if expected { model.numberAddress[number] = .after(model.numberAddress[number], id) }
  }

  mutating func resetNumber(_ transaction: Transaction) throws {
    let number = roll(AddressModel.numberCount)
    let organization = model.organization(ofNumber: number) ?? 0
    let fallback =
      model.userAddressOfNumber(number)
      ?? model.locationOfNumber[number].flatMap { model.locationAddress[$0] }
    let expected = model.numberAddress[number] != nil && fallback != nil
    let subject = AddressSubject.number(
      Self.number(number),
      organization: Self.organization(organization)
    )
    let author = author
    try attempt("reset number \(number)", expected: expected, transaction) { (book) throws(Refusal) in
      try book.removing(subject, by: author)
    }
    if expected { model.numberAddress[number] = nil }
  }

  mutating func setUserAddress(_ transaction: Transaction) throws {
    let (user, organization) = (roll(AddressModel.userCount), roll(2))
    let (id, address) = newAddress()
    let subject = AddressSubject.user("u\(user)", organization: Self.organization(organization))
    let author = author
    try attempt("set user \(user)", expected: id != 0, transaction) { (book) throws(Refusal) in
      try book.giving(address, information: "", to: subject, by: author)
    }
    if id != 0 {
      model.userAddress[organization][user] = .after(model.userAddress[organization][user], id)
    }
  }

  mutating func resetUserAddress(_ transaction: Transaction) throws {
    let (user, organization) = (roll(AddressModel.userCount), roll(2))
    let leftBare = (0..<AddressModel.numberCount).contains { number in
      model.userOfNumber[number] == user && model.organization(ofNumber: number) == organization
        && model.numberAddress[number] == nil
        && model.locationOfNumber[number].flatMap { model.locationAddress[$0] } == nil
    }
    let expected = model.userAddress[organization][user] != nil && !leftBare
    let subject = AddressSubject.user("u\(user)", organization: Self.organization(organization))
    let author = author
    try attempt("reset user \(user)", expected: expected, transaction) { (book) throws(Refusal) in
      try book.removing(subject, by: author)
    }
    if expected { model.userAddress[organization][user] = nil }
  }

  /// What the provider says decides when an address displaces the one before it.
  mutating func answerProvider(_ transaction: Transaction) throws {
    let kind = roll(3)
    let place = AnsweredPlace(kind, &self)
    guard let task = server.memory.read({ $0.record(of: place.subject(model))?.task }) else {
      if place.given(model)?.missingAnswers ?? 0 > 0 { failures.append("there is no task of \(place)") }
      return
    }
    let isAccepted = roll(4) > 0
    let author = author
    try attempt("answer", expected: true, transaction) { book in
      book.answering(isAccepted ? .accepted : .rejected(reason: "NO"), to: task, by: author)
    }
    place.change(&model) { $0?.answer(isAccepted: isAccepted) }
  }
}

/// Whose address the provider answers about.
private enum AnsweredPlace {
  case location(Int)
  case number(Int)
  case user(organization: Int, user: Int)

  init(_ kind: Int, _ run: inout ModelRun) {
    switch kind {
    case 0: self = .location(run.roll(AddressModel.locationCount))
    case 1: self = .number(run.roll(AddressModel.numberCount))
    default: self = .user(organization: run.roll(2), user: run.roll(AddressModel.userCount))
    }
  }

  func subject(_ model: AddressModel) -> AddressSubject {
    switch self {
    case .location(let location): return .location(ModelRun.location(location))
    case .number(let number):
      let organization = ModelRun.organization(model.organization(ofNumber: number) ?? 0)
      return .number(ModelRun.number(number), organization: organization)
    case .user(let organization, let user):
      return .user("u\(user)", organization: ModelRun.organization(organization))
    }
  }

  func given(_ model: AddressModel) -> AddressModel.Given? {
    switch self {
    case .location(let location): model.locationAddress[location]
    case .number(let number): model.numberAddress[number]
    case .user(let organization, let user): model.userAddress[organization][user]
    }
  }

  func change(_ model: inout AddressModel, _ change: (inout AddressModel.Given?) -> Void) {
    switch self {
    case .location(let location): change(&model.locationAddress[location])
    case .number(let number): change(&model.numberAddress[number])
    case .user(let organization, let user): change(&model.userAddress[organization][user])
    }
  }
}
