/// Work that waits for a connection; running it gives what answers its caller.
///
/// A struct, because an array of bare closures would wrap each in another allocation.
@usableFromInline
struct Job: Sendable {
  let run: @Sendable (Transaction) -> Answer

  @usableFromInline
  init(run: @escaping @Sendable (Transaction) -> Answer) {
    self.run = run
  }
}

/// Answers a caller with the outcome of its job, or with the failure that undid it afterwards.
@usableFromInline
struct Answer {
  let give: (StorageError?) -> Void

  @usableFromInline
  init(give: @escaping (StorageError?) -> Void) {
    self.give = give
  }
}

/// Makes a job of a caller's closure and of what takes its outcome.
///
/// Inlinable, as are its callers, so that each type gets its own code: looking up the metadata of generic
/// types cost a tenth of a small job.
@inlinable
func makeJob<Output: Sendable>(
  _ body: @escaping @Sendable (Transaction) throws -> Output,
  _ completion: @escaping @Sendable (Result<Output, any Error>) -> Void
) -> Job {
  Job { transaction in
    do {
      let output = try transaction.runJob(body)
      return Answer { failure in completion(failure.map { .failure($0) } ?? .success(output)) }
    } catch {
      return Answer { failure in completion(.failure(failure ?? error)) }
    }
  }
}
