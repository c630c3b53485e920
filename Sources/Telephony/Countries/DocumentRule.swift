/// How old a document may be, counted from its upload (domain.md section 7).
public enum DocumentAge: String, Hashable, Sendable, CaseIterable {
  case atMost30Days = "AT_MOST_30_DAYS"
  case atMost3Months = "AT_MOST_3_MONTHS"
  case lessThan3Months = "LESS_THAN_3_MONTHS"

  /// The last day on which a document of some day is young enough.
  public func lastDay(issued: CivilDate) -> CivilDate {
    switch self {
    case .atMost30Days: CivilDate(daysSince1970: issued.daysSince1970 + 30)
    case .atMost3Months: issued.adding(months: 3)
    case .lessThan3Months: CivilDate(daysSince1970: issued.adding(months: 3).daysSince1970 - 1)
    }
  }
}

/// Kinds of files that a document may be.
public enum FileFormat: String, Hashable, Sendable, CaseIterable {
  case pdf = "PDF"
  case png = "PNG"

  /// Told by the first bytes, not by a name; nil when the contents are none of them.
  public init?(contents: some Collection<UInt8>) {
    // ISO 32000-1 section 7.5.2, and the PNG specification, section 5.2.
    if contents.starts(with: Array("%PDF-".utf8)) {
      self = .pdf
    } else if contents.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
      self = .png
    } else {
      return nil
    }
  }
}

/// A document that an operation needs, and its limits.
public struct DocumentRule<Kind: Hashable & Sendable>: Hashable, Sendable {
  public var kind: Kind
  public var necessity: Necessity
  /// Nil for no limit.
  public var age: DocumentAge?
  /// Formats that are taken; empty for all.
  public var formats: [FileFormat]

  public init(
    _ kind: Kind,
    necessity: Necessity = .required,
    age: DocumentAge? = nil,
    formats: [FileFormat] = []
  ) {
    self.kind = kind
    self.necessity = necessity
    self.age = age
    self.formats = formats
  }
}
