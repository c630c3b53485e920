import Telephony

/// A question for available numbers.
public struct NumberSearch: Hashable, Sendable {
  /// Which numbers.
  public var criteria: NumberCriteria
  /// 10, 50 or 100 for runs, of which the first number is returned; 0 for single numbers.
  public var blockSize: Int
  /// Most numbers to return, at least 1.
  public var pageSize: Int
  /// Where the page before ended; empty for the first page.
  public var pageToken: String
  /// When there are fewer matches than asked for, offer the nearest others.
  public var bestEffort: Bool
  /// Numbers that were shown already.
  public var excluded: Set<TelephoneNumber>

  /// Asks for numbers.
  public init(
    criteria: NumberCriteria,
    blockSize: Int = 0,
    pageSize: Int = 20,
    pageToken: String = "",
    bestEffort: Bool = false,
    excluded: Set<TelephoneNumber> = []
  ) {
    self.criteria = criteria
    self.blockSize = blockSize
    self.pageSize = pageSize
    self.pageToken = pageToken
    self.bestEffort = bestEffort
    self.excluded = excluded
  }

  /// The most that one page holds.
  public static let maximumPageSize = 1_000

  /// Available numbers that lie one after the other: how many a match has.
  var runLength: Int { max(blockSize, 1) }

  /// What a page token is good for.
  var question: UInt64 { criteria.fingerprint &+ UInt64(truncatingIfNeeded: blockSize) }
}

extension NumberSearch {
  func check() throws(Refusal) {
    var violations = criteria.violations(path: "criteria")
    if blockSize != 0, !OrderableBlock.sizes.contains(blockSize) {
      violations.append(.blockSize("block_size"))
    }
    if blockSize != 0, criteria.type == .tollFree { violations.append(.tollFreeBlock("block_size")) }
    if blockSize != 0, criteria.hasInnerPattern { violations.append(.patternOfBlock("block_size")) }
    if pageSize < 1 || pageSize > Self.maximumPageSize { violations.append(.pageSize) }
    if excluded.count > Self.maximumPageSize { violations.append(.tooManyExcluded) }
    if !pageToken.isEmpty, SearchToken(text: pageToken, question: question) == nil {
      violations.append(.pageToken)
    }
    guard violations.isEmpty else { throw Refusal(violations: violations) }
  }
}

extension Violation {
  static func blockSize(_ field: String) -> Violation {
    Violation(
      field: field,
      reason: "BLOCK_SIZE",
      description: "Numbers are sold in blocks of exactly 10, 50 or 100. Give one of these."
    )
  }

  static func tollFreeBlock(_ field: String) -> Violation {
    Violation(
      field: field,
      reason: "TOLL_FREE_BLOCK",
      description: "Toll-free numbers are never sold as a block. Ask for single ones."
    )
  }

  static func patternOfBlock(_ field: String) -> Violation {
    Violation(
      field: field,
      reason: "PATTERN_WITH_BLOCK",
      description: "The numbers of a block differ in their last digits. Leave contains and ends_with out."
    )
  }

  fileprivate static let pageSize = Violation(
    field: "page_size",
    reason: "INVALID_PAGE_SIZE",
    description: "Give 0 to \(NumberSearch.maximumPageSize)."
  )

  fileprivate static let tooManyExcluded = Violation(
    field: "exclude_phone_numbers",
    reason: "TOO_MANY_PHONE_NUMBERS",
    description: "At most \(NumberSearch.maximumPageSize) can be left out. Go on with page_token instead."
  )

  /// A page token that no answer gave for this question.
  public static let pageToken = Violation(
    field: "page_token",
    reason: "INVALID_PAGE_TOKEN",
    description: "It was not given for this question. Repeat the fields of the first page, or leave it out."
  )
}
