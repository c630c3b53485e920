import ServiceKit
import Telephony
import Yams

/// The file with the providers.
public enum ProviderFile {
  private static let fields = [
    "id", "name", "summary", "family", "certified", "services", "non_integrated_last_day", "source", "since",
  ]

  /// Reads them, by id.
  ///
  /// - Throws: everything that is wrong, with file and line.
  public static func read(_ path: String) throws(ConfigurationError) -> [Provider] {
    var file = YAMLFile(path: path)
    let providers = file.entries("providers", provider)
    for (index, provider) in providers.enumerated()
    where providers[..<index].contains(where: { $0.id == provider.id }) {
      file.note("has \(provider.id) twice.", at: nil, key: "providers.id")
    }
    guard file.problems.isEmpty else { throw ConfigurationError(problems: file.problems) }
    return providers.sorted { $0.id < $1.id }
  }

  private static func provider(_ file: inout YAMLFile, _ node: Node, _ key: String) -> Provider? {
    guard let parts = file.section(node, key: key, known: fields) else { return nil }
    let id = file.text(parts["id"], key: "\(key).id", at: node)
    if !id.isEmpty, !ResourceName.isID(id) {
      file.note("is not 1 to 63 of a-z, 0-9 and -.", at: parts["id"], key: "\(key).id")
    }
    let lastDay = parts["non_integrated_last_day"].flatMap {
      file.word($0, key: "\(key).non_integrated_last_day", CivilDate.init(_:))
    }
    let provider = Provider(
      id: id,
      displayName: file.text(parts["name"], key: "\(key).name", at: node),
      summary: file.text(parts["summary"], key: "\(key).summary", at: node),
      family: file.required(parts["family"], "\(key).family", at: node, Provider.Family.init(rawValue:))
        ?? .cloudConnected,
      isCertified: file.required(parts["certified"], "\(key).certified", at: node, Bool.init) ?? false,
      services: services(&file, parts["services"], "\(key).services", at: node),
      nonIntegratedLastDay: lastDay,
      source: file.source(parts, rule: "provider", key: key, at: node)
    )
    if lastDay != nil, !provider.offers(.integratedCloud) {
      file.note(
        "is given, but there is no integrated service to migrate to.",
        at: node,
        key: "\(key).non_integrated_last_day"
      )
    }
    return provider
  }

  private static func services(
    _ file: inout YAMLFile,
    _ node: Node?,
    _ key: String,
    at parent: Node
  ) -> [ProviderService] {
    guard let mapping = node?.mapping, !mapping.isEmpty else {
      file.note("is no section of service types and their markets.", at: node ?? parent, key: key)
      return []
    }
    return mapping.compactMap { name, markets in
      let place = "\(key).\(name.string ?? "")"
      guard let type = file.word(name, key: place, ProviderServiceType.init(rawValue:)) else { return nil }
      let codes = file.elements(markets, key: place).compactMap { file.word($0, key: place, marketCode) }
      return ProviderService(type, markets: codes)
    }
  }

  private static func marketCode(_ text: String) -> String? {
    text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5a).contains($0) } ? text : nil
  }
}
