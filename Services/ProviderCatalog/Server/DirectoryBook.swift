import CatalogFiles
import ServiceKit
import Telephony

/// The providers and the support desks; read once, when the service starts.
public struct DirectoryBook: Sendable {
  /// By id.
  let providers: [Provider]
  let desks: [SupportDesk]

  /// Reads `providers.yaml` and `support.yaml` of a folder.
  ///
  /// - Throws: everything that is wrong with either of them, with file and line.
  public init(folder: String) throws(ConfigurationError) {
    (providers, desks) = try CatalogFolder.read(folder)
  }

  /// A provider by its id or by its name.
  func provider(_ text: String) -> Provider? {
    providers.first { $0.id == text || $0.name == text }
  }
}
