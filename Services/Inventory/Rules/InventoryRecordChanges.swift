import Telephony

// Records of numbers that are not for sale, and all that is found by them.
extension Inventory {
  mutating func replace(_ before: NumberRecord?, with after: NumberRecord?) {
    guard let id = after?.id ?? before?.id else { return }
    records[id] = after
    lastRecordID = max(lastRecordID, id)
    let keepsNumbers = before?.numbers == after?.numbers
    if let before { remove(before, keepsNumbers: keepsNumbers) }
    if let after { add(after, hasNumbers: keepsNumbers) }
  }

  private mutating func add(_ record: NumberRecord, hasNumbers: Bool) {
    let standing = record.standing
    if !hasNumbers { own(record.numbers, by: -record.id) }
    if !standing.organization.isEmpty {
      for number in record.numbers {
        organizations[standing.organization, default: Holdings()].numbers.insert(number)
      }
    }
    note(record)
  }

  /// Notes what else follows from a record.
  mutating func note(_ record: NumberRecord) {
    let standing = record.standing
    if standing.order != .none { orderRecords.insert(record.id, standing.order) }
    if standing.isMainNumber { mainNumbers[standing.location] = record.numbers.first }
    if standing.state == .aging {
      expiries.push(
        .init(time: standing.since + .milliseconds(limits.agingMilliseconds), reservation: -record.id)
      )
    }
  }

  private mutating func remove(_ record: NumberRecord, keepsNumbers: Bool) {
    let standing = record.standing
    if !keepsNumbers {
      for number in record.numbers { owners[number.digits] = nil }
      record.numbers.forEachRun { stock.set(true, $0) }
    }
    if !standing.organization.isEmpty {
      for number in record.numbers { organizations[standing.organization]?.numbers.remove(number) }
      forgetOrganizationWithNothing(standing.organization)
    }
    if standing.isMainNumber { mainNumbers[standing.location] = nil }
    if standing.order != .none { orderRecords.remove(record.id, standing.order) }
  }

  mutating func show(
    _ identity: CallerIdentity,
    _ before: TelephoneNumber?,
    _ after: TelephoneNumber?
  ) {
    callerIDs[identity] = after
    if let before {
      let others = (callersShowing[before] ?? 1) - 1
      callersShowing[before] = others > 0 ? others : nil
    }
    if let after { callersShowing[after, default: 0] += 1 }
  }
}
