import Telephony

/// What a customer asks for, in the right form.
public struct OrderDraft: Hashable, Sendable {
  /// Id of the organization.
  public let organization: String
  public let location: String
  public let reservation: String
  public let fencingToken: Int64
}

/// What a customer gave, whatever its form.
public struct OrderRequest: Hashable, Sendable {
  /// Id of the organization whose order it is to be.
  public let organization: String
  public let location: String
  public let reservation: String
  public let fencingToken: Int64

  public init(organization: String, location: String, reservation: String, fencingToken: Int64) {
    self.organization = organization
    self.location = location
    self.reservation = reservation
    self.fencingToken = fencingToken
  }

  /// Whether `reservation` is the name of one of the organization, so that it can be looked up.
  public var namesReservation: Bool {
    (try? name(reservation, "reservations", "order.reservation")) != nil
  }

  /// Whether `location` is the name of one of the organization.
  public var namesLocation: Bool { (try? name(location, "locations", "order.location")) != nil }

  /// Every field that has not the right form.
  public func formViolations() -> [Violation] {
    var violations = problems(location, "locations", "order.location")
    violations += problems(reservation, "reservations", "order.reservation")
    if fencingToken <= 0 {
      violations.append(.required("order.fencing_token", "the fencing_token of the reservation"))
    }
    return violations
  }

  /// The draft, once nothing is wrong with the form.
  public var draft: OrderDraft {
    OrderDraft(
      organization: organization,
      location: location,
      reservation: reservation,
      fencingToken: fencingToken
    )
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
