import Foundation

/// What `--ready-file` tells programs: where everything listens and with which keys it can be called.
struct ReadyFile: Codable, Sendable {
  struct Service: Codable, Sendable {
    let address: String
    let adminAddress: String
    let processIdentifier: Int32
  }

  let gateway: String
  let dataDirectory: String
  let services: [String: Service]
  let apiKeys: [SuiteKeys.APIKey]

  init(_ suite: RunningSuite) {
    let layout = suite.layout
    gateway = layout.address(.gateway)
    dataDirectory = layout.dataDirectory
    apiKeys = suite.keys.apiKeys
    let processes = suite.processIdentifiers
    services = Dictionary(
      uniqueKeysWithValues: SuiteService.allCases.map { service in
        let entry = Service(
          address: layout.address(service),
          adminAddress: "\(SuiteLayout.host):\(layout.adminPort(service))",
          processIdentifier: processes[service] ?? 0
        )
        return (service.rawValue, entry)
      }
    )
  }

  /// Writes it whole: who waits for the file never sees half of it.
  func write(to path: String) throws {
    let part = "\(path).part"
    try PrivateFile.write(JSONText.encode(self) + "\n", to: part)
    guard rename(part, path) == 0 else {
      throw CommandFailure(description: "\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
  }

  static func read(_ path: String) throws -> ReadyFile {
    guard let data = FileManager.default.contents(atPath: path),
      let file = try? JSONDecoder().decode(ReadyFile.self, from: data)
    else {
      throw CommandFailure(
        description: "\(path) is no ready file. `trunkline up --ready-file \(path)` writes it."
      )
    }
    return file
  }

  /// For people.
  var table: String {
    var addresses = Table("service", "gRPC", "admin (HTTP)")
    for service in SuiteService.allCases {
      guard let entry = services[service.rawValue] else { continue }
      addresses.add(service.rawValue, entry.address, entry.adminAddress)
    }
    var keys = Table("api key", "organization", "role", "key")
    for key in apiKeys {
      keys.add(key.name, key.organization.isEmpty ? "(all)" : key.organization, key.role, key.key)
    }
    return "\(addresses.text)\n\n\(keys.text)"
  }
}
