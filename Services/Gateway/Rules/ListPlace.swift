import Telephony

/// Where a page ends in a list of another service: behind an element that follows one of that service's own page tokens.
///
/// Those lists go back in the order of creation, and nothing is ever taken out of them, so that pages are stable while
/// orders come and change. An element is named and not counted: before the first token new ones may come.
public struct ListPlace: Hashable, Sendable {
  /// The service's token; empty at the beginning.
  public var token: String
  /// The id of the last element that was dealt with; empty when that was before the token.
  public var after: String
  /// Whether the list has ended.
  public var isAtEnd: Bool

  public init(token: String = "", after: String = "", isAtEnd: Bool = false) {
    self.token = token
    self.after = after
    self.isAtEnd = isAtEnd
  }
}

/// The places of several lists that are shown as one, in one page token.
public struct ListPlaces: Hashable, Sendable {
  public var places: [ListPlace]

  public init(_ places: [ListPlace]) { self.places = places }

  /// Reads the token of a request; an empty one is the beginning of every list.
  public init(token: String, count: Int) throws(Refusal) {
    guard !token.isEmpty else {
      places = Array(repeating: ListPlace(), count: count)
      return
    }
    let parts = token.split(separator: "~", omittingEmptySubsequences: false)
    let read = parts.compactMap { ListPlace(part: $0) }
    guard token.utf8.count <= 400, parts.count == count, read.count == count else {
      throw Refusal(violations: [
        Violation(
          field: "page_token",
          reason: "INVALID_PAGE_TOKEN",
          description: "It is none that was given here. Give next_page_token of the page before, or nothing."
        )
      ])
    }
    places = read
  }

  /// The token for the caller; empty when every list has ended.
  public var token: String {
    places.allSatisfy(\.isAtEnd) ? "" : places.map(\.part).joined(separator: "~")
  }
}

extension ListPlace {
  fileprivate init?(part: Substring) {
    guard part != "end" else {
      self.init(isAtEnd: true)
      return
    }
    let halves = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard halves.count == 2, halves[0].isEmpty || ResourceName.isID(halves[0]) else { return nil }
    self.init(token: halves[1], after: halves[0])
  }

  fileprivate var part: String { isAtEnd ? "end" : "\(after):\(token)" }
}
