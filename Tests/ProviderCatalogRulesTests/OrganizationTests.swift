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

  // domain.md section 4: charged from the requested service date on.
  @Test func licencesAreChargedFromTheRequestedDay() throws {
    let trial = Sample.organization(.trial, outboundCallingPlans: 0)
    let today = BusinessCalendar().day(of: noon)
    let later = CivilDate(daysSince1970: today.daysSince1970 + 9)
    for (text, date) in [("", nil), (today.description, today), (later.description, later)] {
      let licensed = try trial.licensed(Licenses(outboundCallingPlans: 1), serviceDate: text, now: noon)
      #expect(licensed.serviceDate == date && licensed.mayUseCallingPlan)
      // What a trial had is free.
      #expect(try licensed.convertedToPaid(now: noon).serviceDate == (date == later ? later : nil))
    }
    let yesterday = CivilDate(daysSince1970: today.daysSince1970 - 1).description
    for text in [yesterday, "tomorrow", "2027-02-29"] {
      let refusal = refusal { _ = try trial.licensed(Licenses(), serviceDate: text, now: noon) }
      #expect(refusal?.violations.map { "\($0.field) \($0.reason)" } == ["service_date INVALID_DATE"])
    }
  }

  // domain.md section 2: a paying customer needs one committed OCP, a trial none.
  @Test(arguments: [
    (Organization.AccountType.paid, Int32(0), false), (.paid, 1, true), (.trial, 0, true), (.trial, 1, true),
  ])
  func callingPlanNeedsALicence(type: Organization.AccountType, plans: Int32, isOpen: Bool) {
    #expect(Sample.organization(type, outboundCallingPlans: plans).mayUseCallingPlan == isOpen)
  }
}
