/// The key-value pairs that travel beside the messages of a call, in order; a key may repeat.
///
/// Keys are lower case. Keys that end in `-bin` hold bytes, which travel as base64 (PROTOCOL-HTTP2.md, "Custom-Metadata").
public struct Metadata: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// One pair as it is on the wire: the value of a `-bin` key is still base64.
  public struct Entry: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// All pairs, in order.
  public private(set) var entries: [Entry]

  public init() {
    entries = []
  }

  public init(dictionaryLiteral elements: (String, String)...) {
    entries = elements.map { Entry(name: $0.0, value: $0.1) }
  }

  public var isEmpty: Bool { entries.isEmpty }

  /// Appends a pair. `name` must be lower case, and `value` printable ASCII.
  public mutating func append(_ name: String, _ value: String) {
    entries.append(Entry(name: name, value: value))
  }

  /// Appends bytes under a name that ends in `-bin`.
  public mutating func append(_ name: String, bytes: [UInt8]) {
    entries.append(Entry(name: name, value: Base64.encode(bytes)))
  }

  /// Puts one value in the place of all that the name had.
  public mutating func set(_ name: String, _ value: String) {
    entries.removeAll { $0.name == name }
    append(name, value)
  }

  /// The first value of a name.
  public subscript(name: String) -> String? {
    for entry in entries where entry.name == name { return entry.value }
    return nil
  }

  /// All values of a name.
  public func values(_ name: String) -> [String] {
    entries.filter { $0.name == name }.map(\.value)
  }

  /// The bytes of the first value of a `-bin` name, or nil when there is none or it is no base64.
  ///
  /// Several values may have been joined by commas on the way (RFC 9110, section 5.3); the first one counts.
  public func bytes(_ name: String) -> [UInt8]? {
    guard let value = self[name] else { return nil }
    let first = value.utf8.firstIndex(of: UInt8(ascii: ",")).map { String(value[..<$0]) } ?? value
    return Base64.decode(first)
  }
}
