import Messages
import ProviderCatalogRules
import ServiceKit
import Telephony

extension CatalogV1.Organization {
  init(_ organization: Organization) {
    self.init(
      name: organization.name,
      displayName: organization.displayName,
      accountType: organization.accountType == .trial ? .trial : .paid,
      outboundCallingPlans: organization.licenses.outboundCallingPlans,
      serviceNumberLicenses: organization.licenses.serviceNumbers,
      createTime: GoogleProtobuf.Timestamp(organization.createTime),
      updateTime: GoogleProtobuf.Timestamp(organization.updateTime),
      etag: ETag.text(organization.version),
      managingPartner: organization.managingPartner.isEmpty ? "" : "partners/\(organization.managingPartner)",
      serviceDate: organization.serviceDate?.description ?? ""
    )
  }
}

extension CatalogV1.Partner {
  init(_ partner: Partner) {
    self.init(
      name: partner.name,
      displayName: partner.displayName,
      enrolled: partner.isEnrolled,
      createTime: GoogleProtobuf.Timestamp(partner.createTime),
      updateTime: GoogleProtobuf.Timestamp(partner.updateTime),
      etag: ETag.text(partner.version),
      preferredProviders: partner.preferredProviders.map { "providers/\($0)" }
    )
  }
}

extension OrganizationDraft {
  init(_ message: CatalogV1.Organization) {
    let accountType: Organization.AccountType? =
      switch message.accountType {
      case .trial: .trial
      case .paid: .paid
      case .unspecified, .unrecognized: nil
      }
    self.init(
      displayName: message.displayName,
      accountType: accountType,
      licenses: Licenses(
        outboundCallingPlans: message.outboundCallingPlans,
        serviceNumbers: message.serviceNumberLicenses
      )
    )
  }
}

extension CatalogV1.Location {
  /// - Parameter directory: knows what its provider has.
  init(_ location: Location, _ directory: DirectoryBook) {
    self.init(
      name: location.name,
      displayName: location.displayName,
      countryCode: location.countryCode,
      pstnConnection: PstnConnection(location.connection),
      contractContact: location.contractContact.map(CatalogV1.ContractContact.init),
      timeZone: location.timeZone,
      createTime: GoogleProtobuf.Timestamp(location.createTime),
      updateTime: GoogleProtobuf.Timestamp(location.updateTime),
      etag: ETag.text(location.version),
      provider: location.provider.isEmpty ? "" : "providers/\(location.provider)",
      integration: CatalogV1.Integration(location.integration),
      subscriptionType: CatalogV1.SubscriptionType(location.subscription),
      localGatewayEnabled: location.hasLocalGateway,
      region: location.region,
      lacksServiceNumbers: location.lacksServiceNumbers(directory.provider(location.provider))
    )
  }
}

extension CatalogV1.Location.PstnConnection {
  init(_ connection: Location.Connection) {
    switch connection {
    case .none: self = .unspecified
    case .callingPlan: self = .callingPlan
    case .cloudConnected: self = .cloudConnected
    case .premises: self = .premises
    }
  }
}

extension CatalogV1.ContractContact {
  init(_ contact: ContractContact) {
    self.init(
      givenName: contact.givenName,
      familyName: contact.familyName,
      email: contact.email,
      phoneNumber: contact.phoneNumber
    )
  }
}

extension ContractContact {
  init(_ message: CatalogV1.ContractContact) {
    self.init(
      givenName: message.givenName,
      familyName: message.familyName,
      email: message.email,
      phoneNumber: message.phoneNumber
    )
  }
}
