import Messages
import NeighbourTesting
import RPC
import Testing

@testable import EmergencyAddressServer

@Suite struct UseTests {
  private let second = "+12015550124"

  @Test func namesTheNumbersThatUseAnAddress() async throws {
    try await withOffice { emergency, sources in
      sources.assign(2, [second], to: office)
      try await emergency.wait { $0.place(of: second) != nil }
      try await emergency.setCustom()
      try await emergency.wait(.ready, of: numberAddress)
      #expect(try await uses(officeAddress, emergency) == [second])
      #expect(try await uses(numberAddress, emergency) == [number])
      try await emergency.reset()
      let page = try await emergency.client.listAddressUses(
        .init(parent: officeAddress, pageSize: 1),
        options: TestCaller.reader.options
      )
      #expect(page.phoneNumbers == [second])
      let rest = try await emergency.client.listAddressUses(
        .init(parent: officeAddress, pageSize: 1, pageToken: page.nextPageToken),
        options: TestCaller.reader.options
      )
      #expect(rest.phoneNumbers == [number])
      #expect(rest.nextPageToken.isEmpty)
      let foreign = await refusal { _ = try await uses(officeAddress, emergency, as: .globex) }
      #expect(foreign?.reason == "LOCATION_UNKNOWN")
      let nameless = await refusal { _ = try await uses("emergencyAddress", emergency) }
      #expect(nameless?.reason == "INVALID_RESOURCE_NAME")
    }
  }

  // domain.md section 6: the reply lists what uses it, and there is always a way out (section 9).
  @Test func anAddressInUseIsNotDeleted() async throws {
    try await withOffice { emergency, sources in
      let error = await refusal { try await delete(emergency) }
      #expect(error?.code == .failedPrecondition)
      #expect(error?.reason == "EMERGENCY_ADDRESS_IN_USE")
      #expect(error?.message.hasPrefix("\(number) use it.") == true)
      try await emergency.setCustom()
      try await emergency.wait(.ready, of: numberAddress)
      try await delete(emergency)
      // Now the number has nothing to fall back to.
      let bare = await refusal { try await emergency.reset() }
      #expect(bare?.reason == "EMERGENCY_ADDRESS_MISSING")
      #expect(bare?.code == .failedPrecondition)
      sources.unassign(2, [number], from: office)
      try await emergency.wait { $0.place(of: number) == nil }
      let gone = await refusal { _ = try await emergency.read(officeAddress) }
      #expect(gone?.code == .notFound)
    }
  }

  private func delete(_ emergency: RunningEmergency) async throws {
    _ = try await emergency.client.deleteLocationAddress(
      .init(location: office),
      options: TestCaller.acme.options
    )
  }

  private func uses(
    _ name: String,
    _ emergency: RunningEmergency,
    as caller: TestCaller = .reader
  ) async throws -> [String] {
    try await emergency.client.listAddressUses(.init(parent: name), options: caller.options).phoneNumbers
  }
}
