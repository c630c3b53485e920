import Telephony

/// Where a number is, as a PIDF-LO document: presence (RFC 3863) with a location (RFC 4119) that is a civic address
/// (RFC 5139).
public enum LocationObject {
  /// - Parameters:
  ///   - record: of the address that holds for the number.
  ///   - notice: what its reader must know; empty when nothing.
  public static func document(
    _ number: TelephoneNumber,
    _ record: AddressRecord,
    notice: String = ""
  ) -> String {
    let name = escaped("tel:\(number.e164)")
    let note = [record.holding.information, notice].filter { !$0.isEmpty }
      .map { "    <note>\(escaped($0))</note>\n" }.joined()
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <presence xmlns="urn:ietf:params:xml:ns:pidf"
          xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10"
          xmlns:gbp="urn:ietf:params:xml:ns:pidf:geopriv10:basicPolicy"
          xmlns:ca="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr"
          entity="\(name)">
        <tuple id="n\(number.digits)">
          <status>
            <gp:geopriv>
              <gp:location-info>
                <ca:civicAddress>
      \(fields(record.holding.address))
                </ca:civicAddress>
              </gp:location-info>
              <gp:usage-rules>
                <gbp:retransmission-allowed>false</gbp:retransmission-allowed>
              </gp:usage-rules>
              <gp:method>Manual</gp:method>
            </gp:geopriv>
          </status>
          <contact>\(name)</contact>
      \(note)    <timestamp>\(record.time.rfc3339)</timestamp>
        </tuple>
      </presence>

      """
  }

  // In the order of the schema, RFC 5139 section 5. RD holds the street as it is written: its parts are not known apart.
  private static func fields(_ address: CivicAddress) -> String {
    [
      ("country", address.countryCode), ("A1", address.region), ("A3", address.city), ("RD", address.street),
      ("HNO", address.buildingNumber), ("FLR", address.floor), ("PC", address.postalCode),
      ("UNIT", address.unit), ("ROOM", address.room),
    ]
    .filter { !$0.1.isEmpty }
    .map { "            <ca:\($0)>\(escaped($1))</ca:\($0)>" }
    .joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      // XML 1.0 has no other characters (section 2.2).
      case "\u{9}", "\u{a}", "\u{d}", "\u{20}"..."\u{d7ff}", "\u{e000}"..."\u{fffd}", "\u{10000}"...:
        escaped.unicodeScalars.append(character)
      default: escaped += "\u{fffd}"
      }
    }
    return escaped
  }
}
