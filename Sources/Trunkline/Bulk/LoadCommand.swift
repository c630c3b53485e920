import ArgumentParser
import Foundation
import Load
import Messages
import Protobuf
import RPC

/// `trunkline load`
struct LoadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Call one method very often, and measure how long answers take.",
    discussion: """
      The request is JSON whose values can vary with every call:
        {{uuid}}                a new UUID
        {{sequence}}            0000000001, 0000000002 and so on
        {{number:+1201555:4}}   +1201555 and four digits
        {{random:1:100}}        a whole number
        {{pick:a|b|c}}          one of some words
      Calls follow each other on every stream (closed loop), or begin at a fixed
      rate (--rate), with latency counted from when they should have begun.

      Examples:
        trunkline load --request '{"name": "numbers/{{number:1201200:4}}"}' \\
          --method trunkline.inventory.v1.InventoryService/GetNumber
        trunkline load --method trunkline.ordering.v1.OrderingService/CreateOrder \\
          --request @order.json \\
          --then trunkline.ordering.v1.OrderingService/AcceptTermsOfService \\
          --then-request '{"name": "{{answer.name}}"}'
        trunkline load --rate 5000 --request @reserve.json \\
          --method trunkline.inventory.v1.InventoryService/ReserveNumbers
      where reserve.json holds
        {"parent": "organizations/demo", "requestId": "{{uuid}}",
         "quantity": {"criteria": {"countryCode": "US", "areaCode": "201"},
                      "count": 1}}
      """
  )

  @Option(help: ArgumentHelp("Method to call.", valueName: "service/method"))
  var method: String

  @Option(
    help: ArgumentHelp("Request as JSON, with variables; or @ and the name of a file.", valueName: "json")
  )
  var request = "{}"

  @Option(
    help: ArgumentHelp(
      "Method to call with each answer; both count as one call.",
      valueName: "service/method"
    )
  )
  var then: String?

  @Option(
    help: ArgumentHelp(
      "Its request as JSON; {{answer.name}} is the field `name` of the answer, {{uuid}} a new UUID.",
      valueName: "json"
    )
  )
  var thenRequest = "{}"

  @Option(help: "Connections.")
  var connections = 16

  @Option(help: "Calls under way on each connection, at most.")
  var streams = 32

  @Option(help: ArgumentHelp("Begin that many calls a second, whatever becomes of them.", valueName: "calls"))
  var rate: Double?

  @Option(help: ArgumentHelp("How long to measure.", valueName: "seconds"))
  var duration = 10.0

  @Option(help: ArgumentHelp("Measure that many calls instead.", valueName: "count"))
  var calls: Int?

  @Option(help: ArgumentHelp("How long to call before measuring.", valueName: "seconds"))
  var warmup = 1.0

  @Option(help: "Threads that make calls.")
  var threads = 1

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    guard connections > 0, streams > 0, threads > 0, duration > 0, warmup >= 0, rate ?? 1 > 0, calls ?? 1 > 0
    else {
      throw ValidationError("Connections, streams, threads, duration, rate and calls must be more than 0.")
    }
  }

  func run() async throws {
    let result = try await measure()
    Terminal.print(gateway.json ? JSONText.encode(result) : LoadReport.text(result))
    guard result.isClean else { throw ExitCode.failure }
  }

  func measure() async throws -> LoadResult {
    let run = LoadRun(
      target: try target(),
      plan: plan,
      template: try template(),
      followUp: try then.map { try FollowUpRequest($0, thenRequest, after: found(method)).followUp }
    )
    do {
      return try await run.run()
    } catch let failure as LoadFailure {
      throw RPCError(.unavailable, reason: "NO_CONNECTION", message: "\(failure)")
    }
  }

  private var plan: LoadPlan {
    LoadPlan(
      connections: connections,
      streams: streams,
      pace: rate.map { .openLoop(callsPerSecond: $0) } ?? .closedLoop,
      extent: calls.map { .calls($0) } ?? .time(.seconds(duration)),
      warmup: .seconds(warmup),
      threads: threads
    )
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
      path: "/\(method)",
      metadata: authorization ?? [],
      timeout: .seconds(gateway.timeout),
      tls: try gateway.security.tls()
    )
  }

  private func template() throws -> RequestTemplate {
    let type = try found(method).request
    var random = SystemRandomNumberGenerator()
    do {
      return try RequestTemplate(compiling: try requestText(), using: &random) {
        try Output.encode($0, type: type)
      }
    } catch {
      throw CommandFailure(description: "The request does not fit \(type): \(error)", exitCode: EX_USAGE)
    }
  }

  private func requestText() throws -> String {
    guard request.hasPrefix("@") else { return request }
    guard let data = FileManager.default.contents(atPath: String(request.dropFirst())) else {
      throw CommandFailure(description: "\(request.dropFirst()) cannot be read.", exitCode: EX_NOINPUT)
    }
    return String(decoding: data, as: UTF8.self)
  }

  private func found(_ method: String) throws -> MethodDescriptor { try MethodDescriptor.named(method) }
}

/// A result for people.
enum LoadReport {
  static func text(_ result: LoadResult) -> String {
    var sheet = Sheet()
    let target = result.targetCallsPerSecond.map { " of \(Int($0).grouped) asked for" } ?? ""
    sheet.add("calls", "\(result.calls.grouped) in \(rounded(result.seconds)) s")
    sheet.add("calls a second", "\(Int(result.callsPerSecond).grouped)\(target)")
    sheet.add("under way", "\(result.connections) connections x \(result.streams) streams")
    if result.unanswered > 0 { sheet.add("unanswered", result.unanswered.grouped) }
    var latency = Table("min", "mean", "p50", "p90", "p99", "p99.9", "p99.99", "max")
    let figures = result.latencyMicroseconds
    latency.add(
      rounded(figures.min),
      rounded(figures.mean),
      rounded(figures.p50),
      rounded(figures.p90),
      rounded(figures.p99),
      rounded(figures.p999),
      rounded(figures.p9999),
      rounded(figures.max)
    )
    var statuses = Table("status", "reason", "calls")
    for status in result.statuses { statuses.add(status.code, status.reason, status.count.grouped) }
    return "\(sheet.text)\n\nLatency in microseconds\n\(latency.text)\n\n\(statuses.text)"
  }

  private static func rounded(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\((tenths / 10).grouped).\(tenths % 10)"
  }
}
