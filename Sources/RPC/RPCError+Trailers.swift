extension RPCError {
  /// The error that the trailers of a call tell of; nil when they hold no status, or `OK`.
  public init?(trailers fields: [Metadata.Entry]) {
    var code: StatusCode?
    self.init(.unknown, message: "")
    for field in fields {
      switch field.name {
      case "grpc-status": code = Int(field.value).map { StatusCode(rawValue: $0) ?? .unknown }
      case "grpc-message": message = PercentEncoding.decode(field.value)
      case "grpc-status-details-bin": details = StatusDetails.decode(Base64.decode(field.value) ?? [])
      default: break
      }
    }
    guard let code, code != .ok else { return nil }
    self.code = code
  }
}
