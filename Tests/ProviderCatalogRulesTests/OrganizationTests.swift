import ProviderCatalogRules
import Telephony
import Testing

@Suite struct OrganizationTests {
  @Test func beginsAtVersionOne() throws {
    let draft = OrganizationDraft(
      displayName: "Acme",
      accountType: .paid,
      licenses: Licenses(outboundCallingPlans: 3)
    )
    let organization = try Organization.create(id: "acme", from: draft, now: noon)
    #expect(organization.name == "organizations/acme")
    #expect(organization.version == 1)
    #expect(organization.createTime == noon && organization.updateTime == noon)
    #expect(organization.licenses.outboundCallingPlans == 3)
  }

  @Test func namesEveryWrongFieldAtOnce() {
    let draft = OrganizationDraft(
      displayName: " ",
      accountType: nil,
      licenses: Licenses(outboundCallingPlans: -1, serviceNumbers: 1_000_001)
    )
    let refusal = refusal { _ = try Organization.create(id: "Acme!", from: draft, now: noon) }
    #expect(refusal?.kind == .invalid)
    #expect(
      refusal?.violations.map(\.field) == [
        "organization_id", "organization.display_name", "organization.outbound_calling_plans",
        "organization.service_number_licenses", "organization.account_type",
      ]
    )
    #expect(refusal?.violations.filter { $0.reason == "INVALID_LICENSE_COUNT" }.count == 2)
  }

  @Test func licensesRaiseTheVersion() throws {
    let licensed = try Sample.organization(outboundCallingPlans: 0)
      .licensed(Licenses(outboundCallingPlans: 2, serviceNumbers: 1), now: noon + .seconds(5))
    #expect(licensed.version == 2)
    #expect(licensed.updateTime == noon + .seconds(5))
    #expect(licensed.mayUseCallingPlan)
  }

  // domain.md section 2: a paying customer needs one committed OCP, a trial none.
  @Test(arguments: [
    (Organization.AccountType.paid, Int32(0), false), (.paid, 1, true), (.trial, 0, true), (.trial, 1, true),
  ])
  func callingPlanNeedsALicence(type: Organization.AccountType, plans: Int32, isOpen: Bool) {
    #expect(Sample.organization(type, outboundCallingPlans: plans).mayUseCallingPlan == isOpen)
  }
}
