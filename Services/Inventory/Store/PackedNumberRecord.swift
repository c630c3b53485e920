import InventoryRules
import Storage
import Telephony

// A number record in bytes: how it stands, which of the parts that not every record has there are, place, since when,
// order, numbers, assignee, block.

/// Which parts a packed record has.
private struct Parts: OptionSet {
  let rawValue: Int64

  static let orderUUID = Parts(rawValue: 1)
  static let portOrderUUID = Parts(rawValue: 2)
  static let orderText = Parts(rawValue: 4)
  static let assignee = Parts(rawValue: 8)
  static let block = Parts(rawValue: 16)
  static let singleNumber = Parts(rawValue: 32)
}

extension RecordPacker {
  mutating func append(_ record: NumberRecord, place: Int64) {
    let standing = record.standing
    var parts: Parts = []
    switch standing.order {
    case .none: break
    case .uuid(let collection, standing.organization, _, _):
      parts.insert(collection == .orders ? .orderUUID : .portOrderUUID)
    case .uuid, .other: parts.insert(.orderText)
    }
    if standing.assignee != nil { parts.insert(.assignee) }
    if standing.block != nil { parts.insert(.block) }
    if record.numbers.count == 1 { parts.insert(.singleNumber) }

    append(
      Int64(standing.state.rawValue) | Int64(standing.usage.rawValue) << 4 | (standing.isMainNumber ? 1 : 0)
        << 6
    )
    append(parts.rawValue)
    append(place)
    append(standing.since.milliseconds)
    if case .uuid(_, _, let high, let low) = standing.order, !parts.contains(.orderText) {
      appendEightBytes(high)
      appendEightBytes(low)
    } else if parts.contains(.orderText) {
      append(standing.order.text)
    }
    if parts.contains(.singleNumber) {
      append(Int64(record.numbers[0].digits))
    } else {
      append(record.numbers)
    }
    if let assignee = standing.assignee {
      append(Int64(assignee.kind.rawValue))
      append(assignee.id)
    }
    if let block = standing.block { append(.run(block)) }
  }
}

extension RecordReader {
  mutating func numberRecord(id: Int64, _ places: [Int64: NumberPlace]) throws(StorageError) -> NumberRecord {
    let (packed, parts) = (try integer(), Parts(rawValue: try integer()))
    guard let state = NumberState(rawValue: UInt8(truncatingIfNeeded: packed & 0xf)),
      let usage = NumberUsage(rawValue: UInt8(truncatingIfNeeded: packed >> 4 & 0x3)), packed >> 7 == 0,
      let place = places[try integer()]
    else { throw .unreadableRecord(id) }
    var standing = NumberStanding(
      state: state,
      since: Instant(milliseconds: try integer()),
      organization: place.organization,
      location: place.location,
      order: try order(parts, place.organization)
    )
    standing.usage = usage
    standing.isMainNumber = packed >> 6 & 1 == 1
    let numbers = parts.contains(.singleNumber) ? try singleNumber() : try numbers()
    if parts.contains(.assignee) {
      let (kind, user) = (try integer(), try text())
      guard let kind = UInt8(exactly: kind).flatMap(Assignee.Kind.init),
        let assignee = Assignee(kind: kind, id: user)
      else { throw .unreadableRecord(id) }
      standing.assignee = assignee
    }
    if parts.contains(.block) {
      guard case .run(let block) = try self.numbers() else { throw .unreadableRecord(id) }
      standing.block = block
    }
    guard isAtEnd else { throw .unreadableRecord(id) }
    return NumberRecord(id: id, numbers: numbers, standing: standing)
  }

  private mutating func order(_ parts: Parts, _ organization: String) throws(StorageError) -> OrderName {
    if parts.contains(.orderText) { return OrderName(try text()) }
    guard !parts.isDisjoint(with: [.orderUUID, .portOrderUUID]) else { return .none }
    return .uuid(
      parts.contains(.orderUUID) ? .orders : .portOrders,
      organization: organization,
      high: try eightBytes(),
      low: try eightBytes()
    )
  }

  private mutating func singleNumber() throws(StorageError) -> NumberSet {
    guard let digits = UInt64(exactly: try integer()), let number = TelephoneNumber(digits: digits) else {
      throw .notNumbers
    }
    return NumberSet([number])
  }
}

extension StorageError {
  static func unreadableRecord(_ id: Int64) -> StorageError {
    StorageError(.corrupt, "number record \(id) cannot be read")
  }
}
