import Messages

// A number of another carrier.
extension DemoStory {
  func port(_ client: GatewayClient) async throws {
    let numbers = ["+12015551234", "+12015550143"]
    try await teller.step("PortingService/CheckPortability", "Can older numbers come along?") {
      let answer = try await teller.eventually {
        try await client.porting.checkPortability(
          .init(location: Self.location, phoneNumbers: numbers),
          options: client.options
        )
      }
      return answer.numbers.map { number in
        let reason = number.reason.isEmpty ? "" : " (\(number.reason))"
        return "\(number.phoneNumber) \(number.portability.name)\(reason)"
      }
      .joined(separator: ", ")
    }
    try await teller.step("PortingService/CreatePortOrder", "A draft to bring one over.") {
      let draft = PortingV1.PortOrder(location: Self.location, numbers: [.init(phoneNumber: numbers[0])])
      let made = try await client.porting.createPortOrder(
        .init(parent: Self.organization, portOrder: draft, requestId: RequestOption.new()),
        options: client.options
      )
      return "\(made.name): \(made.state.name)"
    }
  }
}
