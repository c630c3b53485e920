import ArgumentParser
import Messages

/// `trunkline orders watch`
struct WatchOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Follow an order until it is settled."
  )

  @Option(help: ArgumentHelp("Go on after this etag; what is older is not shown again.", valueName: "etag"))
  var after = ""

  @OptionGroup var order: OrderArgument
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    try await gateway.call { client in
      let changes = try await client.ordering.watchOrder(
        .init(name: order.name, afterEtag: after),
        options: client.unlimitedOptions
      )
      for try await order in changes {
        try Output.show(order, asJSON: gateway.json) {
          "\(order.updateTime?.text ?? "")  \(order.state.name)  \(order.status?.meaning ?? "")"
        }
      }
    }
  }
}
