import Telephony

/// How much harm it does to take a single number (domain.md section 3): from a broken run of 10 before a whole one,
/// from a broken run of 100 before a whole one.
enum Harm: CaseIterable {
  case none
  case breaksDecade
  case breaksHundred

  func occurs(in group: StockGroup) -> Bool {
    switch self {
    case .none: group.blocksWithBrokenDecade > 0
    case .breaksDecade: group.blocksWithLooseDecade > 0
    case .breaksHundred: true
    }
  }

  func occurs(in counts: BlockCounts) -> Bool {
    switch self {
    case .none: counts.hasBrokenDecade
    case .breaksDecade: counts.hasLooseDecade
    case .breaksHundred: counts.wholeHundreds > 0
    }
  }

  /// Whether the numbers of a run of 10 are of this kind.
  func matches(decade: UInt64, hundredIsWhole: Bool) -> Bool {
    switch self {
    case .none: decade != 0 && decade != BlockBits.decade
    case .breaksDecade: decade == BlockBits.decade && !hundredIsWhole
    case .breaksHundred: hundredIsWhole
    }
  }
}

extension StockIndex {
  /// Chooses available numbers, doing the least harm; fewer when there are not enough. Nothing is taken yet.
  mutating func choose(_ count: Int, matching criteria: NumberCriteria) -> [TelephoneNumber] {
    guard let selection = StockSelection(criteria, in: self, forRuns: false) else { return [] }
    var numbers: [TelephoneNumber] = []
    numbers.reserveCapacity(count)
    for harm in Harm.allCases {
      // Groups of endings, which a pattern may lead to, do not count harm.
      for source in selection.sources
      where selection.matcher != nil || harm.occurs(in: groups[Int(source.group)]) {
        choose(count, selection, source, harm, into: &numbers)
        if numbers.count == count { return numbers }
      }
    }
    return numbers
  }

  private mutating func choose(
    _ count: Int,
    _ selection: StockSelection,
    _ source: StockSelection.Source,
    _ harm: Harm,
    into numbers: inout [TelephoneNumber]
  ) {
    for place in rotation(of: source) {
      let block = Int(groups[Int(source.group)].blocks[place])
      guard harm.occurs(in: pool.counts[block]) else { continue }
      let offsets = selection.offsets(ofBlock: block, in: self)
      guard !offsets.isEmpty else { continue }
      let mask = selection.mask(ofBlock: block, in: self)
      collect(count, in: block, offsets: offsets, mask, harm, into: &numbers)
      guard numbers.count == count else { continue }
      remember(place, inGroup: source.group)
      return
    }
  }

  private func collect(
    _ count: Int,
    in block: Int,
    offsets: Range<Int>,
    _ mask: OffsetMask,
    _ harm: Harm,
    into numbers: inout [TelephoneNumber]
  ) {
    let bits = BlockBits.bitsPerWord
    for entry in mask.entries {
      let index = entry.word
      let word = pool.word(index, ofBlock: block)
      guard word != 0 else { continue }
      let hundredIsWhole = word == BlockBits.full && pool.word(index ^ 1, ofBlock: block) == BlockBits.full
      var available = matching(word, harm, hundredIsWhole) & entry.bits
      guard available != 0 else { continue }
      available &= BlockBits.bits(of: offsets, inWord: index)
      while available != 0 {
        let offset = index * bits + available.trailingZeroBitCount
        available &= available - 1
        numbers.append(blocks[block].block.number(at: offset))
        if numbers.count == count { return }
      }
    }
  }

  private func matching(_ word: UInt64, _ harm: Harm, _ hundredIsWhole: Bool) -> UInt64 {
    var result: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 50, by: 10) {
      let decade = word >> shift & BlockBits.decade
      if harm.matches(decade: decade, hundredIsWhole: hundredIsWhole) { result |= decade << shift }
    }
    return result
  }

  /// The places of a source in turn, from the one where numbers were taken last.
  func rotation(of source: StockSelection.Source) -> Rotation {
    Rotation(source.slice, from: groups[Int(source.group)].cursor)
  }
}
