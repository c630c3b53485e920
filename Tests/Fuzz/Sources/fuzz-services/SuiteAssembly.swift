import EmergencyAddressServer
import EmergencyAddressStore
import Foundation
import InventoryRules
import InventoryServer
import Messages
import NeighbourTesting
import OrderingServer
import PersonalData
import PortingServer
import ProviderCatalogServer
import ProviderCatalogStore
import RPC
import ServiceKit
import Storage
import StorageSQLite
import SuiteConfiguration

/// Starts the services as their executables do, with databases in one folder.
struct SuiteAssembly {
  /// Where the data files are, seen from where the fuzzers run.
  private static let deploy = "../../Deploy"
  private static let signers = ["inventory", "emergency-address", "ordering", "porting", "gateway"]

  private let folder: String
  private let publicKey: String
  private var signingKeyFile: String { "\(folder)/signer.key" }

  init(_ folder: String) {
    self.folder = folder
    let key = SigningKey.generate()
    publicKey = key.publicKey
    guard FileManager.default.createFile(atPath: signingKeyFile, contents: Data(key.privateKey.utf8)) else {
      preconditionFailure("\(signingKeyFile) cannot be written")
    }
  }

  /// All trust each other, and share a key.
  func start(
    _ schema: ConfigurationSchema,
    assemble: @escaping @Sendable (ServiceRuntime) async throws -> ServiceParts
  ) async throws -> TestService {
    let signers = Self.signers.map { "{name: \($0), publicKey: \"\(publicKey)\"}" }.joined(separator: ", ")
    let signs = schema.keyNames.contains("signer.privateKeyFile")
    let configuration = try TestCaller.configuration(
      schema,
      [("authentication.trustedSigners", "[\(signers)]")]
        + (signs ? [("signer.privateKeyFile", signingKeyFile)] : [])
    )
    return try await TestService(configuration, assemble: assemble)
  }

  func engine(_ name: String) -> SQLiteEngine { SQLiteEngine(path: "\(folder)/\(name).sqlite") }

  func cipher() throws -> FieldCipher { try PersonalDataKey.cipher(file: "\(folder)/personal-data.key") }

  func catalog() async throws -> TestService {
    try await start(ProviderCatalogConfiguration.schema) { [self] runtime in
      let server = try await ProviderCatalogServer(
        database: Database(engine: engine("catalog"), migrations: CatalogSchema.migrations),
        countries: CountryBook(folder: "\(Self.deploy)/countries"),
        directory: DirectoryBook(folder: "\(Self.deploy)/catalog"),
        cipher: cipher(),
        clock: runtime.clock,
        stopping: runtime.stopping
      )
      return ServiceParts(services: [server.definition])
    }
  }

  func inventory(_ catalog: TestService) async throws -> TestService {
    try await start(InventoryConfiguration.schema) { [self] runtime in
      let database = try await Database(engine: engine("inventory"), migrations: InventoryServer.migrations)
      let copy = CatalogCopy(
        database: database,
        clock: runtime.clock,
        catalog: catalog.channel,
        signer: try runtime.signer()
      )
      let server = try await InventoryServer(
        database: database,
        limits: ReservationLimits(),
        clock: runtime.clock,
        stopping: runtime.stopping,
        catalog: copy
      )
      return ServiceParts(
        services: [server.definition],
        workers: [server.expiryWorker, copy.follower(logger: runtime.logger).worker]
      )
    }
  }

  func emergency(_ catalog: TestService, _ inventory: TestService, _ carrier: TestService) async throws
    -> TestService
  {
    try await start(EmergencyAddressConfiguration.schema) { [self] runtime in
      let signer = try runtime.signer()
      let options: @Sendable () throws -> CallOptions = { try CallOptions.asService(signer, timeout: nil) }
      let server = try await EmergencyAddressServer(
        database: Database(engine: engine("emergency"), migrations: EmergencySchema.migrations),
        cipher: cipher(),
        clock: runtime.clock,
        provider: EmergencyProvider(.init(carrier.channel), options: options),
        stopping: runtime.stopping,
        patience: .milliseconds(1)
      )
      let logger = runtime.logger
      return ServiceParts(
        services: [server.servedDefinition],
        workers: [
          server.catalogFollower(.init(catalog.channel), options: options, logger: logger).worker,
          server.inventoryFollower(.init(inventory.channel), options: options, logger: logger).worker,
          server.providerFollower(logger: logger).worker, server.providerWorker(logger: logger),
          server.journalWorker(),
        ]
      )
    }
  }

  func ordering(_ catalog: TestService, _ inventory: TestService, _ emergency: TestService) async throws
    -> TestService
  {
    try await start(OrderingConfiguration.schema) { [self] runtime in
      try await Ordering(
        engine: engine("ordering"),
        inventory: inventory.channel,
        catalog: catalog.channel,
        emergency: emergency.channel,
        signer: runtime.signer(),
        cipher: cipher(),
        pace: SagaPace(backOff: BackOff(), stockInterval: .seconds(1), resumedAtOnce: 2),
        reconcileInterval: .seconds(60),
        runtime: runtime
      ).parts
    }
  }

  func porting(
    _ catalog: TestService,
    _ inventory: TestService,
    _ emergency: TestService,
    _ carrier: TestService
  ) async throws -> TestService {
    try await start(PortingConfiguration.schema) { [self] runtime in
      try await Porting(
        engine: engine("porting"),
        carrier: carrier.channel,
        catalog: catalog.channel,
        inventory: inventory.channel,
        emergency: emergency.channel,
        signer: runtime.signer(),
        cipher: cipher(),
        pace: PortingPace(workerInterval: .seconds(1)),
        runtime: runtime
      ).parts
    }
  }
}
