import Telephony

/// Where a search began and where its last page ended. Both are named by numbers and not by positions in a list, so
/// that pages neither repeat nor skip while others buy, while stock is added and after a restart.
struct SearchToken: Hashable, Sendable {
  /// Index of the block in which the search began.
  var startBlock: UInt64
  /// Offset in each block at which it begins, a multiple of 100.
  var startOffset: Int
  /// Index of the block to go on with.
  var block: UInt64
  /// How far into that block to go on, from the start offset and round.
  var step: Int

  /// Text for the API. It ends with a seal over the position and the question, so that neither can be changed.
  func text(question: UInt64) -> String {
    (fields + [seal(question)]).map { String($0, radix: 36) }.joined(separator: "-")
  }

  private var fields: [UInt64] { [startBlock, UInt64(startOffset), block, UInt64(step)] }

  /// No secret: whoever computes it gets nothing but another place to begin at.
  private func seal(_ question: UInt64) -> UInt64 {
    fields.reduce(question) { hash, field in
      let mixed = (hash ^ field) &* 0x9e37_79b9_7f4a_7c15
      return mixed ^ mixed >> 29
    }
  }

  init(startBlock: UInt64, startOffset: Int, block: UInt64, step: Int) {
    self.startBlock = startBlock
    self.startOffset = startOffset
    self.block = block
    self.step = step
  }

  /// Nil when the text is no token for the question.
  init?(text: String, question: UInt64) {
    guard text.utf8.count <= 80 else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0, radix: 36) }
    guard parts.count == 5, let startBlock = parts[0], let offset = parts[1], let block = parts[2],
      let step = parts[3], offset < 10_000, offset % 100 == 0, step < 10_000
    else { return nil }
    self.init(startBlock: startBlock, startOffset: Int(offset), block: block, step: Int(step))
    guard parts[4] == seal(question) else { return nil }
  }
}
