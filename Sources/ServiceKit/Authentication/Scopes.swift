import RPC

/// Which part of what its role allows a credential is good for.
///
/// A scope is written `area:read` or `area:write`, the area being the package of a service, such as `inventory` for
/// `trunkline.inventory.v1`. Whoever may write may read.
public struct Scopes: Sendable, Hashable {
  /// Area to whether it may write there; nil for all that the role allows.
  private let areas: [String: Bool]?

  /// All that the role allows.
  public static let all = Scopes(areas: nil)

  private init(areas: [String: Bool]?) { self.areas = areas }

  /// The areas that there are.
  public static let areaNames = [
    "inventory", "ordering", "porting", "emergency", "catalog", "gateway", "sandbox",
  ]

  /// Reads scopes; nil when one of them is none. An empty list stands for all.
  public init?(_ texts: [String]) {
    guard !texts.isEmpty else {
      areas = nil
      return
    }
    var areas: [String: Bool] = [:]
    for text in texts {
      guard let (area, mayWrite) = Self.parse(text) else { return nil }
      areas[area] = areas[area] == true || mayWrite
    }
    self.areas = areas
  }

  /// The scopes of a token that names some (RFC 8693, section 4.2). Those that are none of ours mean nothing here, so that
  /// a misspelt one allows nothing, instead of all.
  init(claim: String) {
    let known = claim.split(separator: " ").compactMap { Self.parse(String($0)) }
    areas = Dictionary(known.map { ($0.area, $0.mayWrite) }) { $0 || $1 }
  }

  private static func parse(_ text: String) -> (area: String, mayWrite: Bool)? {
    let halves = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard halves.count == 2, areaNames.contains(halves[0]), ["read", "write"].contains(halves[1]) else {
      return nil
    }
    return (halves[0], halves[1] == "write")
  }

  /// As they are written, sorted; empty for all.
  public var texts: [String] {
    (areas ?? [:]).map { "\($0.key):\($0.value ? "write" : "read")" }.sorted()
  }

  /// The scope that a method needs and that is not among these; nil when the method may be called.
  func missing(for method: Method) -> String? {
    guard let areas else { return nil }
    let packages = method.service.split(separator: ".")
    let area = packages.count > 1 ? String(packages[1]) : ""
    let mustWrite = method.access != .read
    guard let mayWrite = areas[area], mayWrite || !mustWrite else {
      return "\(area):\(mustWrite ? "write" : "read")"
    }
    return nil
  }
}
