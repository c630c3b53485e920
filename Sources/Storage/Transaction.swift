/// One job's view of the database: its statements, and what to do when they are undone.
///
/// It lives on the thread of its connection and must not leave the job's closure.
public final class Transaction {
  let connection: any EngineConnection
  /// Closures that put back what jobs changed in memory, oldest first.
  private var undo: [() -> Void] = []
  /// Where the current job's closures begin.
  private var jobUndoStart = 0
  private var jobMark: WriterMemory.Mark?
  private var jobHasWritten = false
  /// Whether each job gets a savepoint; set when one turns out to need it.
  private var isolatesJobs = false
  /// What the storage layer keeps in memory for writes; a reading connection has none.
  let memory: WriterMemory?
  /// Set once the engine has undone the whole transaction under the job.
  private(set) var loss: StorageError?

  init(connection: any EngineConnection, memory: WriterMemory? = nil) {
    self.connection = connection
    self.memory = memory
  }

  /// Registers what puts memory back if this job throws later or its commit fails.
  ///
  /// The closures run in reverse order, on the writer's thread, before anybody is answered.
  public func onRollback(_ action: @escaping () -> Void) {
    undo.append(action)
  }

  /// Runs a statement and returns how many rows it changed.
  @inlinable
  @discardableResult
  public func execute<each Value: SQLValue>(
    _ statement: Statement,
    _ values: repeat each Value
  ) throws -> Int {
    let prepared = try start(statement)
    try bind(prepared, repeat each values)
    return try finish(prepared)
  }

  /// Runs a statement and maps each row.
  @inlinable
  @discardableResult
  public func query<each Value: SQLValue, Element>(
    _ statement: Statement,
    _ values: repeat each Value,
    row: (borrowing Row) throws -> Element
  ) throws -> [Element] {
    let prepared = try start(statement)
    try bind(prepared, repeat each values)
    defer { prepared.reset() }
    var elements: [Element] = []
    while try step(prepared) { elements.append(try row(Row(prepared))) }
    return elements
  }

  /// Runs a statement and maps its first row, if there is one.
  @inlinable
  public func first<each Value: SQLValue, Element>(
    _ statement: Statement,
    _ values: repeat each Value,
    row: (borrowing Row) throws -> Element
  ) throws -> Element? {
    let prepared = try start(statement)
    try bind(prepared, repeat each values)
    defer { prepared.reset() }
    return try step(prepared) ? row(Row(prepared)) : nil
  }

  /// Runs a script of several statements without values; for migrations.
  public func run(script: String) throws {
    try prepareToWrite()
    do { try connection.run(script: script) } catch { throw noting(error) }
  }
}

// MARK: - Running statements
extension Transaction {
  @usableFromInline
  func start(_ statement: Statement) throws(StorageError) -> any PreparedStatement {
    if let loss { throw loss }
    let prepared = try connection.prepared(statement)
    guard !prepared.isRunning else {
      throw StorageError(.invalidStatement, "used inside its own rows: \(statement.sql)")
    }
    if !prepared.isReadOnly { try prepareToWrite() }
    return prepared
  }

  @inlinable
  func bind<each Value: SQLValue>(
    _ prepared: any PreparedStatement,
    _ values: repeat each Value
  ) throws(StorageError) {
    var position = 0
    for value in repeat each values {
      position += 1
      try value.bind(to: prepared, at: position)
    }
    guard position == prepared.parameterCount else { throw mismatch(prepared, position) }
  }

  @usableFromInline
  func mismatch(_ prepared: any PreparedStatement, _ given: Int) -> StorageError {
    StorageError(.invalidStatement, "wants \(prepared.parameterCount) values, was given \(given)")
  }

  @usableFromInline
  func step(_ prepared: any PreparedStatement) throws(StorageError) -> Bool {
    do { return try prepared.step() } catch { throw noting(error) }
  }

  @usableFromInline
  func finish(_ prepared: any PreparedStatement) throws(StorageError) -> Int {
    do {
      while try prepared.step() {}
      return prepared.reset()
    } catch {
      prepared.reset()
      throw noting(error)
    }
  }

  private func noting(_ error: StorageError) -> StorageError {
    if !connection.isInTransaction { loss = error }
    return error
  }

  private func prepareToWrite() throws(StorageError) {
    guard !jobHasWritten else { return }
    guard memory != nil else { throw StorageError(.readOnly, "a read tried to change rows") }
    if isolatesJobs { try control(.openSavepoint) }
    jobHasWritten = true
  }
}

// MARK: - Jobs and batches
extension Transaction {
  /// Begins, runs what is given and commits; the failure that undid all of it, in the database and in memory.
  ///
  /// A savepoint for each job would cost a fifth of a small one, and hardly any job fails after it wrote. So the jobs
  /// run without first; when one fails then, all are undone and run again with savepoints, which undo it alone.
  func perform(_ beginning: Statement, _ jobs: () -> Void) -> StorageError? {
    isolatesJobs = false
    let failure = attempt(beginning, jobs)
    guard isolatesJobs else { return failure }
    return attempt(beginning, jobs)
  }

  /// Once the transaction is lost, as when it could not begin, each further job fails at once.
  private func attempt(_ beginning: Statement, _ jobs: () -> Void) -> StorageError? {
    loss = nil
    let start = memory?.mark
    do throws(StorageError) { try control(beginning) } catch { loss = error }
    jobs()
    do throws(StorageError) {
      if let loss { throw loss }
      try storeMemory()
      try control(.commit)
      memory?.committed()
      // Not kept until the next batch: they may hold on to the service that owns this database.
      undo.removeAll(keepingCapacity: true)
      return nil
    } catch {
      if connection.isInTransaction { try? control(.rollback) }
      putBack(to: 0)
      if let start { memory?.goBack(to: start) }
      return error
    }
  }

  private func storeMemory() throws(StorageError) {
    guard let memory else { return }
    jobHasWritten = true
    do {
      try memory.store(in: self)
    } catch {
      throw error as? StorageError ?? StorageError(.ioError, "\(error)")
    }
  }

  /// Runs one job as a transaction of its own.
  func performAlone(_ beginning: Statement, _ body: (Transaction) throws -> Void) throws {
    var outcome: Result<Void, any Error> = .success(())
    let failure = perform(beginning) { outcome = Result { try runJob(body) } }
    if let failure { throw failure }
    try outcome.get()
  }

  /// Runs one job so that its failure leaves no trace of it and does not touch the jobs before it.
  @inlinable
  func runJob<Output>(_ body: (Transaction) throws -> Output) throws -> Output {
    try beginJob()
    do {
      let output = try body(self)
      try endJob()
      return output
    } catch {
      undoJob()
      throw error
    }
  }

  @usableFromInline
  func beginJob() throws(StorageError) {
    if let loss { throw loss }
    jobUndoStart = undo.count
    jobMark = memory?.mark
    jobHasWritten = false
  }

  @usableFromInline
  func endJob() throws(StorageError) {
    // The job may have caught the error that lost the transaction.
    if let loss { throw loss }
    if jobHasWritten, isolatesJobs { try control(.releaseSavepoint) }
  }

  @usableFromInline
  func undoJob() {
    // With the whole transaction lost, the batch is undone instead, newest job first.
    guard loss == nil else { return }
    guard isolatesJobs || !jobHasWritten else {
      isolatesJobs = true
      loss = StorageError(.busy, "the batch is run again")
      return
    }
    do throws(StorageError) {
      if jobHasWritten {
        try control(.rollbackToSavepoint)
        try control(.releaseSavepoint)
      }
      putBack(to: jobUndoStart)
      if let jobMark { memory?.goBack(to: jobMark) }
    } catch {
      loss = error
    }
  }

  private func putBack(to start: Int) {
    while undo.count > start { undo.removeLast()() }
  }

  private func control(_ statement: Statement) throws(StorageError) {
    let prepared = try connection.prepared(statement)
    _ = try finish(prepared)
  }
}

extension Statement {
  static let beginWriting = Statement("BEGIN IMMEDIATE")
  static let beginReading = Statement("BEGIN")
  static let commit = Statement("COMMIT")
  static let rollback = Statement("ROLLBACK")
  static let openSavepoint = Statement("SAVEPOINT job")
  static let rollbackToSavepoint = Statement("ROLLBACK TO job")
  static let releaseSavepoint = Statement("RELEASE job")
}
