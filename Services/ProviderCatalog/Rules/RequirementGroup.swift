import Telephony

/// What a country asks for, filled in once by an organization and used in many orders.
public struct RequirementGroup: Hashable, Sendable {
  /// What the orders do.
  public enum Action: String, Hashable, Sendable {
    case newNumbers = "NEW_NUMBERS"
    case portIn = "PORT_IN"
  }

  /// Id of its organization.
  public let organization: String
  /// Last part of its name.
  public let id: String
  public internal(set) var displayName: String
  /// ISO 3166-1 alpha-2 code of the country that asks.
  public let countryCode: String
  public let numberType: NumberType
  public let action: Action
  /// What was filled in, by field. Personal data.
  public internal(set) var values: [String: String]
  /// By kind.
  public internal(set) var documents: [RequirementDocument]
  public let createTime: Instant
  public internal(set) var updateTime: Instant
  /// 1 when it is new, one more with every change.
  public internal(set) var version: Int64

  /// Puts together what was stored; nothing is checked.
  public init(
    organization: String,
    id: String,
    displayName: String,
    countryCode: String,
    numberType: NumberType,
    action: Action,
    values: [String: String],
    documents: [RequirementDocument] = [],
    createTime: Instant,
    updateTime: Instant,
    version: Int64
  ) {
    self.organization = organization
    self.id = id
    self.displayName = displayName
    self.countryCode = countryCode
    self.numberType = numberType
    self.action = action
    self.values = values
    self.documents = documents
    self.createTime = createTime
    self.updateTime = updateTime
    self.version = version
  }

  /// `organizations/{organization}/requirementGroups/{group}`.
  public var name: String { "organizations/\(organization)/requirementGroups/\(id)" }
}

/// What is known of a document without its content.
public struct RequirementDocument: Hashable, Sendable {
  /// Such as `PROOF_OF_ADDRESS`.
  public let kind: String
  public let format: FileFormat
  /// Nil when it was not given.
  public let issued: CivilDate?
  public let uploadTime: Instant
  public let byteCount: Int

  public init(kind: String, format: FileFormat, issued: CivilDate?, uploadTime: Instant, byteCount: Int) {
    self.kind = kind
    self.format = format
    self.issued = issued
    self.uploadTime = uploadTime
    self.byteCount = byteCount
  }
}
