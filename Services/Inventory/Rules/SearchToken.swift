/// Where a search began and where its last page ended. Both are named by numbers and not by positions in a list, so
/// that pages neither repeat nor skip while others buy and while stock is added.
struct SearchToken: Hashable, Sendable {
  /// Index of the block in which the search began.
  var startBlock: UInt64
  /// Offset in each block at which it begins, a multiple of 100.
  var startOffset: Int
  /// Index of the block to go on with.
  var block: UInt64
  /// How many offsets of that block were looked at.
  var step: Int
  /// Fingerprint of the criteria.
  var fingerprint: UInt64

  /// Text for the API.
  var text: String {
    [startBlock, UInt64(startOffset), block, UInt64(step), fingerprint]
      .map { String($0, radix: 36) }.joined(separator: "-")
  }

  init(startBlock: UInt64, startOffset: Int, block: UInt64, step: Int, fingerprint: UInt64) {
    self.startBlock = startBlock
    self.startOffset = startOffset
    self.block = block
    self.step = step
    self.fingerprint = fingerprint
  }

  /// Nil when the text is no token.
  init?(text: String) {
    guard text.utf8.count <= 80 else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0, radix: 36) }
    guard parts.count == 5, let startBlock = parts[0], let offset = parts[1], let block = parts[2],
      let step = parts[3], let fingerprint = parts[4], offset < 10_000, offset % 100 == 0, step < 10_000
    else { return nil }
    self.init(
      startBlock: startBlock,
      startOffset: Int(offset),
      block: block,
      step: Int(step),
      fingerprint: fingerprint
    )
  }
}
