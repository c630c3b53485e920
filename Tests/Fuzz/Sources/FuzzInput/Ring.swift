/// Chooses one of many by the first bytes of an input. An element's place comes from its name, so that what a corpus
/// chose it still chooses when others have been added.
public struct Ring<Element: Sendable>: Sendable {
  /// How many bytes choose.
  public static var placeBytes: Int { 4 }

  private let elements: [(place: UInt32, element: Element)]

  public init(_ elements: [(name: String, element: Element)]) {
    self.elements = elements.map { (Self.place(of: $0.name), $0.element) }.sorted { $0.0 < $1.0 }
  }

  /// The element at a place, or the next one after it.
  public func element(at bytes: some Collection<UInt8>) -> Element {
    let place = bytes.prefix(Self.placeBytes).reduce(0) { $0 << 8 | UInt32($1) }
    var (low, high) = (0, elements.count)
    while low < high {
      let middle = (low + high) / 2
      if elements[middle].place < place { low = middle + 1 } else { high = middle }
    }
    return elements[low == elements.count ? 0 : low].element
  }

  /// The bytes that choose the element of a name.
  public static func bytes(of name: String) -> [UInt8] {
    let place = place(of: name)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: place >> $0) }
  }

  /// FNV-1a, which is the same in every process.
  private static func place(of name: String) -> UInt32 {
    name.utf8.reduce(0x811c_9dc5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
  }
}
