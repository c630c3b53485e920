import EmergencyAddressRules
import EmergencyAddressStore
import Logging
import Messages
import RPC
import ServiceKit
import Storage
import Telephony

// Validation, provisioning and test calls by the emergency provider. When it is out of order, addresses wait and nothing
// else does.
extension EmergencyAddressServer {
  /// How tasks are tried again.
  public struct ProviderPauses: Sendable {
    /// After a call that failed.
    public var backOff: BackOff
    /// Until a task that the provider has taken is asked about again, should its answer have been lost.
    public var poll: Duration
    /// What a call may take.
    public var timeout: Duration

    public init(
      backOff: BackOff = BackOff(first: .milliseconds(500), longest: .seconds(60)),
      poll: Duration = .seconds(60),
      timeout: Duration = .seconds(5)
    ) {
      (self.backOff, self.poll, self.timeout) = (backOff, poll, timeout)
    }
  }

  private static let tasksAtOnce = 8

  /// Hands tasks to the provider for as long as it runs. What a crash interrupts is sent again under the same id.
  public func providerWorker(_ pauses: ProviderPauses = ProviderPauses(), logger: Logger) -> Worker {
    Worker("ask emergency provider") {
      try await withThrowingDiscardingTaskGroup { group in
        for _ in 0..<Self.tasksAtOnce {
          group.addTask { while true { try await carryOut(try await tasks.next(), pauses, logger) } }
        }
        group.addTask { try await tellNumbers(pauses, logger) }
      }
    }
  }

  private func carryOut(_ due: ProviderTasks.Due, _ pauses: ProviderPauses, _ logger: Logger) async throws {
    guard isWanted(due.task) else { return tasks.close(due.id) }
    guard isItsTurn(due.task) else {
      return tasks.postpone(due, by: pauses.backOff.pause(afterFailures: 1), failed: false)
    }
    do {
      let answer = try await provider.submit(due.task, id: due.id, timeout: pauses.timeout)
      if try await !take(answer, to: due.task, id: due.id) {
        tasks.postpone(due, by: pauses.poll, failed: false)
      }
    } catch {
      try Task.checkCancellation()
      if due.attempts == 0 {
        logger.log(.warning, "emergency provider does not answer", [.error: loggedText(of: error)])
      }
      tasks.postpone(due, by: pauses.backOff.pause(afterFailures: due.attempts + 1), failed: true)
    }
  }

  private func isItsTurn(_ task: ProviderTask) -> Bool {
    switch task.kind {
    case .validate: true
    // A removal that came after the next address would take that away.
    case .provision: !tasks.isRemoving(task.subject)
    // The numbers have another address first.
    case .remove: numberTasks.openCount == 0
    }
  }

  /// Whether the record still waits for the task.
  private func isWanted(_ task: ProviderTask) -> Bool {
    task.kind == .remove || memory.read { $0.record(of: task.subject)?.task == task }
  }

  /// Takes an answer that came by the stream, perhaps not for the first time.
  func take(_ answer: CarrierV1.ProviderAnswer) async throws {
    if let task = tasks.task(answer.requestId) {
      _ = try await take(answer, to: task, id: answer.requestId)
    }
    let now = clock.now()
    _ = try await database.write { transaction in
      try FollowedStreamTable.advance(.provider, to: answer.sequence, now: now, in: transaction)
    }
  }

  /// Stores what follows from an answer; false while there is none.
  private func take(
    _ message: CarrierV1.ProviderAnswer,
    to task: ProviderTask,
    id: String
  ) async throws -> Bool {
    guard let answer = ProviderAnswer(message, to: task) else { return false }
    let author = AddressAuthor(principal: "emergency-provider", time: clock.now())
    try await database.write { transaction in
      if task.kind == .remove { return try ProviderRemovalTable.remove(task, in: transaction) }
      guard let record = memory.read({ $0.answering(answer, to: task, by: author) }) else { return }
      try store(record, in: transaction)
    }
    tasks.close(id)
    return true
  }
}

extension EmergencyAddressServer {
  public func placeTestCall(
    _ request: EmergencyV1.PlaceTestCallRequest,
    context: ServerContext
  ) async throws -> EmergencyV1.EmergencyAddress {
    let number = try TelephoneNumber(strictE164: request.phoneNumber, field: "phone_number")
    let caller = try context.authenticatedCaller()
    let tested = try memory.read { (book) throws(Refusal) in
      guard let place = book.place(of: number), caller.mayAct(for: place.organization) else {
        throw .numberUnknown(number)
      }
      return try book.testable(number)
    }
    guard try await reached(number, tested, request.requestId) == tested.holding.address else {
      throw Refusal.testCallFailed(tested)
    }
    let record = try await writes.runSealed(
      request,
      requestID: request.requestId,
      context: context,
      cipher: cipher
    ) { transaction in
      let author = AddressAuthor(principal: caller.principal, time: clock.now())
      guard let record = memory.read({ $0.verifying(tested, by: author) }) else {
        throw Refusal.addressChanged(tested.subject)
      }
      try store(record, in: transaction)
      return EmergencyV1.EmergencyAddress(record)
    }
    return record.with(notice: notice(for: record.name))
  }

  private func reached(
    _ number: TelephoneNumber,
    _ tested: AddressRecord,
    _ requestID: String
  ) async throws -> CivicAddress? {
    try IdempotentWrites.checkForm(ofRequestID: requestID)
    do {
      return try await provider.placeTestCall(from: number, tested, requestID: requestID)
    } catch let error as RPCError where error.reason == "NUMBER_NOT_SERVED" {
      try await tellAgain(number)
      throw Refusal.numberNotServed(number)
    } catch is RPCError {
      throw RPCError(
        .unavailable,
        reason: "PROVIDER_UNAVAILABLE",
        message:
          "The emergency provider cannot be reached; the address stays as it is. Repeat the call later."
      )
      .with(.retryInfo(delayMilliseconds: 5_000))
    }
  }
}
