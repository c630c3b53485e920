import Telephony

/// What a customer gave, whatever its form.
public struct OrderRequest: Hashable, Sendable {
  /// Which numbers, as they were given.
  public enum Wish: Hashable, Sendable {
    case none
    /// Both a reservation and something else.
    case contradictory
    case reservation(name: String, fencingToken: Int64)
    case specific([String])
    case quantity(Int, NumberCriteria)
    case block(Int, NumberCriteria)
  }

  /// Id of the organization whose order it is to be.
  public let organization: String
  public let location: String
  public let wish: Wish
  public let fulfillment: Fulfillment
  public let usage: NumberUsage
  public let details: String
  /// What could not even be read, such as a policy that there is not.
  public let unreadable: [Violation]

  public init(
    organization: String,
    location: String,
    wish: Wish,
    fulfillment: Fulfillment = .all,
    usage: NumberUsage = .standard,
    details: String = "",
    unreadable: [Violation] = []
  ) {
    self.organization = organization
    self.location = location
    self.wish = wish
    self.fulfillment = fulfillment
    self.usage = usage
    self.details = details
    self.unreadable = unreadable
  }

  /// The reservation, when one is named and is one of the organization, so that it can be looked up.
  public var namedReservation: String? {
    guard case .reservation(let text, _) = wish else { return nil }
    return (try? name(text, "reservations", "order.reservation"))?.text
  }

  /// Whether `location` is the name of one of the organization.
  public var namesLocation: Bool { (try? name(location, "locations", "order.location")) != nil }

  /// Every field that has not the right form, whatever the country.
  func formViolations() -> [Violation] {
    var violations = problems(location, "locations", "order.location")
    switch wish {
    case .none:
      violations.append(
        .required("order.selection", "a reservation, specific numbers, a quantity or a block")
      )
    case .contradictory: violations.append(.contradictorySelection)
    case .reservation(let text, let token):
      violations += problems(text, "reservations", "order.reservation")
      if token <= 0 {
        violations.append(.required("order.fencing_token", "the fencing_token of the reservation"))
      }
    case .specific(let texts): violations += Self.numberViolations(texts)
    case .quantity(let count, _):
      if count < 1 { violations.append(.quantity) }
    case .block: break
    }
    violations += fulfillmentViolations()
    if !details.isPlainText(atMost: OrderDraft.maximumDetailCharacters, mayHaveLines: true) {
      violations.append(.text("order.details", atMost: OrderDraft.maximumDetailCharacters))
    }
    return violations + unreadable
  }

  private static func numberViolations(_ texts: [String]) -> [Violation] {
    guard !texts.isEmpty else {
      return [.required("order.specific.phone_numbers", "at least one number, E.164")]
    }
    var seen: Set<String> = []
    return texts.enumerated().compactMap { index, text in
      let field = "order.specific.phone_numbers[\(index)]"
      guard TelephoneNumber(e164: text) != nil else { return .phoneNumber(field) }
      return seen.insert(text).inserted ? nil : .duplicate(field)
    }
  }

  // domain.md section 4: a block is always ALL. A reservation holds what it holds.
  private func fulfillmentViolations() -> [Violation] {
    switch (fulfillment, wish) {
    case (.all, _): []
    case (_, .block):
      [.fulfillment("BLOCK_IS_WHOLE", "A block is always all or nothing. Give ALL, or nothing.")]
    case (_, .reservation):
      [
        .fulfillment(
          "FULFILLMENT_UNAVAILABLE",
          "A reservation holds its numbers already. Give ALL, or nothing."
        )
      ]
    case (.partial(let minimum), _):
      if case .some(let count) = wantedCount, !(1...max(count, 1)).contains(minimum) {
        [.minimum(atMost: count)]
      } else {
        []
      }
    case (.backorder, _): []
    }
  }

  private var wantedCount: Int? {
    switch wish {
    case .specific(let numbers): numbers.count
    case .quantity(let count, _): count
    default: nil
    }
  }

  private func problems(_ text: String, _ collection: String, _ field: String) -> [Violation] {
    do {
      try name(text, collection, field)
      return []
    } catch {
      return error.violations
    }
  }

  /// A name of another organization is wrong here whether or not it exists, so that nobody learns of it.
  @discardableResult
  private func name(_ text: String, _ collection: String, _ field: String) throws(Refusal) -> ResourceName {
    let name = try ResourceName(text, pattern: "organizations/*/\(collection)/*", field: field)
    guard name.organization == organization else {
      throw Refusal(violations: [
        Violation(
          field: field,
          reason: "FOREIGN_RESOURCE",
          description:
            "It is not of the form organizations/\(organization)/\(collection)/*, as the parent asks."
        )
      ])
    }
    return name
  }
}

extension Violation {
  fileprivate static let contradictorySelection = Violation(
    field: "order.selection",
    reason: "SELECTION_CONTRADICTORY",
    description: "Give either the reservation or a selection, not both."
  )

  fileprivate static let quantity = Violation(
    field: "order.quantity.count",
    reason: "INVALID_QUANTITY",
    description: "Give 1 or more."
  )

  fileprivate static func phoneNumber(_ field: String) -> Violation {
    Violation(
      field: field,
      reason: "INVALID_PHONE_NUMBER",
      description: "It is not E.164. Give a plus sign and 7 to 15 digits, as +12015550123."
    )
  }

  fileprivate static func duplicate(_ field: String) -> Violation {
    Violation(field: field, reason: "DUPLICATE_PHONE_NUMBER", description: "It is there twice. Name it once.")
  }

  fileprivate static func fulfillment(_ reason: String, _ description: String) -> Violation {
    Violation(field: "order.fulfillment.policy", reason: reason, description: description)
  }

  fileprivate static func minimum(atMost count: Int) -> Violation {
    Violation(
      field: "order.fulfillment.minimum",
      reason: "INVALID_MINIMUM",
      description: "Give 1 to \(max(count, 1)), the number of numbers asked for."
    )
  }
}
