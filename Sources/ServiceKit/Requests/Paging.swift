import Telephony

/// How many elements a page has (google.aip.dev/158).
public struct PageSize: Sendable {
  public let count: Int

  /// - Parameters:
  ///   - asked: of the request; 0 for the standard size, too many are cut to the largest.
  public init(_ asked: Int32, standard: Int, largest: Int) throws(Refusal) {
    guard asked >= 0 else {
      throw Refusal(violations: [
        Violation(field: "page_size", reason: "INVALID_PAGE_SIZE", description: "Give 0 or more.")
      ])
    }
    count = asked == 0 ? standard : min(Int(asked), largest)
  }
}

/// Where a page of a list ends that goes back in the order of creation; what is new comes before the first page, so
/// that pages stay as they were.
public struct PageToken: Sendable {
  /// The elements of the next page come before this place.
  public let before: Int64

  public init(before sequence: Int64) {
    before = sequence
  }

  /// Reads the token of a request; an empty one is the beginning.
  public init(_ text: String) throws(Refusal) {
    guard !text.isEmpty else {
      before = .max
      return
    }
    guard text.hasPrefix("b"), let sequence = Int64(text.dropFirst(), radix: 36), sequence > 0 else {
      throw Refusal(violations: [
        Violation(
          field: "page_token",
          reason: "INVALID_PAGE_TOKEN",
          description:
            "It is none that this service gave. Give next_page_token of the page before, or nothing."
        )
      ])
    }
    before = sequence
  }

  /// The token for the caller, who must not look into it.
  public var text: String { "b" + String(before, radix: 36) }
}
