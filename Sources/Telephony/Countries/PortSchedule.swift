/// Types of ports (domain.md section 5).
public enum PortType: String, Hashable, Sendable, CaseIterable {
  /// From one provider to another.
  case standard = "STANDARD"
  /// A range that two or more operators hold.
  case mixedOperator = "MIXED_OPERATOR"
  /// France: one number.
  case isolated = "ISOLATED"
  /// France: the main number with all associated ones.
  case full = "FULL"
  /// France: some associated numbers; the main one stays.
  case partial = "PARTIAL"
  /// France: the main number without the associated ones; a new billing number is named.
  case complex = "COMPLEX"
}

/// What a losing carrier is to the numbers.
public enum Donor: String, Hashable, Sendable, CaseIterable {
  /// It holds their range.
  case rangeHolder = "RANGE_HOLDER"
  /// It got them from another one.
  case notRangeHolder = "NOT_RANGE_HOLDER"
}

/// A row of the table of lead times and cut-offs.
public struct PortLeadTime: Hashable, Sendable {
  public var type: PortType
  /// Most numbers for which it holds; nil for any count.
  public var upTo: Int?
  /// Whether it holds for ranges of direct dial-in numbers only.
  public var isDirectDialIn: Bool
  /// The losing carrier for which it holds; nil for any.
  public var donor: Donor?
  /// Earliest FOC date, business days after submission.
  public var businessDays: Int
  /// Business days before the port date until which a confirmed port can be canceled or moved.
  public var cancellationBusinessDays: Int

  public init(
    _ type: PortType,
    upTo: Int? = nil,
    isDirectDialIn: Bool = false,
    donor: Donor? = nil,
    businessDays: Int,
    cancellationBusinessDays: Int
  ) {
    self.type = type
    self.upTo = upTo
    self.isDirectDialIn = isDirectDialIn
    self.donor = donor
    self.businessDays = businessDays
    self.cancellationBusinessDays = cancellationBusinessDays
  }

  func holds(_ type: PortType, _ count: Int, _ isDirectDialIn: Bool, _ donor: Donor) -> Bool {
    self.type == type && count <= upTo ?? .max && (isDirectDialIn || !self.isDirectDialIn)
      && (self.donor == nil || self.donor == donor)
  }
}

/// Lead times and cut-offs: one table, country x type (x donor is range holder in GB). The first row that fits holds.
public struct PortSchedule: Hashable, Sendable {
  public var rows: [PortLeadTime]

  public init(_ rows: [PortLeadTime]) {
    self.rows = rows
  }

  /// The row for a port; nil when the country has no such type.
  ///
  /// - Parameter donor: a losing carrier of which nothing is known is taken for one that is not the range holder, which
  ///   is never the shorter time.
  public func leadTime(
    _ type: PortType,
    numbers count: Int,
    isDirectDialIn: Bool = false,
    donor: Donor = .notRangeHolder
  ) -> PortLeadTime? {
    rows.first { $0.holds(type, count, isDirectDialIn, donor) }
  }

  /// What is impossible in it, in words that end a sentence; empty when every port of these types finds its row.
  public func problems(types: [PortType]) -> [String] {
    let strangers = rows.filter { !types.contains($0.type) }
      .map { "has a row for \($0.type.rawValue), which is not among port_types" }
    let missing = types.flatMap { type in
      Donor.allCases.filter { leadTime(type, numbers: .max, donor: $0) == nil }
        .map { "has no row for any count of \(type.rawValue) from a carrier that is \($0.rawValue)" }
    }
    return strangers + missing + unreachable
  }

  private var unreachable: [String] {
    rows.indices.filter { index in
      let row = rows[index]
      return rows[..<index].contains { earlier in
        earlier.type == row.type && row.upTo ?? .max <= earlier.upTo ?? .max
          && (row.isDirectDialIn || !earlier.isDirectDialIn)
          && (earlier.donor == nil || earlier.donor == row.donor)
      }
    }
    .map { "has row \($0 + 1), which never holds because an earlier one covers it" }
  }
}
