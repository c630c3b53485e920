import Telephony

/// How an order is taken apart (domain.md section 5).
public struct PortSplit: Sendable {
  private let order: PortOrder

  public init(_ order: PortOrder) { self.order = order }

  /// As the losing carrier demanded it, else by country, number type and losing carrier. A MIXED_OPERATOR order holds
  /// more than one carrier and is not split by it.
  public var automaticGroups: [PortGroup] {
    let demanded = demandedGroups
    if demanded.count > 1 { return demanded }
    var groups: [[String]: [TelephoneNumber]] = [:]
    for number in order.numbers {
      guard let digits = TelephoneNumber(e164: number.phoneNumber) else { continue }
      let metadata = digits.metadata
      let carrier = order.wish.type == .mixedOperator ? "" : number.losingCarrier
      let type = metadata?.type?.description ?? ""
      groups[[metadata?.countryCode ?? "", type, carrier], default: []].append(digits)
    }
    return groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { PortGroup(billingNumber: "", numbers: $0.value) }
  }

  /// What the carrier demanded, of the numbers that are still there; those that came since are a group of their own.
  private var demandedGroups: [PortGroup] {
    guard !order.demandedGroups.isEmpty else { return [] }
    var left = Set(order.telephoneNumbers)
    var groups = order.demandedGroups.map { group in
      PortGroup(billingNumber: group.billingNumber, numbers: group.numbers.filter { left.remove($0) != nil })
    }
    groups.append(PortGroup(billingNumber: "", numbers: order.telephoneNumbers.filter(left.contains)))
    return groups.filter { !$0.numbers.isEmpty }
  }

  /// The groups that are asked for, or why the order cannot be split so.
  public func groups(asked: [PortGroup]) throws(Refusal) -> [PortGroup] {
    let groups = asked.isEmpty ? automaticGroups : asked
    guard groups.count > 1 else {
      throw Refusal(
        .precondition,
        "NOTHING_TO_SPLIT",
        "\(order.name) has numbers of one group only. Name groups to split it all the same.",
        metadata: ["resource": order.name]
      )
    }
    let named = groups.flatMap(\.numbers)
    guard Set(named).count == named.count, Set(named) == Set(order.telephoneNumbers) else {
      throw Refusal(violations: [
        Violation(
          field: "groups",
          reason: "GROUPS_INCOMPLETE",
          description: "Each number of the order has to be in exactly one group."
        )
      ])
    }
    return groups
  }

  /// The draft of a group: everything that was filled in stays, with what belongs to its numbers.
  public func child(_ group: PortGroup, name: String, desiredTime: Instant?, now: Instant) -> PortOrder {
    let own = Set(group.numbers.map(\.e164))
    var wish = order.wish
    wish.desiredTime = desiredTime ?? wish.desiredTime
    wish.account.values.removeAll { !$0.phoneNumber.isEmpty && !own.contains($0.phoneNumber) }
    if !group.billingNumber.isEmpty { wish.account.billingNumber = group.billingNumber }
    var child = PortOrder(
      name: name,
      organization: order.organization,
      location: order.location,
      countryCode: order.countryCode,
      numbers: order.numbers.filter { own.contains($0.phoneNumber) }.map { number in
        var number = number
        if number.answer == .portable { number.end(.none) }
        return number
      },
      wish: wish,
      movesMessaging: order.movesMessaging,
      splitFrom: order.name,
      now: now
    )
    child.documents = order.documents
    child.warnedDocuments = order.warnedDocuments
    child.signedNumbers = order.signedNumbers
    child.signedTerms = order.signedTerms
    child.dueTime = PortDue.draft(child, now: now)
    return child
  }
}
