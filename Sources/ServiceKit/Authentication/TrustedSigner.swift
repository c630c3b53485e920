/// A service whose word on who is calling is believed.
public struct TrustedSigner: Sendable, Hashable {
  public let name: String
  /// Ed25519, 32 bytes.
  public let publicKey: [UInt8]

  public init(name: String, publicKey: [UInt8]) {
    self.name = name
    self.publicKey = publicKey
  }
}

extension ConfigurationForm where Value == TrustedSigner {
  /// A section with `name` and `publicKey`.
  static var trustedSigner: Self {
    .record("a section with name and publicKey", fields: ["name", "publicKey"]) { record in
      let name = record.required("name", .name("the name of the signing service, such as gateway"))
      let publicKey = record.required("publicKey", .base64(byteCount: 32, "base64 of 32 bytes"))
      guard let name, let publicKey else { return nil }
      return TrustedSigner(name: name, publicKey: publicKey)
    }
  }
}
