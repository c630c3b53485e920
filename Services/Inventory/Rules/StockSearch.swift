import Telephony

/// Available numbers.
public struct SearchPage: Hashable, Sendable {
  /// The numbers, or the first of each run.
  public var numbers: [TelephoneNumber] = []
  /// Where to go on; empty at the end. A page may be short, or empty, and still be followed by another one.
  public var nextPageToken = ""
  /// Numbers that match all but what is named, when there were not enough that match all.
  public var alternatives: [Alternative] = []

  /// A number that matches less than was asked for.
  public struct Alternative: Hashable, Sendable {
    /// The number, or the first of the run.
    public var number: TelephoneNumber
    /// The fields of the criteria that it need not match.
    public var relaxed: [String]
  }
}

extension StockIndex {
  /// How much work one call does; what is found by then is a page. A look at a block costs 1, one into a word of its
  /// bits 1 more.
  static let workPerSearch = 1 << 16

  /// Finds available numbers; nothing is held.
  ///
  /// - Parameter seed: any number; another one begins elsewhere, so that callers are not all offered the same.
  public func search(_ search: NumberSearch, seed: UInt64) throws(Refusal) -> SearchPage {
    try search.check()
    var page = find(search, seed: seed)
    if search.bestEffort, search.pageToken.isEmpty, page.nextPageToken.isEmpty {
      addAlternatives(to: &page, search, seed: seed)
    }
    return page
  }

  /// Finds matches, by a search that was checked.
  func find(_ search: NumberSearch, seed: UInt64) -> SearchPage {
    let forRuns = search.blockSize > 0
    guard let selection = StockSelection(search.criteria, in: self, forRuns: forRuns) else {
      return SearchPage()
    }
    let token = SearchToken(text: search.pageToken, question: search.question)
    var scan = token.map { resume($0, selection) } ?? begin(selection, seed)
    var page = SearchPage()
    var work = 0
    while let place = scan.rotation.next(), let block = selection.block(at: place, in: self) {
      if work >= Self.workPerSearch {
        page.nextPageToken = scan.token(blocks[block].block, step: 0, search)
        break
      }
      if let step = collect(search, selection, in: block, scan, &work, into: &page.numbers) {
        page.nextPageToken = scan.token(blocks[block].block, step: step, search)
        break
      }
      scan.step = 0
    }
    return page
  }

  private func begin(_ selection: StockSelection, _ seed: UInt64) -> SearchScan {
    let mixed = seed &* 0x9e37_79b9_7f4a_7c15
    let place = Int(mixed >> 40) % selection.count
    return SearchScan(
      startBlock: index(ofPlace: place, selection),
      startOffset: Int(mixed >> 8 & 0xffff) % 100 * 100,
      rotation: Rotation(0..<selection.count, from: place),
      step: 0
    )
  }

  private func resume(_ token: SearchToken, _ selection: StockSelection) -> SearchScan {
    func place(_ index: UInt64) -> Int {
      NumberBlock(index: index).map { selection.place(of: $0, in: self) } ?? 0
    }
    let current = place(token.block)
    let passed = (current - place(token.startBlock) + selection.count) % selection.count
    return SearchScan(
      startBlock: token.startBlock,
      startOffset: token.startOffset,
      rotation: Rotation(0..<selection.count, from: current, count: selection.count - passed),
      step: index(ofPlace: current, selection) == token.block ? token.step : 0
    )
  }

  private func index(ofPlace place: Int, _ selection: StockSelection) -> UInt64 {
    selection.block(at: place, in: self).map { blocks[$0].block.index } ?? 0
  }
}

// MARK: - In one block
extension StockIndex {
  /// Adds a block's numbers to the page. Returns where in the block to go on when the page is full, nil when the block
  /// has no more.
  private func collect(
    _ search: NumberSearch,
    _ selection: StockSelection,
    in block: Int,
    _ scan: SearchScan,
    _ work: inout Int,
    into numbers: inout [TelephoneNumber]
  ) -> Int? {
    work += 1
    let size = search.runLength
    guard pool.counts[block].mayHaveRun(of: size) else { return nil }
    let range = selection.offsets(ofBlock: block, in: self)
    guard range.count >= size else { return nil }
    let starts = range.lowerBound..<range.upperBound - size + 1
    let mask = selection.mask(ofBlock: block, in: self)
    let startWord = scan.startOffset / BlockBits.bitsPerWord
    let firstEntry = mask.firstEntry(from: startWord)
    var step = scan.step
    for turn in mask.entries.indices {
      let entry = mask.entries[(firstEntry + turn) % mask.entries.count]
      let passed = (entry.word - startWord + BlockBits.words) % BlockBits.words * BlockBits.bitsPerWord
      guard passed + BlockBits.bitsPerWord > step else { continue }
      work += 1
      var found = pool.runStarts(of: size, inWord: entry.word, ofBlock: block) & entry.bits
      guard found != 0 else { continue }
      found &= BlockBits.bits(of: starts, inWord: entry.word)
      while found != 0 {
        let bit = found.trailingZeroBitCount
        found &= found - 1
        let offset = entry.word * BlockBits.bitsPerWord + bit
        guard passed + bit >= step, isOffered(offset, size, block, ringEnd: scan.startOffset) else {
          continue
        }
        let number = blocks[block].block.number(at: offset)
        if search.excluded.contains(number) { continue }
        if numbers.count == search.pageSize { return passed + bit }
        numbers.append(number)
        step = passed + bit + size
      }
    }
    return nil
  }

  /// Whether a run is shown: one that begins at a multiple of its size is; another one only when it takes nothing from
  /// such a run, and nothing from where the search of the block began.
  private func isOffered(_ offset: Int, _ size: Int, _ block: Int, ringEnd: Int) -> Bool {
    let begin = offset / size * size
    guard begin != offset else { return true }
    if offset < ringEnd, offset + size > ringEnd { return false }
    return !isWhole(begin, size, block) && !isWhole(begin + size, size, block)
  }
}

/// How far a search has come.
private struct SearchScan {
  let startBlock: UInt64
  let startOffset: Int
  var rotation: Rotation
  var step: Int

  func token(_ block: NumberBlock, step: Int, _ search: NumberSearch) -> String {
    SearchToken(startBlock: startBlock, startOffset: startOffset, block: block.index, step: step)
      .text(question: search.question)
  }
}
