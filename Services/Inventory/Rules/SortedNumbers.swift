import Telephony

/// Numbers in rising order, in pieces so that adding one moves few of them.
struct SortedNumbers: Sendable {
  private static let longestPiece = 1_024

  private var pieces: [[UInt64]] = []
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  mutating func insert(_ number: TelephoneNumber) {
    count += 1
    guard let last = pieces.last?.last, let first = pieces.first?.first else {
      pieces = [[number.digits]]
      return
    }
    let piece = number.digits > last ? pieces.count - 1 : number.digits < first ? 0 : piece(of: number.digits)
    pieces[piece].insert(number.digits, at: Self.position(of: number.digits, in: pieces[piece]))
    guard pieces[piece].count > Self.longestPiece else { return }
    let half = pieces[piece].count / 2
    let rest = Array(pieces[piece][half...])
    pieces[piece].removeSubrange(half...)
    pieces.insert(rest, at: piece + 1)
  }

  /// Takes numbers in any order, none of them twice. Nothing else may be done before ``sortAppended()``.
  mutating func append(unsorted digits: [UInt64]) {
    if pieces.isEmpty { pieces = [[]] }
    pieces[pieces.count - 1] += digits
    count += digits.count
  }

  mutating func sortAppended() {
    var all = pieces.count == 1 ? pieces[0] : pieces.flatMap(\.self)
    pieces = []
    all.sort()
    pieces = stride(from: 0, to: all.count, by: Self.longestPiece / 2).map { start in
      Array(all[start..<min(start + Self.longestPiece / 2, all.count)])
    }
  }

  mutating func remove(_ number: TelephoneNumber) {
    guard !pieces.isEmpty else { return }
    let piece = piece(of: number.digits)
    let position = Self.position(of: number.digits, in: pieces[piece])
    guard position < pieces[piece].count, pieces[piece][position] == number.digits else { return }
    pieces[piece].remove(at: position)
    if pieces[piece].isEmpty { pieces.remove(at: piece) }
    count -= 1
  }

  /// Calls the body with each number behind another one, until it returns false.
  func forEach(after last: TelephoneNumber?, _ body: (TelephoneNumber) -> Bool) {
    guard !pieces.isEmpty else { return }
    let start = (last?.digits ?? 0) + 1
    let first = piece(of: start)
    for piece in first..<pieces.count {
      let position = piece == first ? Self.position(of: start, in: pieces[piece]) : 0
      for digits in pieces[piece][position...] {
        if let number = TelephoneNumber(digits: digits), !body(number) { return }
      }
    }
  }

  /// The last piece that begins at or before a number, else the first.
  private func piece(of digits: UInt64) -> Int {
    var (low, high) = (0, pieces.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if pieces[middle][0] <= digits { low = middle } else { high = middle }
    }
    return low
  }

  /// Where in a piece a number is, or would be.
  private static func position(of digits: UInt64, in piece: [UInt64]) -> Int {
    var (low, high) = (0, piece.count)
    while low < high {
      let middle = (low + high) / 2
      if piece[middle] < digits { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
