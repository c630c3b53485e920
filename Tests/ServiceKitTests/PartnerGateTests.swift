import NIOCore
import RPC
import ServiceKit
import Testing

/// domain.md section 2: a partner must be authorized and enrolled.
@Suite struct PartnerGateTests {
  private func reason(
    _ gate: PartnerGate,
    partner: String = "agent",
    organization: String = "acme",
    role: Caller.Role = .partner
  ) -> String {
    let method = Method(service: "test.S", name: "M", shape: .unary, access: .read)
    let context = ServerContext(
      method: method,
      metadata: [:],
      deadline: nil,
      peer: "test",
      startTime: .now()
    )
    context.caller = Caller(
      principal: "keys/p",
      organization: organization,
      role: role,
      partner: role == .partner ? partner : ""
    )
    do throws(RPCError) {
      try gate.began(context)
      return ""
    } catch {
      return error.reason
    }
  }

  @Test func bothAreNeeded() {
    let gate = PartnerGate(isWhole: true)
    #expect(reason(gate) == "PARTNER_NOT_ENROLLED")
    gate.note("partners/agent", isEnrolled: true)
    #expect(reason(gate) == "PARTNER_NOT_ENROLLED")
    gate.note("organizations/acme", managedBy: "partners/agent")
    #expect(reason(gate).isEmpty)
    #expect(reason(gate, partner: "other") == "PARTNER_NOT_ENROLLED")
    #expect(reason(gate, partner: "") == "PARTNER_NOT_ENROLLED")
    #expect(reason(gate, organization: "other") == "PARTNER_NOT_ENROLLED")
    gate.note("organizations/acme", managedBy: "")
    #expect(reason(gate) == "PARTNER_NOT_ENROLLED")
    gate.note("organizations/acme", managedBy: "partners/agent")
    gate.note("partners/agent", isEnrolled: false)
    #expect(reason(gate) == "PARTNER_NOT_ENROLLED")
  }

  @Test(arguments: Caller.Role.allCases.filter { $0 != .partner })
  func othersAreNotAsked(role: Caller.Role) {
    #expect(reason(PartnerGate(), role: role).isEmpty)
  }

  /// Just after the first start the catalog's news are on their way.
  @Test func anOrganizationThatIsNotKnownYetIsAskedForAgain() {
    let gate = PartnerGate()
    #expect(reason(gate) == "CATALOG_STALE")
    gate.note("organizations/acme", managedBy: "")
    #expect(reason(gate) == "PARTNER_NOT_ENROLLED")
  }

  /// What is known to be behind refuses nobody for good; what it allows it goes on allowing.
  @Test func aStaleCopySaysThatItIsStale() {
    let gate = PartnerGate { 90_000 }
    #expect(reason(gate) == "CATALOG_STALE")
    gate.note("partners/agent", isEnrolled: true)
    gate.note("organizations/acme", managedBy: "partners/agent")
    #expect(reason(gate).isEmpty)
  }
}
