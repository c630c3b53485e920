import Storage

/// One promise of the storage layer that every engine keeps.
///
/// A test runs each of `all` against a fresh, empty database of its engine.
public struct StorageBehavior: Sendable, CustomStringConvertible {
  public let description: String
  private let body: @Sendable (any StorageEngine) async throws -> Void

  init(_ description: String, _ body: @escaping @Sendable (any StorageEngine) async throws -> Void) {
    self.description = description
    self.body = body
  }

  /// Throws a `BehaviorFailure` when the engine breaks the promise.
  public func exercise(_ engine: any StorageEngine) async throws {
    try await body(engine)
  }

  /// The whole suite.
  public static let all: [StorageBehavior] =
    groupCommit + rollback + idempotency + outbox + recordLog + migration + statements + limits
}

/// What a behaviour found instead of what it expects.
public struct BehaviorFailure: Error, CustomStringConvertible {
  public let description: String
}

func expect<Value: Equatable>(
  _ found: Value,
  is wanted: Value,
  file: StaticString = #fileID,
  line: UInt = #line
) throws {
  guard found == wanted else {
    throw BehaviorFailure(description: "\(file):\(line): found \(found), expected \(wanted)")
  }
}

/// Expects a failure of the storage layer.
func expect(
  _ code: StorageError.Code,
  file: StaticString = #fileID,
  line: UInt = #line,
  isolation: isolated (any Actor)? = #isolation,
  from body: () async throws -> Void
) async throws {
  do {
    try await body()
  } catch code {
    return
  }
  throw BehaviorFailure(description: "\(file):\(line): no \(code.name)")
}

/// Expects that a job's own refusal reaches its caller.
func expectRefusal(
  file: StaticString = #fileID,
  line: UInt = #line,
  isolation: isolated (any Actor)? = #isolation,
  from body: () async throws -> Void
) async throws {
  do {
    try await body()
  } catch is Refusal {
    return
  }
  throw BehaviorFailure(description: "\(file):\(line): not refused")
}
