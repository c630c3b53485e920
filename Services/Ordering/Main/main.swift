import OrderingServer
import PersonalData
import ServiceKit
import Storage
import StorageSQLite
import SuiteConfiguration

await ServiceMain.run(OrderingConfiguration.schema) { runtime in
  let configuration = runtime.configuration
  var options = DatabaseOptions()
  options.eventRetentionMilliseconds = configuration[EventKeys.retention].wholeMilliseconds
  let path = "\(try runtime.dataDirectory())/ordering.sqlite"
  let cipher = try PersonalDataKey.cipher(file: configuration.personalDataKeyFile, database: path)
  let ordering = try await Ordering(
    engine: SQLiteEngine(path: path),
    options: options,
    inventory: try runtime.channel(to: Upstreams.inventory),
    catalog: try runtime.channel(to: Upstreams.providerCatalog),
    emergency: try runtime.channel(to: Upstreams.emergencyAddress),
    signer: try runtime.signer(),
    cipher: cipher,
    pace: SagaPace(
      backOff: BackOff(
        first: configuration[OrderingConfiguration.firstRetryDelay],
        longest: configuration[OrderingConfiguration.longestRetryDelay]
      ),
      stockInterval: configuration[OrderingConfiguration.stockInterval],
      resumedAtOnce: configuration[OrderingConfiguration.resumedAtOnce]
    ),
    terms: TermsOfService(
      version: configuration[OrderingConfiguration.termsVersion],
      uri: configuration[OrderingConfiguration.termsURI]
    ),
    reconcileInterval: configuration[OrderingConfiguration.reconcileInterval],
    runtime: runtime
  )
  return ordering.parts
}
