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

  /// Asks for numbers.
  public init(criteria: NumberCriteria, blockSize: Int = 0, pageSize: Int = 20, pageToken: String = "") {
    self.criteria = criteria
    self.blockSize = blockSize
    self.pageSize = pageSize
    self.pageToken = pageToken
  }

  /// The most that one page holds.
  public static let maximumPageSize = 1_000
}

/// Available numbers.
public struct SearchPage: Hashable, Sendable {
  /// The numbers, or the first of each run.
  public var numbers: [TelephoneNumber]
  /// Where to go on; empty at the end.
  public var nextPageToken: String
}

extension StockIndex {
  /// Finds available numbers; nothing is held.
  ///
  /// - Parameter seed: any number; another one begins elsewhere, so that callers are not all offered the same.
  public func search(_ search: NumberSearch, seed: UInt64) throws(Refusal) -> SearchPage {
    try search.check()
    let token = try search.token()
    var page = SearchPage(numbers: [], nextPageToken: "")
    let forRuns = search.blockSize > 0
    guard let selection = StockSelection(search.criteria, in: self, forRuns: forRuns) else { return page }
    var scan = token.map { resume($0, selection) } ?? begin(selection, seed)
    while let place = scan.rotation.next() {
      let block = Int(groups[Int(selection.group)].blocks[place])
      if let step = collect(search, selection, in: block, scan, into: &page.numbers) {
        page.nextPageToken = scan.token(blocks[block].block, step, search.criteria).text
        break
      }
      scan.step = 0
    }
    return page
  }

  private func begin(_ selection: StockSelection, _ seed: UInt64) -> SearchScan {
    let mixed = seed &* 0x9e37_79b9_7f4a_7c15
    let place = selection.slice.lowerBound + Int(mixed >> 40) % selection.slice.count
    return SearchScan(
      startBlock: number(ofPlace: place, selection),
      startOffset: Int(mixed >> 8 & 0xffff) % 100 * 100,
      rotation: Rotation(selection.slice, from: place),
      step: 0
    )
  }

  private func resume(_ token: SearchToken, _ selection: StockSelection) -> SearchScan {
    func place(_ index: UInt64) -> Int {
      let place = NumberBlock(index: index).map { order(of: $0, in: selection.group) } ?? 0
      return selection.slice.contains(place) ? place : selection.slice.lowerBound
    }
    let start = place(token.startBlock)
    let current = place(token.block)
    let passed = (current - start + selection.slice.count) % selection.slice.count
    return SearchScan(
      startBlock: token.startBlock,
      startOffset: token.startOffset,
      rotation: Rotation(selection.slice, from: current, count: selection.slice.count - passed),
      step: number(ofPlace: current, selection) == token.block ? token.step : 0
    )
  }

  private func number(ofPlace place: Int, _ selection: StockSelection) -> UInt64 {
    blocks[Int(groups[Int(selection.group)].blocks[place])].block.index
  }

  /// Adds a block's numbers to the page. Returns how many of its offsets were looked at when the page is full, nil
  /// when the block has no more.
  private func collect(
    _ search: NumberSearch,
    _ selection: StockSelection,
    in block: Int,
    _ scan: SearchScan,
    into numbers: inout [TelephoneNumber]
  ) -> Int? {
    let size = max(search.blockSize, 1)
    let counts = pool.counts[block]
    guard size == 1 ? counts.available > 0 : counts.wholeRuns(of: size) > 0 else { return nil }
    let offsets = selection.offsets(ofBlock: block, in: self)
    guard !offsets.isEmpty else { return nil }
    var step = scan.step
    while step < NumberBlock.size {
      let offset = (scan.startOffset + step) % NumberBlock.size
      if offset % BlockBits.bitsPerWord == 0, pool.word(offset / BlockBits.bitsPerWord, ofBlock: block) == 0 {
        step += max(BlockBits.bitsPerWord, size)
        continue
      }
      if offset >= offsets.lowerBound, offset + size <= offsets.upperBound, isFree(offset, size, block) {
        if numbers.count == search.pageSize { return step }
        numbers.append(blocks[block].block.number(at: offset))
      }
      step += size
    }
    return nil
  }

  private func isFree(_ offset: Int, _ size: Int, _ block: Int) -> Bool {
    size == 1 ? pool.isAvailable(offset, inBlock: block) : isWhole(offset, size, block)
  }
}

/// How far a search has come.
private struct SearchScan {
  let startBlock: UInt64
  let startOffset: Int
  var rotation: Rotation
  var step: Int

  func token(_ block: NumberBlock, _ step: Int, _ criteria: NumberCriteria) -> SearchToken {
    SearchToken(
      startBlock: startBlock,
      startOffset: startOffset,
      block: block.index,
      step: step,
      fingerprint: criteria.fingerprint
    )
  }
}

extension NumberSearch {
  fileprivate func check() throws(Refusal) {
    var violations = criteria.violations(path: "criteria")
    if blockSize != 0, !OrderableBlock.sizes.contains(blockSize) {
      violations.append(.blockSize("block_size"))
    }
    if pageSize < 1 || pageSize > Self.maximumPageSize {
      violations.append(
        Violation(
          field: "page_size",
          reason: "INVALID_PAGE_SIZE",
          description: "Give 0 to \(Self.maximumPageSize)."
        )
      )
    }
    if blockSize != 0, criteria.type == .tollFree { violations.append(.tollFreeBlock("block_size")) }
    guard violations.isEmpty else { throw Refusal(violations: violations) }
  }

  fileprivate func token() throws(Refusal) -> SearchToken? {
    if pageToken.isEmpty { return nil }
    guard let token = SearchToken(text: pageToken), token.fingerprint == criteria.fingerprint,
      token.step % max(blockSize, 1) == 0
    else { throw Refusal(violations: [.pageToken]) }
    return token
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
  /// A page token that no answer gave for this question.
  public static let pageToken = Violation(
    field: "page_token",
    reason: "INVALID_PAGE_TOKEN",
    description: "It was not given for this question. Repeat the fields of the first page, or leave it out."
  )
}
