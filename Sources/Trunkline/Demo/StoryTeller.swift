import RPC

/// Tells the steps of a demonstration as they happen.
struct StoryTeller: Sendable {
  /// How long one service may take to hear of what happened in another one.
  private static let patience = Duration.seconds(10)

  /// Takes one step; a failure names it.
  func step(_ method: String, _ title: String, _ body: () async throws -> String) async throws {
    Terminal.print("-> \(title)  [\(method)]")
    do {
      Terminal.print("   \(try await body())")
    } catch {
      Terminal.print("   FAILED")
      Terminal.note("The demonstration ended at \(method).")
      throw error
    }
  }

  /// Tries again while one service has not heard yet of what happened in another one.
  func eventually<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
    let deadline = ContinuousClock.now + Self.patience
    while true {
      do {
        return try await body()
      } catch let error as RPCError
        where (error.code == .notFound || error.code == .failedPrecondition) && ContinuousClock.now < deadline
      {
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }
}
