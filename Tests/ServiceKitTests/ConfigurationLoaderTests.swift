import Foundation
import SuiteConfiguration
import Testing

@testable import ServiceKit

@Suite struct ConfigurationLoaderTests {
  private func load(
    file: String? = nil,
    flags: [(key: String, text: String)] = [],
    environment: [String: String] = [:]
  ) throws -> ServiceConfiguration {
    let loader = ConfigurationLoader(
      schema: OrderingConfiguration.schema,
      file: file,
      flags: flags,
      environment: environment
    )
    return try loader.load()
  }

  @Test func withoutAnythingTheDefaultsHold() throws {
    let configuration = try load()
    #expect(configuration[ServiceKeys.listenPort] == 7402)
    #expect(configuration[ServiceKeys.dataDirectory] == "/var/lib/trunkline/ordering")
    #expect(configuration[Upstreams.inventory] == ["127.0.0.1:7401"])
    #expect(configuration[ServiceKeys.signerName] == "ordering")
    #expect(configuration[OrderingConfiguration.firstRetryDelay] == .milliseconds(200))
    #expect(configuration[ServiceKeys.logLevel] == .info)
  }

  @Test func flagsWinOverEnvironmentOverFileOverDefaults() throws {
    let content = "service: ordering\nlisten:\n  port: 1001\nadmin:\n  port: 1002\nlog:\n  access: true\n"
    let configuration = try withFile(content) { path in
      try load(
        file: path,
        flags: [("listen.port", "3001")],
        environment: ["TRUNKLINE_LISTEN_PORT": "2001", "TRUNKLINE_ADMIN_PORT": "2002", "PATH": "/bin"]
      )
    }
    #expect(configuration[ServiceKeys.listenPort] == 3001)
    #expect(configuration[ServiceKeys.adminPort] == 2002)
    #expect(configuration[ServiceKeys.accessLog])
    #expect(configuration[ServiceKeys.listenHost] == "127.0.0.1")
  }

  @Test func listsAreReadFromEveryLayer() throws {
    let content =
      "service: ordering\nupstream:\n  inventory:\n    - a:1\n    - b:2\n  providerCatalog: [c:3]\n"
    let key = Data(repeating: 7, count: 32).base64EncodedString()
    let configuration = try withFile(content) { path in
      try load(
        file: path,
        flags: [("authentication.trustedSigners", "[{name: gateway, publicKey: \(key)}]")],
        environment: ["TRUNKLINE_UPSTREAM_EMERGENCY_ADDRESS": "d:4, e:5"]
      )
    }
    #expect(configuration[Upstreams.inventory] == ["a:1", "b:2"])
    #expect(configuration[Upstreams.providerCatalog] == ["c:3"])
    #expect(configuration[Upstreams.emergencyAddress] == ["d:4", "e:5"])
    let signer = TrustedSigner(name: "gateway", publicKey: Array(repeating: 7, count: 32))
    #expect(configuration[ServiceKeys.trustedSigners] == [signer])
  }

  @Test func problemsOfAllLayersAreToldTogetherWithTheirOrigin() throws {
    let error = try withFile("service: ordering\nlisten:\n  port: x\n") { path in
      #expect(throws: ConfigurationError.self) {
        try load(
          file: path,
          flags: [("listen.hots", "h"), ("log.access", "maybe")],
          environment: ["TRUNKLINE_ADMIN_PORT": "many"]
        )
      }
    }
    let origins = try #require(error).problems.map {
      ($0.origin.hasSuffix(".yaml") ? "file" : $0.origin) + " \($0.key)"
    }
    #expect(
      origins.sorted() == [
        "--set listen.hots listen.hots", "--set log.access log.access", "TRUNKLINE_ADMIN_PORT admin.port",
        "file listen.port",
      ]
    )
  }

  @Test func misspeltVariablesAreNoticed() {
    let loader = ConfigurationLoader(
      schema: OrderingConfiguration.schema,
      environment: ["TRUNKLINE_LISTNE_PORT": "1", "TRUNKLINE_LISTEN_PORT": "1", "HOME": "/"]
    )
    #expect(loader.unknownVariables == ["TRUNKLINE_LISTNE_PORT"])
  }

  @Test func aWinningFlagDoesNotHideABadFile() throws {
    try withFile("service: ordering\nlisten:\n  port: x\n") { path in
      _ = #expect(throws: ConfigurationError.self) { try load(file: path, flags: [("listen.port", "1")]) }
    }
  }

  @Test(arguments: [
    ("250ms", 250), ("10s", 10_000), ("15m", 900_000), ("2h", 7_200_000), ("90d", 7_776_000_000),
  ])
  func timeSpansHaveUnits(text: String, milliseconds: Int64) throws {
    let configuration = try load(flags: [("shutdown.gracePeriod", text)])
    #expect(configuration[ServiceKeys.shutdownGracePeriod].wholeMilliseconds == milliseconds)
  }

  @Test(arguments: ["10", "s", "-1s", "1w", "1.5h", ""])
  func timeSpansWithoutKnownUnitAreRefused(text: String) {
    #expect(throws: ConfigurationError.self) { try load(flags: [("shutdown.gracePeriod", text)]) }
  }

  @Test(arguments: Suite.schemas.map(\.service))
  func theReferenceFileIsUpToDateAndRight(service: String) throws {
    let schema = try #require(Suite.schemas.first { $0.service == service })
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = root.appending(path: "Deploy/config/\(service).yaml").path
    #expect(Suite.check(path).map(\.description) == [])
    let content = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    #expect(
      content == schema.referenceFile(),
      "Run trunkline-\(service) --print-config > Deploy/config/\(service).yaml"
    )
    let loaded = try ConfigurationLoader(schema: schema, file: path).load()
    #expect(loaded[ServiceKeys.listenPort] == schema.defaultListenPort)
  }
}

extension ConfigurationSchema {
  fileprivate var defaultListenPort: Int? {
    key(named: ServiceKeys.listenPort.name)?.defaultValue as? Int
  }
}
