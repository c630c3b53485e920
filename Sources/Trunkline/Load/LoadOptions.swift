import ArgumentParser
import Foundation
import Load
import Protobuf
import RPC

/// Which calls a load is made of.
struct LoadCallOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Method to call.", valueName: "service/method"))
  var method: String?

  @Option(
    help: ArgumentHelp("Request as JSON, with variables; or @ and the name of a file.", valueName: "json")
  )
  var request = "{}"

  @Option(
    help: ArgumentHelp(
      "Method to call with each answer, again and again for longer journeys; all count as one call.",
      valueName: "service/method"
    )
  )
  var then: [String] = []

  @Option(
    help: ArgumentHelp("Request of each --then; {{answer.name}} is of the answer before.", valueName: "json")
  )
  var thenRequest: [String] = []

  @Option(
    help: ArgumentHelp("Make a --then again a moment later when this is its status.", valueName: "status")
  )
  var repeatOn: [StatusCode] = []

  @Option(
    help: """
      Instead of all that: `order` searches, reserves, orders, accepts the terms, waits until the number works and \
      looks up its emergency address, as the customer of `trunkline up --demo`.
      """
  )
  var journey: KnownJourney?

  @Option(
    help: ArgumentHelp(
      "What `protoc --include_imports --descriptor_set_out` wrote, for servers without reflection.",
      valueName: "file"
    )
  )
  var descriptors: String?

  func validate() throws {
    guard (method == nil) != (journey == nil) else {
      throw ValidationError("Give either --method or --journey.")
    }
    guard thenRequest.count <= then.count, journey == nil || then.isEmpty else {
      throw ValidationError("Each --then-request goes with a --then, and both with --method.")
    }
  }

  func calls() throws -> Journey {
    if let journey { return journey.journey }
    let later = try then.enumerated().map { index, method in
      let request = index < thenRequest.count ? try Self.text(thenRequest[index]) : "{}"
      return Journey.Call(method: method, request: request, repeatsOn: Set(repeatOn))
    }
    return Journey(calls: [Journey.Call(method: method ?? "", request: try Self.text(request))] + later)
  }

  /// What the file says of the methods; nil when the server is to say it.
  func describedMethods() throws -> DescriptorSet? {
    guard let descriptors else { return nil }
    do {
      return try DescriptorSet(serialized: Array(Self.content(of: descriptors)))
    } catch let error as WireError {
      throw CommandFailure(description: "\(descriptors) is no descriptor set: \(error)", exitCode: EX_DATAERR)
    }
  }

  private static func text(_ argument: String) throws -> String {
    guard argument.hasPrefix("@") else { return argument }
    return String(decoding: try content(of: String(argument.dropFirst())), as: UTF8.self)
  }

  private static func content(of file: String) throws -> Data {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw CommandFailure(description: "\(file) cannot be read.", exitCode: EX_NOINPUT)
    }
    return data
  }
}

/// How many calls are made, and when.
struct LoadPlanOptions: ParsableArguments {
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

  @Option(
    help: ArgumentHelp(
      "How long the rate takes to rise to --rate, or the connections to begin one after the other.",
      valueName: "seconds"
    )
  )
  var ramp = 0.0

  @Option(help: ArgumentHelp("How long to call after that before measuring.", valueName: "seconds"))
  var warmup = 1.0

  @Option(help: "Threads that make calls.")
  var threads = 1

  func validate() throws {
    let isPositive = connections > 0 && streams > 0 && threads > 0 && duration > 0 && calls ?? 1 > 0
    guard isPositive else {
      throw ValidationError("Connections, streams, threads, duration and calls must be more than 0.")
    }
    guard (0.001...10_000_000).contains(rate ?? 1) else {
      throw ValidationError("--rate takes 0.001 to 10000000 calls a second.")
    }
    guard warmup >= 0, ramp >= 0 else {
      throw ValidationError("--warmup and --ramp must not be less than 0.")
    }
    let longest = max(duration, warmup, ramp)
    guard longest <= 86_400 else { throw ValidationError("A run takes a day at most, 86400 seconds.") }
  }

  var plan: LoadPlan {
    LoadPlan(
      connections: connections,
      streams: streams,
      pace: rate.map { .openLoop(callsPerSecond: $0) } ?? .closedLoop,
      extent: calls.map { .calls($0) } ?? .time(.seconds(duration)),
      warmup: .seconds(warmup),
      ramp: .seconds(ramp),
      threads: threads
    )
  }

  /// How long the run takes, when that is known.
  var expectedSeconds: Double? { calls == nil ? ramp + warmup + duration : nil }
}

extension LoadThreshold: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
