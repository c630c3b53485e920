/// An address that holds for somebody, with what look-ups answer about it, which is made once.
public final class HeldAddress: Sendable {
  public let record: AddressRecord
  /// For the book it means nothing.
  public let answer: [UInt8]

  public init(_ record: AddressRecord, answer: [UInt8] = []) {
    self.record = record
    self.answer = answer
  }
}

extension HeldAddress: Equatable {
  public static func == (left: HeldAddress, right: HeldAddress) -> Bool { left.record == right.record }
}
