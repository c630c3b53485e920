import ArgumentParser
import Messages

/// `trunkline organizations`
struct Organizations: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Create organizations, the customers of the suite.",
    discussion: """
      Creating them and setting licences is for operators.

      Examples:
        trunkline organizations create acme --display-name "Acme Corp."
        trunkline organizations show acme
        trunkline organizations notices ada@example.com desk@example.com
      """,
    subcommands: [
      CreateOrganization.self, ShowOrganization.self, SetLicenses.self, ConvertOrganization.self,
      SetManagingPartner.self, NoticeAddresses.self,
    ]
  )

  /// An organization for people.
  static func sheet(_ organization: CatalogV1.Organization) -> String {
    var sheet = Sheet()
    sheet.add("organization", organization.name)
    sheet.add("called", organization.displayName)
    sheet.add("account", organization.accountType.name)
    sheet.add("outbound calling plans", "\(organization.outboundCallingPlans)")
    sheet.add("service-number licences", "\(organization.serviceNumberLicenses)")
    sheet.add("charged from", organization.serviceDate)
    sheet.add("managing partner", organization.managingPartner)
    sheet.add("created", organization.createTime?.text ?? "")
    return sheet.text
  }
}
