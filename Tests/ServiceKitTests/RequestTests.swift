import Logging
import Messages
import NIOCore
import RPC
import Storage
import StorageSQLite
import StorageTesting
import Synchronization
import Telephony
import Testing

@testable import ServiceKit

@Suite struct IdempotentWritesTests {
  private static let id = "123e4567-e89b-42d3-a456-426614174000"
  private let directory: TemporaryDirectory
  private let database: Database
  private let writes: IdempotentWrites
  private let runs = Counter()

  init() async throws {
    directory = try TemporaryDirectory()
    database = try await Database(engine: SQLiteEngine(path: directory.file("test.db")), migrations: [])
    writes = IdempotentWrites(database: database, clock: SystemClock())
  }

  private func context(principal: String = "keys/a", method: String = "Set") -> ServerContext {
    let method = Method(service: "test.S", name: method, shape: .unary, access: .write)
    let context = ServerContext(method: method, metadata: [:], deadline: nil, peer: "", startTime: .now())
    context.caller = Caller(principal: principal, organization: "acme", role: .customerAdministrator)
    return context
  }

  /// Answers with the number of the run, so that a stored answer differs from a new one.
  private func set(
    _ city: String,
    id: String = Self.id,
    principal: String = "keys/a",
    method: String = "Set"
  ) async throws -> String {
    let request = TypeV1.CivicAddress(city: city)
    let response: TypeV1.CivicAddress = try await writes.run(
      request,
      requestID: id,
      context: context(principal: principal, method: method)
    ) { [runs] _ in
      runs.increment()
      return TypeV1.CivicAddress(city: "run \(runs.value)")
    }
    return response.city
  }

  @Test func aRepeatGetsTheFirstAnswer() async throws {
    #expect(try await set("Oslo") == "run 1")
    #expect(try await set("Oslo") == "run 1")
    #expect(try await set("Oslo", id: Self.id.uppercased()) == "run 1")
    #expect(runs.value == 1)
    await database.close()
  }

  @Test func theSameIDForAnotherRequestIsRefused() async throws {
    _ = try await set("Oslo")
    let error = await #expect(throws: RPCError.self) { try await set("Bergen") }
    #expect(error?.code == .invalidArgument)
    #expect(error?.reason == "REQUEST_ID_REUSED")
    #expect(error?.fieldViolations.map(\.field) == ["request_id"])
    await database.close()
  }

  @Test func otherPrincipalsAndMethodsHaveIDsOfTheirOwn() async throws {
    #expect(try await set("Oslo") == "run 1")
    #expect(try await set("Oslo", principal: "keys/b") == "run 2")
    #expect(try await set("Oslo", method: "Other") == "run 3")
    await database.close()
  }

  @Test func withoutAnIDEveryCallIsNew() async throws {
    #expect(try await set("Oslo", id: "") == "run 1")
    #expect(try await set("Oslo", id: "") == "run 2")
    await database.close()
  }

  @Test(arguments: [
    "x", "123e4567e89b42d3a456426614174000", "123e4567-e89b-42d3-a456-42661417400g",
    "123e4567-e89b-42d3-a456-4266141740000", "-23e4567-e89b-42d3-a456-426614174000",
  ])
  func anIDThatIsNoUUIDIsRefused(id: String) async throws {
    let error = await #expect(throws: RPCError.self) { try await set("Oslo", id: id) }
    #expect(error?.reason == "REQUEST_ID_FORM")
    #expect(error?.fieldViolations.map(\.field) == ["request_id"])
    await database.close()
  }

  @Test func aRefusalIsNotStored() async throws {
    let refused = await #expect(throws: Refusal.self) {
      let _: TypeV1.CivicAddress = try await writes.run(
        TypeV1.CivicAddress(city: "Oslo"),
        requestID: Self.id,
        context: context()
      ) { _ in throw Refusal(.precondition, "NOT_YET", "Not yet.") }
    }
    #expect(refused?.reason == "NOT_YET")
    #expect(try await set("Oslo") == "run 1")
    await database.close()
  }

  @Test func fiftyAtOnceMakeOneChange() async throws {
    let answers = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<50 { group.addTask { try await self.set("Oslo") } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(answers == ["run 1"])
    await database.close()
  }
}

@Suite struct RefusalTests {
  @Test(arguments: [
    (Refusal.Kind.invalid, StatusCode.invalidArgument), (.precondition, .failedPrecondition),
    (.notFound, .notFound), (.alreadyExists, .alreadyExists), (.permission, .permissionDenied),
    (.exhausted, .resourceExhausted), (.aborted, .aborted),
  ])
  func eachKindHasItsCode(kind: Refusal.Kind, code: StatusCode) {
    let error = RPCError(Refusal(kind, "REASON", "Message.", metadata: ["limit": "10"]))
    #expect(error.code == code)
    #expect(error.message == "Message.")
    #expect(error.details == [.errorInfo(reason: "REASON", domain: "trunkline", metadata: ["limit": "10"])])
  }

  @Test func wrongFieldsAreAllTold() {
    let refusal = Refusal(violations: [
      Violation(field: "a", reason: "REQUIRED", description: "Give a."),
      Violation(field: "b.c", reason: "FORM", description: "Digits."),
    ])
    #expect(RPCError(refusal).fieldViolations.map(\.field) == ["a", "b.c"])
  }

  @Test(arguments: [
    (StorageError.Code.busy, StatusCode.unavailable), (.overloaded, .unavailable), (.closed, .unavailable),
    (.ioError, .unavailable), (.full, .resourceExhausted), (.corrupt, .dataLoss), (.constraint, .internal),
    (.invalidStatement, .internal),
  ])
  func storageFailuresSayWhetherToTryAgainAndNothingOfTheInside(code: StorageError.Code, status: StatusCode) {
    let error = RPCError(StorageError(code, "table secret"))
    #expect(error.code == status)
    #expect(!error.description.contains("secret"))
    let hasRetryInfo = error.details.contains { if case .retryInfo = $0 { true } else { false } }
    #expect(hasRetryInfo == [.unavailable, .resourceExhausted].contains(status))
  }

  @Test func handlersMayThrowRefusals() async throws {
    let sink = MemorySink()
    let logger = Logger(label: "t") { _ in JSONLogHandler(service: "t", level: .info, sink: sink) }
    func reason(_ thrown: any Error & Sendable) -> String {
      let method = Method(service: "test.S", name: "M", shape: .unary, access: .public)
      let binding = MethodBinding(method: method, handler: .immediate { _, _ in throw thrown })
      let service = ErrorTranslation(logger: logger).applied(
        to: ServiceDefinition(name: "test.S", methods: [binding])
      )
      guard case .immediate(let handler) = service.methods[0].handler else { return "no handler" }
      let context = ServerContext(method: method, metadata: [:], deadline: nil, peer: "", startTime: .now())
      do {
        _ = try handler(ByteBuffer(), context)
        return "ok"
      } catch { return (error as? RPCError)?.reason ?? "\(type(of: error))" }
    }
    struct Personal: Error { let street = "1 Main Street" }
    #expect(reason(Refusal(.aborted, "LATE", "Late.")) == "LATE")
    #expect(reason(StorageError(.full, "")) == "STORAGE_FULL")
    #expect(reason(CancellationError()) == "CancellationError")
    #expect(reason(Personal()) == "INTERNAL")
    #expect(sink.lines.count == 2)
    #expect(sink.lines.allSatisfy { !$0.contains("Main") })
  }
}

@Suite struct TenancyTests {
  private func context(_ caller: Caller?) -> ServerContext {
    let method = Method(service: "test.S", name: "M", shape: .unary, access: .read)
    let context = ServerContext(method: method, metadata: [:], deadline: nil, peer: "", startTime: .now())
    context.caller = caller
    return context
  }

  private func outcome(_ caller: Caller?, _ name: String) -> String {
    do throws(Refusal) {
      return try context(caller).resource(name, pattern: "organizations/*/orders/*", field: "name").id
    } catch {
      return error.reason
    }
  }

  @Test func oneTenantNeverLearnsOfAnother() {
    let admin = Caller(principal: "keys/a", organization: "acme", role: .customerAdministrator)
    #expect(outcome(admin, "organizations/acme/orders/1") == "1")
    #expect(outcome(admin, "organizations/other/orders/1") == "RESOURCE_NOT_FOUND")
    #expect(outcome(nil, "organizations/acme/orders/1") == "RESOURCE_NOT_FOUND")
    let refusal = Refusal.resourceNotFound("organizations/other/orders/1")
    let foreign = #expect(throws: Refusal.self) {
      try context(admin).resource(
        "organizations/other/orders/1",
        pattern: "organizations/*/orders/*",
        field: "name"
      )
    }
    #expect(foreign == refusal)
  }

  @Test func operatorsAndServicesActForAnybody() {
    #expect(
      outcome(Caller(principal: "o", organization: "", role: .operator), "organizations/x/orders/1") == "1"
    )
    #expect(
      outcome(Caller(principal: "s", organization: "", role: .service), "organizations/x/orders/1") == "1"
    )
    let bound = Caller(principal: "s", organization: "acme", role: .service)
    #expect(outcome(bound, "organizations/x/orders/1") == "RESOURCE_NOT_FOUND")
  }

  @Test(arguments: [
    "", "organizations/acme", "organizations//orders/1", "orders/1", "organizations/a/orders/1/x",
  ])
  func otherFormsAreRefused(name: String) {
    let operatorCaller = Caller(principal: "o", organization: "", role: .operator)
    #expect(["INVALID_RESOURCE_NAME", "REQUIRED"].contains(outcome(operatorCaller, name)))
  }
}
