import Messages
import NeighbourTesting
import RPC
import Testing

@testable import EmergencyAddressServer

@Suite struct ContactTests {
  private let desk = EmergencyV1.NotificationContact(
    displayName: "Front desk",
    email: "desk@example.com",
    phoneNumber: "+12015550100"
  )

  // 47 CFR 9.16: the contacts of the location are told where the caller is.
  @Test func aCallIsToldToTheContactsOfItsLocation() async throws {
    try await withOffice { emergency, _ in
      try await set([desk], emergency)
      let read = try await emergency.client.getNotificationContacts(
        .init(location: office),
        options: TestCaller.reader.options
      )
      #expect(read.contacts == [desk])
      let answer = try await emergency.client.reportEmergencyCall(
        .init(phoneNumber: number, callTime: .init(seconds: 1_795_435_200)),
        options: TestCaller.service.options
      )
      #expect(answer.contactCount == 1)
      let stream = try await emergency.client.watchEvents(.init(), options: TestCaller.service.options)
      var changes: [EmergencyV1.AddressChange.Action] = []
      for try await event in stream {
        if case .addressChanged(let change) = event.change { changes.append(change.action) }
        guard case .emergencyCallPlaced(let call) = event.change else { continue }
        #expect(call.address?.address == address)
        #expect(call.address?.location == office)
        #expect(call.contacts == [desk])
        #expect(call.callTime?.seconds == 1_795_435_200)
        break
      }
      stream.cancel()
      #expect(changes.first == .given)
      let customer = await refusal {
        _ = try await emergency.client.reportEmergencyCall(
          .init(phoneNumber: number),
          options: TestCaller.acme.options
        )
      }
      #expect(customer?.code == .permissionDenied)
    }
  }

  @Test func namesEveryWrongField() async throws {
    try await withOffice { emergency, _ in
      let wrong = EmergencyV1.NotificationContact(displayName: " ", email: "desk@acme", phoneNumber: "911")
      let error = await refusal { try await set([desk, wrong, .init(displayName: "Nobody")], emergency) }
      #expect(
        error?.fieldViolations.map { "\($0.field) \($0.reason)" } == [
          "contacts[1].display_name REQUIRED", "contacts[1].email INVALID_EMAIL",
          "contacts[1].phone_number INVALID_PHONE_NUMBER", "contacts[2].email REQUIRED",
        ]
      )
      let many = await refusal { try await set(Array(repeating: desk, count: 21), emergency) }
      #expect(many?.reason == "TOO_MANY_CONTACTS")
      let foreign = await refusal { try await set([desk], emergency, as: .globex) }
      #expect(foreign?.reason == "LOCATION_UNKNOWN")
    }
  }

  private func set(
    _ contacts: [EmergencyV1.NotificationContact],
    _ emergency: RunningEmergency,
    as caller: TestCaller = .acme
  ) async throws {
    _ = try await emergency.client.setNotificationContacts(
      .init(location: office, contacts: contacts),
      options: caller.options
    )
  }
}
