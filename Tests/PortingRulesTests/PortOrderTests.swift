import PortingRules
import Telephony
import Testing

@Suite struct PortOrderTests {
  private static let site = LocationFacts(countryCode: "US", connection: .callingPlan)
  private static let paid = OrganizationFacts(accountType: .paid, outboundCallingPlans: 1)

  private func check(
    location: String = "organizations/acme/locations/hq",
    phoneNumbers: [String] = ["+12015550123"],
    organization: OrganizationFacts = paid,
    site: LocationFacts? = site
  ) -> PortOrderCheck {
    PortOrderCheck(
      organizationID: "acme",
      location: location,
      locationField: "port_order.location",
      phoneNumbers: phoneNumbers,
      organization: organization,
      site: site
    )
  }

  private func reasons(_ check: PortOrderCheck, isOrder: Bool = true) -> [String] {
    do {
      _ = try check.passed(isOrder: isOrder)
      return []
    } catch {
      return error.violations.map(\.reason)
    }
  }

  @Test func rightRequestPasses() {
    #expect(reasons(check()) == [])
  }

  @Test func trialPortsNothingInButMayAsk() {
    let trial = OrganizationFacts(accountType: .trial, outboundCallingPlans: 0)
    #expect(reasons(check(organization: trial)) == ["NOT_AVAILABLE_ON_TRIAL"])
    #expect(reasons(check(organization: trial), isOrder: false) == [])
  }

  @Test func everythingWrongIsToldAtOnce() {
    let unlicensed = OrganizationFacts(accountType: .paid, outboundCallingPlans: 0)
    let unconnected = LocationFacts(countryCode: "US", connection: .none)
    let check = check(
      phoneNumbers: ["+12015550123", "+12015550123"],
      organization: unlicensed,
      site: unconnected
    )
    #expect(
      reasons(check) == [
        "DUPLICATE_PHONE_NUMBER", "CALLING_PLAN_NOT_ENABLED", "OUTBOUND_CALLING_PLAN_REQUIRED",
      ]
    )
  }

  @Test func locationIsChecked() {
    #expect(reasons(check(site: nil)) == ["LOCATION_NOT_FOUND"])
    #expect(reasons(check(location: "organizations/other/locations/hq", site: nil)) == ["FOREIGN_RESOURCE"])
    #expect(reasons(check(location: "hq", site: nil)) == ["INVALID_RESOURCE_NAME"])
  }

  @Test func countOfNumbersIsLimited() {
    #expect(reasons(check(phoneNumbers: [])) == ["REQUIRED"])
    let many = (0...1_000).map { "+1201555\($0)" }
    #expect(reasons(check(phoneNumbers: many)) == ["TOO_MANY_NUMBERS"])
  }
}
