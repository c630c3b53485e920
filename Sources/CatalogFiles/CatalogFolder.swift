import ServiceKit
import Telephony

/// The folder with `providers.yaml` and `support.yaml`.
public enum CatalogFolder {
  /// Reads both files.
  ///
  /// - Throws: everything that is wrong with either of them, with file and line.
  public static func read(
    _ folder: String
  ) throws(ConfigurationError) -> (providers: [Provider], desks: [SupportDesk]) {
    var problems: [ConfigurationProblem] = []
    var providers: [Provider] = []
    var desks: [SupportDesk] = []
    do { providers = try ProviderFile.read("\(folder)/providers.yaml") } catch { problems += error.problems }
    do { desks = try SupportFile.read("\(folder)/support.yaml") } catch { problems += error.problems }
    guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
    return (providers, desks)
  }
}
