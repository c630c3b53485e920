import EmergencyAddressRules
import Messages
import NeighbourTesting
import RPC
import RPCTransport
import ServiceKit
import StorageTesting
import Telephony
import Testing

@testable import EmergencyAddressServer

extension EmergencyMemory {
  func place(of text: String) -> AddressBook.Place? {
    TelephoneNumber(e164: text).flatMap { number in read { $0.place(of: number) } }
  }

  func place(named name: String) -> AddressBook.Place? { read { $0.place(named: name) } }

  func addressRules(of country: String) -> AddressRules? { read { $0.addressRules(of: country) } }
}

@Suite struct LookUpTests {
  @Test func givesTheAddressOfTheNumbersLocation() async throws {
    try await withEmergency { emergency, sources in
      sources.publishOffice()
      try await emergency.waitForOffice()
      try await emergency.setAddress()
      for caller in [TestCaller.reader, .acme, .operator, .service] {
        let found = try await emergency.lookUp(as: caller)
        #expect(found.phoneNumber == number)
        #expect(found.address == address)
        #expect(found.source == .location)
        #expect(found.location == office)
        #expect(found.notice.isEmpty)
      }
    }
  }

  // domain.md section 6: it answers while every other service is down, and section 4 of design.md: after a restart, too.
  @Test func answersWithEveryOtherServiceGone() async throws {
    let directory = try TemporaryDirectory()
    let start = Instant(milliseconds: 1_795_435_200_000)
    let clock = ManualClock(start)
    let sources = Sources()
    let (upstream, port) = try await sources.serve()
    let emergency = try await RunningEmergency(in: directory, sources: port, clock: clock)
    sources.publishOffice()
    try await emergency.waitForOffice()
    try await emergency.setAddress()
    #expect(try await emergency.lookUp().stalenessMilliseconds == 0)
    await upstream.shutdown(gracePeriod: .zero)
    try await emergency.poll { emergency.server.liveness.values.allSatisfy { !$0.isLive } }
    clock.advance(by: .seconds(90))
    let stale = try await emergency.lookUp()
    #expect(stale.address == address)
    #expect(stale.stalenessMilliseconds == 90_000)
    await emergency.stop()
    clock.advance(by: .seconds(30))
    let restarted = try await RunningEmergency(in: directory, sources: port, clock: clock)
    let again = try await restarted.lookUp()
    #expect(again.address == address)
    #expect(again.location == office)
    #expect(again.stalenessMilliseconds == 120_000)
    await restarted.stop()
  }

  @Test func foreignAndAbsentAreTheSame() async throws {
    try await withEmergency { emergency, sources in
      sources.publishOffice()
      try await emergency.waitForOffice()
      try await emergency.setAddress()
      let foreign = await refusal { _ = try await emergency.lookUp(as: .globex) }
      let absent = await refusal { _ = try await emergency.lookUp("+12015550124", as: .globex) }
      #expect(foreign?.code == .notFound)
      #expect(foreign?.reason == "NUMBER_UNKNOWN")
      #expect(foreign?.message.replacing(number, with: "+12015550124") == absent?.message)
      let read = await refusal {
        _ = try await emergency.client.getEmergencyAddress(
          .init(name: "\(office)/emergencyAddress"),
          options: TestCaller.globex.options
        )
      }
      #expect(read?.reason == "LOCATION_UNKNOWN")
    }
  }

  @Test func saysWhatIsMissing() async throws {
    try await withEmergency { emergency, sources in
      sources.publishOffice()
      try await emergency.waitForOffice()
      let missing = await refusal { _ = try await emergency.lookUp() }
      #expect(missing?.code == .failedPrecondition)
      #expect(missing?.reason == "EMERGENCY_ADDRESS_MISSING")
      for text in ["", "2015550123", "+1201555012x", "+0", "+1201555012312345678"] {
        let malformed = await refusal { _ = try await emergency.lookUp(text) }
        #expect(malformed?.fieldViolations.map(\.reason) == ["INVALID_PHONE_NUMBER"])
      }
    }
  }

  @Test func givesTrialsTheNotice() async throws {
    try await withEmergency { emergency, sources in
      sources.publishOffice(type: .trial, plans: 0)
      try await emergency.waitForOffice()
      #expect(try await emergency.setAddress().notice == LookUpAnswers.trialNotice)
      #expect(try await emergency.lookUp().notice == LookUpAnswers.trialNotice)
      let read = try await emergency.client.getEmergencyAddress(
        .init(name: "\(office)/emergencyAddress"),
        options: TestCaller.reader.options
      )
      #expect(read.notice == LookUpAnswers.trialNotice)
    }
  }

  /// domain.md section 2: every reply about an emergency address of a trial.
  @Test func everyReplyOfATrialCarriesTheNotice() async throws {
    try await withEmergency { emergency, sources in
      sources.publishOffice(type: .trial, plans: 0)
      try await emergency.waitForOffice()
      _ = try await emergency.setAddress()
      let (client, acme, name) = (emergency.client, TestCaller.acme.options, "\(office)/emergencyAddress")
      let custom = EmergencyV1.SetCustomAddressRequest(subject: .phoneNumber(number), address: address)
      let contacts = [EmergencyV1.NotificationContact(displayName: "Desk", email: "desk@acme.example")]
      let notices = [
        "SetCustomAddress": try await client.setCustomAddress(custom, options: acme).notice,
        "ResetCustomAddress":
          try await client.resetCustomAddress(.init(subject: .phoneNumber(number)), options: acme).notice,
        "ListAddressChanges": try await client.listAddressChanges(.init(parent: name), options: acme).notice,
        "ListAddressUses": try await client.listAddressUses(.init(parent: name), options: acme).notice,
        "GetEffectiveAddress":
          try await client.getEffectiveAddress(.init(phoneNumber: number), options: acme).notice,
        "SetNotificationContacts":
          try await client.setNotificationContacts(.init(location: office, contacts: contacts), options: acme)
          .notice,
        "GetNotificationContacts":
          try await client.getNotificationContacts(.init(location: office), options: acme).notice,
        "ReportEmergencyCall":
          try await client.reportEmergencyCall(
            .init(phoneNumber: number),
            options: TestCaller.service.options
          )
          .notice,
      ]
      for (method, notice) in notices { #expect(notice == LookUpAnswers.trialNotice, "\(method)") }
      let object = try await client.getLocationObject(.init(phoneNumber: number), options: acme)
      #expect(object.notice == LookUpAnswers.trialNotice)
      #expect(object.document.contains("<note>\(LookUpAnswers.trialNotice)</note>"))
    }
  }

  @Test func saysWhetherALocationHasAnAddress() async throws {
    try await withEmergency { emergency, sources in
      sources.publishOffice()
      try await emergency.waitForOffice()
      let (client, service) = (emergency.client, TestCaller.service.options)
      let none = try await client.checkLocationAddress(.init(location: office), options: service)
      #expect(!none.given && !none.ready && none.step == .unspecified)
      _ = try await emergency.setAddress()
      try await emergency.poll {
        let found = try await client.checkLocationAddress(.init(location: office), options: service)
        #expect(found.given)
        return found.ready && found.step == .ready
      }
    }
  }
}
