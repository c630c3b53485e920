import Messages
import NeighbourTesting
import RPC
import ServiceKit
import StorageTesting
import Telephony
import Testing

@testable import EmergencyAddressServer

// The simulated provider's behaviour is chosen by the first word of the street.
@Suite struct ProviderTests {
  private func street(_ street: String) -> TypeV1.CivicAddress {
    var copy = address
    copy.street = street
    return copy
  }

  @Test func anAcceptedAddressIsReadyAndATestCallVerifiesIt() async throws {
    try await withOffice { emergency, _ in
      let ready = try await emergency.wait(.ready)
      #expect(ready.progress == .provisioned)
      #expect(try await emergency.lookUp().ready)
      let verified = try await testCall(emergency)
      #expect(verified.progress == .verified)
      #expect(try await emergency.lookUp().progress == .verified)
    }
  }

  @Test func aTestCallNeedsAnAddressThatIsProvisioned() async throws {
    try await withOffice(address: street("Silent Street")) { emergency, _ in
      let isReady = try await emergency.lookUp().ready
      #expect(!isReady)
      let early = await refusal { _ = try await testCall(emergency) }
      #expect(early?.reason == "NOT_PROVISIONED")
    }
  }

  // domain.md section 9: an address that says it is there and does not work.
  @Test func aNewAddressDisplacesAProvisionedOneWhenItIsProvisionedItself() async throws {
    try await withOffice { emergency, _ in
      try await emergency.wait(.ready)
      try await emergency.setAddress(street("Silent Street"))
      let (holding, given) = (try await emergency.lookUp(), try await emergency.read(officeAddress))
      #expect(holding.address == address && holding.ready)
      #expect(holding.underWay.map(\.step) == [.validating])
      #expect(holding.underWay.first?.name == officeAddress)
      #expect(given.address?.street == "Silent Street" && given.inForce?.address == address)
      #expect(try await effective(emergency) == holding)
      // Calls lead where they led, and a test of that says nothing of the new address.
      #expect(try await testCall(emergency).inForce?.progress == .verified)
      try await emergency.setAddress(street("Rejected Street"))
      try await emergency.wait(.rejected)
      let kept = try await emergency.lookUp()
      #expect(kept.address == address && kept.progress == .verified)
      #expect(kept.underWay.map(\.rejectionReason) == ["ADDRESS_NOT_FOUND"])
      #expect(kept.underWay.first?.nextStep.contains("Give another address") == true)
      try await emergency.setAddress(home)
      try await emergency.wait(.ready)
      let last = try await emergency.lookUp()
      #expect(last.address == home && last.underWay.isEmpty)
    }
  }

  @Test func aRejectedCustomAddressDoesNotHideAReadyOneSilently() async throws {
    try await withOffice { emergency, _ in
      try await emergency.wait(.ready)
      try await emergency.setCustom(.phoneNumber(number), street("Refused Street"))
      try await emergency.wait(.rejected, of: numberAddress)
      let found = try await emergency.lookUp()
      #expect(found.source == .location && found.address == address && found.ready)
      #expect(found.underWay.map(\.name) == [numberAddress])
      #expect(found.underWay.map(\.rejectionReason) == ["OUT_OF_SERVICE_AREA"])
      #expect(try await effective(emergency) == found)
    }
  }

  private func effective(_ emergency: RunningEmergency) async throws -> EmergencyV1.EffectiveAddress {
    try await emergency.client.getEffectiveAddress(
      .init(phoneNumber: number),
      options: TestCaller.reader.options
    )
  }

  @Test func aTestCallThatLeadsElsewhereVerifiesNothing() async throws {
    try await withOffice(address: street("Misrouted Street")) { emergency, _ in
      try await emergency.wait(.ready)
      let failed = await refusal { _ = try await testCall(emergency) }
      #expect(failed?.reason == "TEST_CALL_FAILED")
      #expect(try await emergency.lookUp().progress == .provisioned)
      let foreign = await refusal {
        _ = try await emergency.client.placeTestCall(
          .init(phoneNumber: number),
          options: TestCaller.globex.options
        )
      }
      #expect(foreign?.reason == "NUMBER_UNKNOWN")
    }
  }

  @Test func aCorrectionIsShownAsADifferenceAndTakenOver() async throws {
    try await withOffice(address: street("Correction Street")) { emergency, _ in
      let offered = try await emergency.wait(.correctionOffered)
      #expect(offered.progress == .syntax)
      #expect(
        offered.correction?.differences == [
          .init(field: "street", given: "Correction Street", corrected: "Corrected Street")
        ]
      )
      let stale = await refusal { try await resolve(.accept, etag: "\"1\"", emergency) }
      #expect(stale?.code == .aborted)
      #expect(stale?.reason == "ADDRESS_CHANGED")
      try await resolve(.accept, etag: offered.etag, emergency)
      let ready = try await emergency.wait(.ready)
      #expect(ready.address?.street == "Corrected Street")
      let again = await refusal { try await resolve(.accept, emergency) }
      #expect(again?.reason == "NO_CORRECTION_OFFERED")
    }
  }

  @Test func aCorrectionThatIsRefusedNeedsAnotherAddress() async throws {
    try await withOffice(address: street("Correction Street")) { emergency, _ in
      try await emergency.wait(.correctionOffered)
      try await resolve(.refuse, emergency)
      let refused = try await emergency.read(officeAddress)
      #expect(refused.step == .rejected)
      #expect(refused.rejectionReason == "CORRECTION_REFUSED")
      try await emergency.setAddress()
      try await emergency.wait(.ready)
    }
  }

  @Test(arguments: [
    ("Rejected Street", "ADDRESS_NOT_FOUND", EmergencyV1.EmergencyAddress.Progress.syntax),
    ("Refused Street", "OUT_OF_SERVICE_AREA", .validated),
  ])
  func aRejectionSaysWhy(
    _ name: String,
    _ reason: String,
    _ progress: EmergencyV1.EmergencyAddress.Progress
  ) async throws {
    try await withOffice(address: street(name)) { emergency, _ in
      let rejected = try await emergency.wait(.rejected)
      #expect(rejected.rejectionReason == reason)
      #expect(rejected.progress == progress)
      #expect(try await emergency.lookUp().ready == false)
    }
  }

  // An answer that comes twice is one change.
  @Test(arguments: ["Later Street", "Twice Street"])
  func anAnswerMayComeLaterAndTwice(_ name: String) async throws {
    let clock = ManualClock(Instant(milliseconds: 1_795_435_200_000))
    try await withEmergency(clock: clock) { emergency, sources in
      sources.publishOffice()
      try await emergency.waitForOffice()
      try await emergency.setAddress(street(name))
      try await emergency.poll {
        clock.advance(by: .milliseconds(500))
        return try await emergency.read(officeAddress).step == .ready
      }
      let actions = try await emergency.changes(officeAddress).map(\.action)
      #expect(actions == [.provisioningPassed, .validationPassed, .given])
    }
  }

  // Nothing else stops while the provider is out of order, and it goes on by itself: however often a task is sent, it is
  // the same one.
  @Test func waitsForAProviderThatIsDown() async throws {
    let sources = Sources()
    let (upstream, port) = try await sources.serve()
    let provider = SwitchedProvider()
    let (providerServer, providerPort) = try await provider.serve()
    let emergency = try await RunningEmergency(
      in: try TemporaryDirectory(),
      sources: port,
      provider: providerPort
    )
    try await running({
      sources.publishOffice()
      try await emergency.waitForOffice()
      try await emergency.setAddress()
      try await emergency.poll { provider.asked.count > 3 }
      #expect(Set(provider.asked).count == 1)
      #expect(try await emergency.lookUp().address == address)
      #expect(try await emergency.lookUp().ready == false)
      provider.setOn(true)
      try await emergency.wait(.ready)
      #expect(Set(provider.asked).count == 2)
      provider.setOn(false)
      let down = await refusal { _ = try await testCall(emergency) }
      #expect(down?.code == .unavailable)
      #expect(down?.reason == "PROVIDER_UNAVAILABLE")
    }) {
      await emergency.stop()
      await upstream.shutdown(gracePeriod: .zero)
      await providerServer.shutdown(gracePeriod: .zero)
    }
  }

  // The task of a service that died is sent again under the same id, by the next one.
  @Test func goesOnAfterARestart() async throws {
    let directory = try TemporaryDirectory()
    let sources = Sources()
    try await withOffice(in: directory, sources, address: street("Silent Street")) { emergency, _ in
      try await emergency.setCustom(.phoneNumber(number), street("Outage Street"))
    }
    try await withEmergency(in: directory, sources: sources) { emergency, _ in
      let open = emergency.server.tasks
      let records = emergency.server.memory.read { $0.allRecords.compactMap(\.task) }
      #expect(records.count == 2)
      for task in records { #expect(open.task(task.requestID) == task) }
      try await emergency.setCustom()
      try await emergency.wait(.ready, of: numberAddress)
    }
  }

  // domain.md section 6: in Australia and New Zealand provisioning waits for the additional information.
  @Test func australiaWaitsForInformation() async throws {
    try await withEmergency { emergency, sources in
      sources.publish(
        0,
        .country(.init(countryCode: "AU", emergencyInformation: true))
      )
      sources.publishOrganization(1)
      sources.publishLocation(2, country: "AU")
      try await emergency.wait { $0.place(named: office) != nil }
      try await emergency.setAddress(.init(countryCode: "AU", city: "Sydney", street: "George St"))
      let waiting = try await emergency.wait(.informationMissing)
      #expect(waiting.progress == .validated)
      let empty = await refusal { try await inform(" ", emergency) }
      #expect(empty?.fieldViolations.map(\.reason) == ["REQUIRED"])
      let long = await refusal { try await inform(String(repeating: "x", count: 401), emergency) }
      #expect(long?.fieldViolations.map(\.reason) == ["INVALID_TEXT"])
      try await inform("Gate 4, ask for the code", emergency)
      let ready = try await emergency.wait(.ready)
      #expect(ready.additionalInformation == "Gate 4, ask for the code")
      // Other information has to be provisioned, too.
      #expect(try await inform("Gate 5", emergency).step == .provisioning)
      try await emergency.wait(.ready)
    }
  }

  @discardableResult
  private func inform(
    _ text: String,
    _ emergency: RunningEmergency
  ) async throws -> EmergencyV1.EmergencyAddress {
    try await emergency.client.setAdditionalInformation(
      .init(name: officeAddress, additionalInformation: text),
      options: TestCaller.acme.options
    )
  }

  private func testCall(_ emergency: RunningEmergency) async throws -> EmergencyV1.EmergencyAddress {
    try await emergency.client.placeTestCall(.init(phoneNumber: number), options: TestCaller.acme.options)
  }

  private func resolve(
    _ decision: EmergencyV1.ResolveCorrectionRequest.Decision,
    etag: String = "",
    _ emergency: RunningEmergency
  ) async throws {
    _ = try await emergency.client.resolveCorrection(
      .init(name: officeAddress, etag: etag, decision: decision),
      options: TestCaller.acme.options
    )
  }
}
