/// The services of the suite, in the order in which they start: who is called comes before who calls.
enum SuiteService: String, CaseIterable, Sendable, Codable {
  case providerCatalog = "provider-catalog"
  case inventory
  case carrierSimulator = "carrier-simulator"
  case emergencyAddress = "emergency-address"
  case ordering
  case porting
  case gateway

  /// Name of the executable.
  var executable: String { "trunkline-\(rawValue)" }

  /// What is added to the port base (design.md, section 1).
  var portOffset: Int {
    switch self {
    case .gateway: 0
    case .inventory: 1
    case .ordering: 2
    case .porting: 3
    case .emergencyAddress: 4
    case .providerCatalog: 5
    case .carrierSimulator: 6
    }
  }

  /// The key under which others configure its addresses.
  var upstreamKey: String {
    switch self {
    case .gateway: "upstream.gateway"
    case .inventory: "upstream.inventory"
    case .ordering: "upstream.ordering"
    case .porting: "upstream.porting"
    case .emergencyAddress: "upstream.emergencyAddress"
    case .providerCatalog: "upstream.providerCatalog"
    case .carrierSimulator: "upstream.carrier"
    }
  }
}

/// Where the services of one suite listen, and where they keep what they know.
struct SuiteLayout: Sendable {
  let portBase: Int
  /// Absolute path.
  let dataDirectory: String

  static let host = "127.0.0.1"

  func port(_ service: SuiteService) -> Int { portBase + service.portOffset }
  func adminPort(_ service: SuiteService) -> Int { portBase + 100 + service.portOffset }
  func address(_ service: SuiteService) -> String { "\(Self.host):\(port(service))" }

  var certificateDirectory: String { "\(dataDirectory)/tls" }
  var keysFile: String { "\(dataDirectory)/keys.json" }
  /// API keys that were made by `trunkline keys`.
  var apiKeysFile: String { "\(dataDirectory)/api-keys.yaml" }
  func configurationFile(_ service: SuiteService) -> String {
    "\(dataDirectory)/config/\(service.rawValue).yaml"
  }
  func signerKeyFile(_ service: SuiteService) -> String { "\(dataDirectory)/config/\(service.rawValue).key" }
  func dataDirectory(of service: SuiteService) -> String { "\(dataDirectory)/\(service.rawValue)" }
}
