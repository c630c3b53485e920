/// FNV-1a with 128 bits (RFC 9923): tells a repeated request from another one with the same id.
///
/// It need not resist an attacker, who could only confuse his own request ids: they belong to who calls. SHA-256 took
/// a tenth of the instructions of a reservation.
struct RequestHash {
  private static let prime: UInt128 = 1 << 88 | 0x13b
  private var state: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d

  init(_ bytes: [UInt8]) {
    for byte in bytes {
      state ^= UInt128(byte)
      state &*= Self.prime
    }
  }

  /// The 16 bytes, the most significant first.
  var bytes: [UInt8] {
    stride(from: 120, through: 0, by: -8).map { UInt8(truncatingIfNeeded: state >> UInt128($0)) }
  }
}
