import RPC
import ServiceKit

/// Who calls a service under test, each with an API key that is its name.
public enum TestCaller: String, CaseIterable, Sendable {
  case `operator`, acme, reader, globex, service

  private var organizationAndRole: (String, String) {
    switch self {
    case .operator: ("", "OPERATOR")
    case .acme: ("acme", "CUSTOMER_ADMINISTRATOR")
    case .reader: ("acme", "READ_ONLY")
    case .globex: ("globex", "CUSTOMER_ADMINISTRATOR")
    case .service: ("", "SERVICE")
    }
  }

  private var apiKey: String {
    let (organization, role) = organizationAndRole
    let hash = APIKey.hash(of: rawValue).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return
      "{sha256: \"\(hash)\", principal: keys/\(rawValue), organization: \"\(organization)\", role: \(role)}"
  }

  public var options: CallOptions {
    CallOptions(timeout: .seconds(20)).calling(withAPIKey: rawValue)
  }

  /// The configuration of a service that all of them may call, on any port.
  public static func configuration(
    _ schema: ConfigurationSchema,
    _ more: [(key: String, text: String)] = []
  ) throws -> ServiceConfiguration {
    let keys = allCases.map(\.apiKey).joined(separator: ", ")
    let flags = [
      ("listen.port", "0"), ("admin.port", "0"), ("listen.eventLoops", "1"), ("shutdown.gracePeriod", "1s"),
      ("authentication.apiKeys", "[\(keys)]"),
    ]
    return try ConfigurationLoader(schema: schema, flags: flags + more).load()
  }
}

/// What a call is refused with; nil when it is not.
public func refusal(_ body: () async throws -> Void) async -> RPCError? {
  do {
    try await body()
    return nil
  } catch {
    return error as? RPCError
  }
}
