import ArgumentParser
import Foundation
import Messages
import RPC
import RPCTransport
import ServiceKit
import Testing

@testable import Load
@testable import trunkline

/// A server of one service that the command line does not know from its own files, with reflection.
private func withServer<Result>(
  _ reflection: [ServiceDefinition],
  _ body: (String) async throws -> Result
) async throws -> Result {
  let server = RPCServer(configuration: .init(), services: [Health(services: []).definition] + reflection)
  let port = try await server.start().port ?? 0
  do {
    let result = try await body("127.0.0.1:\(port)")
    await server.shutdown(gracePeriod: .zero)
    return result
  } catch {
    await server.shutdown(gracePeriod: .zero)
    throw error
  }
}

@Suite struct LoadCommandTests {
  private static let reflection = Reflection(services: [HealthV1.HealthMethods.check.service]) {
    ProtoDescriptors.all
  }

  private func command(_ address: String, _ more: [String]) throws -> LoadCommand {
    try LoadCommand.parse(["--gateway", address, "--calls", "50", "--warmup", "0", "--api-key", "k"] + more)
  }

  @Test func reportsAreWrittenAndThresholdsDecide() async throws {
    try await withServer([Self.reflection.v1Definition]) { address in
      try await withTemporaryDirectory { directory in
        let files = ["\(directory)/a.json", "\(directory)/a.html"]
        let options = ["--method", "grpc.health.v1.Health/Check", "--report", files[0], "--report", files[1]]
        try await command(address, options).run()
        let json = try Data(contentsOf: URL(filePath: files[0]))
        let result = try JSONDecoder().decode(LoadResult.self, from: json)
        #expect(result.calls == 50)
        #expect(result.statuses.map(\.code) == ["OK"])
        #expect(try String(contentsOfFile: files[1], encoding: .utf8).contains("grpc.health.v1.Health/Check"))
        await #expect(throws: ExitCode.failure) {
          try await command(address, options + ["--fail-if", "max>=0us"]).run()
        }
      }
    }
  }

  @Test func theServerSaysWhatItHasInEitherVersionOfReflection() async throws {
    for reflection in [Self.reflection.v1Definition, Self.reflection.v1alphaDefinition] {
      try await withServer([reflection]) { address in
        let result = try await command(
          address,
          ["--method", "grpc.health.v1.Health/Check", "--request", #"{"service": ""}"#]
        ).measure()
        #expect(result.isClean)
        let unknown = await #expect(throws: CommandFailure.self) {
          try await command(address, ["--method", "no.Service/Method"]).measure()
        }
        #expect(unknown?.description.contains("no no.Service") == true)
        let misspelt = await #expect(throws: ValidationError.self) {
          try await command(address, ["--method", "grpc.health.v1.Health/Chek"]).measure()
        }
        #expect(misspelt?.message.contains("grpc.health.v1.Health has Check, Watch") == true)
      }
    }
  }

  @Test func aServerWithoutReflectionIsTakenToBeOfTheSuite() async throws {
    try await withServer([]) { address in
      let result = try await command(address, ["--method", "grpc.health.v1.Health/Check"]).measure()
      #expect(result.isClean)
    }
  }

  @Test func aFileMaySayWhatTheServerHas() async throws {
    try await withServer([]) { address in
      try await withTemporaryDirectory { directory in
        func measure(_ content: [UInt8]?) async throws -> LoadResult {
          let file = "\(directory)/\(content?.count ?? -1).pb"
          try content.map { try Data($0).write(to: URL(filePath: file)) }
          let options = ["--method", "grpc.health.v1.Health/Check", "--descriptors", file]
          return try await command(address, options).measure()
        }
        let described = try await measure(ProtoDescriptors.serialized)
        #expect(described.isClean)
        await #expect(throws: ValidationError.self, "an empty set has no such method") {
          try await measure([])
        }
        for (content, what) in [(nil, "cannot be read"), ([0xff], "is no descriptor set")]
          as [([UInt8]?, String)]
        {
          let failure = await #expect(throws: CommandFailure.self) { try await measure(content) }
          #expect(failure?.description.contains(what) == true)
        }
      }
    }
  }

  /// The real executables: every journey ends at the emergency address of a number that was on the shelf.
  @Test(.timeLimit(.minutes(2)))
  func theJourneyOfAnOrderGoesThroughTheWholeSuite() async throws {
    try await withTemporaryDirectory { directory in
      let stock = "\(directory)/stock.csv"
      let rows = [
        "12012000000,NJ,Jersey City", "12122000000,NY,New York", "12142000000,TX,Dallas",
        "13102000000,CA,Los Angeles", "13052000000,FL,Miami", "12162000000,OH,Cleveland",
        "12152000000,PA,Philadelphia", "13122000000,IL,Chicago", "14042000000,GA,Atlanta",
        "17042000000,NC,Charlotte",
      ]
      try ("from,region,city\n" + rows.joined(separator: "\n") + "\n")
        .write(toFile: stock, atomically: true, encoding: .utf8)
      let layout = SuiteLayout(portBase: try await PortCheck.freeBase(), dataDirectory: "\(directory)/data")
      let suite = try await RunningSuite.start(layout: layout, log: .silent)
      do {
        _ = try await DemoStory(gateway: layout.address(.gateway), keys: suite.keys, stockFile: stock).run()
        let result = try await LoadCommand.parse([
          "--gateway", layout.address(.gateway), "--data", layout.dataDirectory, "--journey", "order",
          "--connections", "2", "--streams", "2", "--calls", "10", "--warmup", "0",
        ]).measure()
        #expect(result.statuses == [.init(code: "OK", reason: "", count: 10)])
        #expect(result.steps.count == 6)
      } catch {
        await suite.stop()
        throw error
      }
      await suite.stop()
    }
  }
}
