import Telephony

/// Which page of a list is asked for (AIP-158).
struct PageRequest {
  static let defaultSize = 100
  static let maximumSize = 1_000

  /// How many to return at most.
  let size: Int
  /// The id of the last one on the page before, empty for the first page.
  let after: String

  init(size: Int32, token: String) throws(Refusal) {
    var violations: [Violation] = []
    if size < 0 {
      violations.append(
        Violation(
          field: "page_size",
          reason: "INVALID_PAGE_SIZE",
          description: "It is negative. Give 0 for \(Self.defaultSize), or up to \(Self.maximumSize)."
        )
      )
    }
    if !token.isEmpty, !ResourceName.isID(token) {
      violations.append(
        Violation(
          field: "page_token",
          reason: "INVALID_PAGE_TOKEN",
          description: "Give the next_page_token of the page before, or nothing for the first page."
        )
      )
    }
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    self.size = size == 0 ? Self.defaultSize : min(Int(size), Self.maximumSize)
    after = token
  }
}
