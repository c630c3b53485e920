import Telephony

/// An address that is given to somebody, with what look-ups answer about it, which is made once.
public final class HeldAddress: Sendable {
  public let record: AddressRecord
  /// Whether the emergency provider has accepted what holds of it.
  public let isReady: Bool
  /// What look-ups answer where it holds. For the book it means nothing.
  public let answer: [UInt8]
  /// What they add where another one holds, because it is not ready.
  public let notice: [UInt8]

  public init(_ record: AddressRecord, answer: [UInt8] = [], notice: [UInt8] = []) {
    self.record = record
    isReady = record.isReady
    self.answer = answer
    self.notice = notice
  }
}

extension HeldAddress: Equatable {
  public static func == (left: HeldAddress, right: HeldAddress) -> Bool { left.record == right.record }
}
