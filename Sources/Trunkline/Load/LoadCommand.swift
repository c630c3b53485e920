import ArgumentParser
import Foundation
import Load
import RPC

/// `trunkline load`
struct LoadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Make very many calls, and measure how long answers take.",
    discussion: """
      The server says by reflection what a method takes. The request is JSON whose
      values can vary with every call:
        {{uuid}}                a new UUID
        {{sequence}}            0000000001, 0000000002 and so on
        {{number:+1201555:4}}   +1201555 and four digits
        {{random:1:100}}        a whole number
        {{pick:a|b|c}}          one of some words
      Calls follow each other on every stream (closed loop), or begin at a fixed
      rate (--rate), with latency counted from when they should have begun. Calls
      of a journey, by --then or --journey, are made with the answers before them:
        {{answer.name}}               a field of the answer before
        {{answer1.numbers.0.city}}    of the first answer, its first number

      It ends with 1 when a --fail-if comes true, or a call did not end with OK; that
      is left to --fail-if when one is about errors. It compares min, mean, p50, p90,
      p99, p99.9, p99.99, max, errors (or errors in %) and rate.

      Examples:
        trunkline load --request '{"name": "numbers/{{number:1201200:4}}"}' \\
          --method trunkline.inventory.v1.InventoryService/GetNumber
        trunkline load --journey order --rate 100 --ramp 5 --duration 60 \\
          --fail-if 'p99>50ms' --fail-if 'errors>0.1%' --report order.html
        trunkline load --method trunkline.ordering.v1.OrderingService/CreateOrder \\
          --request @order.json \\
          --then trunkline.ordering.v1.OrderingService/AcceptTermsOfService \\
          --then-request '{"name": "{{answer.name}}", "requestId": "{{uuid}}"}'
        trunkline load --rate 5000 --request @reserve.json \\
          --method trunkline.inventory.v1.InventoryService/ReserveNumbers
      where reserve.json holds
        {"parent": "organizations/demo", "requestId": "{{uuid}}",
         "quantity": {"criteria": {"countryCode": "US", "areaCode": "201"},
                      "count": 1}}
      """
  )

  @OptionGroup(title: "Calls") var calls: LoadCallOptions
  @OptionGroup(title: "Load") var load: LoadPlanOptions

  @Option(
    help: ArgumentHelp(
      "End with 1 when this comes true, such as p99>5ms; may be repeated.",
      valueName: "limit"
    )
  )
  var failIf: [LoadThreshold] = []

  @Option(
    help: ArgumentHelp("Write the result to a file: .json, or .html with plots.", valueName: "file")
  )
  var report: [String] = []

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    guard let file = report.first(where: { !$0.hasSuffix(".json") && !$0.hasSuffix(".html") }) else { return }
    throw ValidationError("--report writes .json or .html; \(file) ends otherwise.")
  }

  func run() async throws {
    let result = try await measure()
    for file in report { try write(result, to: file) }
    Terminal.print(gateway.json ? JSONText.encode(result) : LoadReport.text(result))
    let breaches = LoadVerdict.breaches(of: failIf, in: result)
    for breach in breaches { Terminal.note("Failed: \(breach)") }
    guard breaches.isEmpty else { throw ExitCode.failure }
  }

  func measure() async throws -> LoadResult {
    let target = try target()
    let journey = try calls.calls()
    let load = try await prepare(journey)
    let line = LiveLine(expectedSeconds: self.load.expectedSeconds)
    defer { line.end() }
    let run = LoadRun(
      target: target,
      plan: self.load.plan,
      template: load.template,
      later: load.later,
      onInterval: { line.show($0) }
    )
    do {
      return try await run.run()
    } catch let failure as LoadFailure {
      throw RPCError(.unavailable, reason: "NO_CONNECTION", message: "\(failure)")
    }
  }

  private func prepare(_ journey: Journey) async throws -> PreparedLoad {
    if let descriptors = try calls.describedMethods() { return try PreparedLoad(journey, of: descriptors) }
    let services = journey.calls.map { String($0.method.prefix { $0 != "/" }) }
    let descriptors = try await gateway.call { client in
      try await ServerDescriptors(client.channel, options: client.options).files(declaring: services)
    }
    return try PreparedLoad(journey, of: descriptors)
  }

  private func target() throws -> LoadTarget {
    let address = gateway.address.split(separator: ":")
    guard address.count == 2, let port = Int(address[1]) else {
      throw ValidationError("\(gateway.address) is no address. Write host:port, such as 127.0.0.1:7401.")
    }
    let authorization = gateway.key(for: .administrator).map { [("authorization", "Bearer \($0)")] }
    return LoadTarget(
      host: String(address[0]),
      port: port,
      path: "/\(try calls.calls().calls.first?.method ?? "")",
      metadata: authorization ?? [],
      timeout: .seconds(gateway.timeout),
      tls: try gateway.security.tls()
    )
  }

  private func write(_ result: LoadResult, to file: String) throws {
    let text = file.hasSuffix(".html") ? LoadPage.html(result) : JSONText.encode(result) + "\n"
    guard FileManager.default.createFile(atPath: file, contents: Data(text.utf8)) else {
      throw CommandFailure(description: "\(file) cannot be written.", exitCode: EX_CANTCREAT)
    }
  }
}
