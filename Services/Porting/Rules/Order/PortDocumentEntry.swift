import Telephony

/// A document of a port order without its contents, which are sealed.
public struct PortDocumentEntry: Hashable, Sendable, Codable {
  /// Last part of its name.
  public let id: String
  public let kind: PortDocument
  public let issued: CivilDate?
  public let format: FileFormat
  public let sha256: [UInt8]
  public let byteCount: Int
  public let createTime: Instant
  /// The last day on which it is young enough; nil for no limit.
  public let lastDay: CivilDate?

  public init(
    id: String,
    kind: PortDocument,
    issued: CivilDate?,
    format: FileFormat,
    sha256: [UInt8],
    byteCount: Int,
    createTime: Instant,
    lastDay: CivilDate?
  ) {
    self.id = id
    self.kind = kind
    self.issued = issued
    self.format = format
    self.sha256 = sha256
    self.byteCount = byteCount
    self.createTime = createTime
    self.lastDay = lastDay
  }
}

extension PortOrder {
  /// Ids of the contents to which nothing points once a document of a kind is replaced. What an order had that was
  /// split all its parts have.
  public func contentsEnded(byReplacing kind: PortDocument) -> [String] {
    documents.filter { $0.kind == kind && (splitFrom.isEmpty || $0.createTime > createTime) }.map(\.id)
  }
}

extension PortDocument: Codable {}
