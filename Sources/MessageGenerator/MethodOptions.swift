import Protobuf

/// What `trunkline/type/v1/options.proto` says about a method.
struct MethodOptions {
  let isImmediate: Bool
  let isDeferred: Bool
  /// A case of `RPC.Access`.
  let access: String
  let requestLimitBytes: Int

  private static let handlerField = 50701
  private static let accessField = 50702
  private static let maxRequestBytesField = 50703
  private static let accesses = [
    "unspecified", "public", "read", "write", "customerAdministrator", "operate", "service", "support",
  ]

  init(_ method: MethodDescriptor, of service: ServiceDescriptor) {
    let options = method.numericOptions
    isImmediate = options[Self.handlerField] == 2
    isDeferred = options[Self.handlerField] == 3
    // The services of gRPC itself carry no options of ours: anybody may call them.
    let isOfGRPC = service.fullName.hasPrefix("grpc.")
    let access = Int(options[Self.accessField] ?? (isOfGRPC ? 1 : 0))
    self.access = Self.accesses.indices.contains(access) ? Self.accesses[access] : Self.accesses[0]
    // The interoperability test of gRPC sends 271,828 bytes.
    let standard: UInt64 = service.fullName.hasPrefix("grpc.testing.") ? 4_194_304 : 65_536
    requestLimitBytes = Int(options[Self.maxRequestBytesField] ?? standard)
  }
}
