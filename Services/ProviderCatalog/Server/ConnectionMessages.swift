import Messages
import ProviderCatalogRules
import Telephony

extension CatalogV1.Integration {
  init(_ integration: Location.Integration?) {
    switch integration {
    case .integrated: self = .integrated
    case .nonIntegrated: self = .nonIntegrated
    case nil: self = .unspecified
    }
  }

  var rule: Location.Integration? {
    switch self {
    case .integrated: .integrated
    case .nonIntegrated: .nonIntegrated
    case .unspecified, .unrecognized: nil
    }
  }
}

extension CatalogV1.SubscriptionType {
  init(_ subscription: Location.Subscription?) {
    switch subscription {
    case .callingPlan: self = .outboundCallingPlan
    case .withServiceNumbers: self = .outboundCallingPlanWithServiceNumbers
    case nil: self = .unspecified
    }
  }

  var rule: Location.Subscription? {
    switch self {
    case .outboundCallingPlan: .callingPlan
    case .outboundCallingPlanWithServiceNumbers: .withServiceNumbers
    case .unspecified, .unrecognized: nil
    }
  }
}

extension CatalogV1.Location.PstnConnection {
  var rule: Location.Connection {
    switch self {
    case .callingPlan: .callingPlan
    case .cloudConnected: .cloudConnected
    case .premises: .premises
    case .unspecified, .unrecognized: .none
    }
  }
}

extension CatalogV1.ConnectionKind {
  init(_ kind: ConnectionKind) {
    switch kind {
    case .callingPlan: self = .callingPlanConnection
    case .integratedCloud: self = .integratedCcp
    case .nonIntegratedCloud: self = .nonIntegratedCcp
    case .integratedIntelePeer: self = .integratedIntelepeer
    case .nonIntegratedIntelePeer: self = .nonIntegratedIntelepeer
    case .premises: self = .localGateway
    }
  }

  var rule: ConnectionKind? {
    ConnectionKind.allCases.first { Self($0) == self }
  }
}

extension CatalogV1.MigrationPlan {
  init(_ plan: MigrationPlan) {
    let path: Path =
      switch plan.path {
      case .selfService: .selfService
      case .manual: .manual
      case .unsupported: .unsupported
      }
    self.init(
      from: .init(plan.from),
      to: .init(plan.to),
      path: path,
      steps: plan.steps,
      consequences: plan.consequences
    )
  }
}
