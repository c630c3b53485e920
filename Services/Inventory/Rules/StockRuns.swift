import Telephony

extension StockIndex {
  /// Chooses a run of 10, 50 or 100 consecutive available numbers, doing the least harm; nil when there is none.
  ///
  /// Runs that begin at a multiple of their size come first, 10 from a broken run of 100 before a whole one; only
  /// when there are none is any other run looked for.
  mutating func chooseRun(of size: Int, matching criteria: NumberCriteria) -> NumberRange? {
    guard let selection = StockSelection(criteria, in: self, forRuns: true) else { return nil }
    for kind in RunKind.allCases {
      for source in selection.sources {
        if let run = chooseRun(of: size, kind, selection, source) { return run }
      }
    }
    return nil
  }

  private mutating func chooseRun(
    of size: Int,
    _ kind: RunKind,
    _ selection: StockSelection,
    _ source: StockSelection.Source
  ) -> NumberRange? {
    for place in rotation(of: source) {
      let block = Int(groups[Int(source.group)].blocks[place])
      guard kind.mayOccur(in: pool.counts[block], size) else { continue }
      let offsets = selection.offsets(ofBlock: block, in: self)
      guard !offsets.isEmpty, let offset = offset(of: kind, size, in: block, offsets: offsets) else {
        continue
      }
      remember(place, inGroup: source.group)
      return NumberRange(first: blocks[block].block.number(at: offset), count: size)
    }
    return nil
  }

  private func offset(of kind: RunKind, _ size: Int, in block: Int, offsets: Range<Int>) -> Int? {
    switch kind {
    case .loose: alignedRun(of: size, in: block, offsets: offsets, loose: true)
    case .aligned: alignedRun(of: size, in: block, offsets: offsets, loose: false)
    case .any: anyRun(of: size, in: block, offsets: offsets)
    }
  }

  /// A run that begins at a multiple of its size; a loose one lies in a run of 100 that is broken already.
  private func alignedRun(of size: Int, in block: Int, offsets: Range<Int>, loose: Bool) -> Int? {
    var offset = (offsets.lowerBound + size - 1) / size * size
    while offset + size <= offsets.upperBound {
      if isWhole(offset, size, block), !loose || !isWhole(offset / 100 * 100, 100, block) { return offset }
      offset += size
    }
    return nil
  }

  func isWhole(_ offset: Int, _ size: Int, _ block: Int) -> Bool {
    let word = pool.word(offset / BlockBits.bitsPerWord, ofBlock: block)
    switch size {
    case 10: return word >> UInt64(offset % BlockBits.bitsPerWord) & BlockBits.decade == BlockBits.decade
    case 50: return word == BlockBits.full
    default:
      return word == BlockBits.full
        && pool.word(offset / BlockBits.bitsPerWord + 1, ofBlock: block) == BlockBits.full
    }
  }

  private func anyRun(of size: Int, in block: Int, offsets: Range<Int>) -> Int? {
    let starts = offsets.lowerBound..<max(offsets.lowerBound, offsets.upperBound - size + 1)
    for word in starts.lowerBound / BlockBits.bitsPerWord..<BlockBits.words {
      let found = pool.runStarts(of: size, inWord: word, ofBlock: block)
      let within = found == 0 ? 0 : found & BlockBits.bits(of: starts, inWord: word)
      if within != 0 { return word * BlockBits.bitsPerWord + within.trailingZeroBitCount }
    }
    return nil
  }
}

/// Kinds of runs, by the harm that taking one does.
private enum RunKind: CaseIterable {
  /// Begins at a multiple of its size, within a run of 100 that is broken already.
  case loose
  /// Begins at a multiple of its size.
  case aligned
  /// Begins anywhere.
  case any

  func mayOccur(in counts: BlockCounts, _ size: Int) -> Bool {
    switch self {
    case .loose: counts.wholeRuns(of: size) > Int(counts.wholeHundreds) * (100 / size)
    case .aligned: counts.wholeRuns(of: size) > 0
    case .any: counts.mayHaveRun(of: size)
    }
  }
}
