import Messages
import Protobuf
import Testing

/// The channel tries a call again whose connection broke when its method is declared to read (`ACCESS_READ`), and no
/// other. So what is declared so must only read.
@Suite struct RetryRuleTests {
  private static let accessOption = 50_702
  private static let read: UInt64 = 2
  private static let verbs = [
    "Get", "List", "Search", "Count", "Watch", "Check", "Preview", "Explain", "LookUp", "Download", "Plan",
  ]

  @Test func whatIsTriedAgainOnlyReads() {
    let methods = ProtoDescriptors.all.files.flatMap(\.services).filter {
      $0.fullName.hasPrefix("trunkline.")
    }
    .flatMap(\.methods)
    let reading = methods.filter { $0.numericOptions[Self.accessOption] == Self.read }
    #expect(reading.count > 30)
    for method in reading {
      #expect(Self.verbs.contains { method.name.hasPrefix($0) }, "\(method.fullName) is tried again")
      let fields = ProtoDescriptors.all.message(named: method.request)?.fields.map(\.name) ?? []
      // Whoever has to say that it is the same call changes something.
      #expect(!fields.contains("request_id"), "\(method.fullName) is tried again")
    }
  }
}
