import ServiceKit
import Telephony
import Yams

/// The file with the support directory.
public enum SupportFile {
  private static let contactFields = ["region", "phone_number", "email", "uri", "hours"]

  /// Reads the desks, in the order of the file.
  ///
  /// - Throws: everything that is wrong, with file and line.
  public static func read(_ path: String) throws(ConfigurationError) -> [SupportDesk] {
    var file = YAMLFile(path: path)
    let desks = file.entries("desks", desk)
    guard file.problems.isEmpty else { throw ConfigurationError(problems: file.problems) }
    return desks
  }

  private static func desk(_ file: inout YAMLFile, _ node: Node, _ key: String) -> SupportDesk? {
    let known = ["code", "name", "purpose", "contacts", "source", "since"]
    guard let parts = file.section(node, key: key, known: known) else { return nil }
    let contacts = parts["contacts"].map { file.elements($0, key: "\(key).contacts") } ?? []
    let desk = SupportDesk(
      code: file.text(parts["code"], key: "\(key).code", at: node),
      displayName: file.text(parts["name"], key: "\(key).name", at: node),
      purpose: file.text(parts["purpose"], key: "\(key).purpose", at: node),
      contacts: contacts.compactMap { contact(&file, $0, "\(key).contacts") },
      source: file.source(parts, rule: "support", key: key, at: node)
    )
    for region in SupportContact.WorldRegion.allCases
    where !desk.contacts.contains(where: { $0.region == region }) {
      file.note("says nothing for \(region.rawValue).", at: parts["contacts"] ?? node, key: "\(key).contacts")
    }
    return desk
  }

  private static func contact(_ file: inout YAMLFile, _ node: Node, _ key: String) -> SupportContact? {
    guard let parts = file.section(node, key: key, known: contactFields),
      let region = file.required(
        parts["region"],
        "\(key).region",
        at: node,
        SupportContact.WorldRegion.init(rawValue:)
      )
    else { return nil }
    let phoneNumber = parts["phone_number"].flatMap {
      file.word($0, key: "\(key).phone_number") { TelephoneNumber(e164: $0) == nil ? nil : $0 }
    }
    let contact = SupportContact(
      region: region,
      phoneNumber: phoneNumber ?? "",
      email: parts["email"]?.string ?? "",
      uri: parts["uri"]?.string ?? "",
      hours: file.text(parts["hours"], key: "\(key).hours", at: node)
    )
    if contact.phoneNumber.isEmpty, contact.email.isEmpty, contact.uri.isEmpty {
      file.note("has neither phone_number, nor email, nor uri.", at: node, key: key)
    }
    return contact
  }
}
