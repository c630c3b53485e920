import Messages
import ProviderCatalogRules
import ServiceKit
import Telephony

extension CatalogV1.RequirementGroup {
  /// - Parameter values: whether what was filled in is part of it: it is personal.
  init(_ group: RequirementGroup, country: Country?, today: CivilDate, values: Bool) {
    let requirements = country.map { Requirements(group.action, in: $0) }
    self.init(
      name: group.name,
      displayName: group.displayName,
      countryCode: group.countryCode,
      numberType: group.numberType.description,
      action: group.action == .portIn ? .portIn : .newNumbers,
      values: values
        ? group.values.sorted { $0.key < $1.key }.map { .init(field: $0.key, text: $0.value) } : [],
      documents: group.documents.map { CatalogV1.RequirementDocument($0, requirements) },
      createTime: GoogleProtobuf.Timestamp(group.createTime),
      updateTime: GoogleProtobuf.Timestamp(group.updateTime),
      etag: ETag.text(group.version)
    )
    guard let requirements else {
      state = .incomplete
      return
    }
    let found = RequirementState(group, requirements, today: today)
    state = State(found.kind)
    problems = found.problems.map {
      .init(field: $0.field, reason: $0.reason, description: $0.description)
    }
    expireDate = found.lastDay?.description ?? ""
  }
}

extension CatalogV1.RequirementGroup.State {
  fileprivate init(_ kind: RequirementState.Kind) {
    switch kind {
    case .incomplete: self = .incomplete
    case .ready: self = .ready
    case .expiring: self = .expiring
    case .expired: self = .expired
    }
  }
}

extension CatalogV1.RequirementDocument {
  init(_ document: RequirementDocument, _ requirements: Requirements?) {
    let lastDay = requirements.flatMap { RequirementState.lastDay(document, $0) }
    self.init(
      kind: document.kind,
      format: document.format.rawValue,
      issueDate: document.issued?.description ?? "",
      expireDate: lastDay?.description ?? "",
      uploadTime: GoogleProtobuf.Timestamp(document.uploadTime),
      byteCount: Int32(clamping: document.byteCount)
    )
  }
}

extension RequirementDraft {
  init(_ message: CatalogV1.RequirementGroup) {
    let action: RequirementGroup.Action? =
      switch message.action {
      case .newNumbers: .newNumbers
      case .portIn: .portIn
      case .unspecified, .unrecognized: nil
      }
    self.init(
      displayName: message.displayName,
      countryCode: message.countryCode,
      numberType: message.numberType,
      action: action,
      values: message.values.map { ($0.field, $0.text) }
    )
  }
}
