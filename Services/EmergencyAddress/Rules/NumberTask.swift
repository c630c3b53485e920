import Telephony

/// Tells the emergency provider whose address calls from some numbers have.
public struct NumberTask: Hashable, Sendable {
  /// The values are those of the API's enum.
  public enum Kind: Int64, Hashable, Sendable {
    /// The numbers are the subject's from now on, and no other's.
    case add = 4
    /// They are nobody's any more.
    case remove = 5
  }

  public var kind: Kind
  public var subject: AddressSubject
  /// Digits of the first number.
  public var first: UInt64
  public var count: UInt64

  public init(_ kind: Kind, _ subject: AddressSubject, first: UInt64, count: UInt64) {
    (self.kind, self.subject, self.first, self.count) = (kind, subject, first, count)
  }

  private init?(_ before: AddressSubject?, _ after: AddressSubject?, first: UInt64) {
    guard before != after, let subject = after ?? before else { return nil }
    self.init(after == nil ? .remove : .add, subject, first: first, count: 1)
  }

  /// What has to be told of a run when the subjects of its numbers change, in as few tasks as there can be.
  static func following(_ run: NumberRun, from before: [AddressSubject?], to after: [AddressSubject?])
    -> [NumberTask]
  {
    var tasks: [NumberTask] = []
    for (offset, (former, next)) in zip(before, after).enumerated() {
      guard let task = NumberTask(former, next, first: run.first + UInt64(offset)) else { continue }
      if let last = tasks.last, last.first + last.count == task.first, last.kind == task.kind,
        last.subject == task.subject
      {
        tasks[tasks.count - 1].count += 1
      } else {
        tasks.append(task)
      }
    }
    return tasks
  }
}

/// Whose addresses the numbers of some runs have.
public struct ServedRuns: Sendable {
  let runs: [(run: NumberRun, subjects: [AddressSubject?])]

  /// What has to be told when they were others before.
  public func tasks(after before: ServedRuns) -> [NumberTask] {
    zip(before.runs, runs).flatMap { NumberTask.following($1.run, from: $0.subjects, to: $1.subjects) }
  }
}

extension AddressBook {
  /// Whose addresses the numbers of some runs have now.
  public func served(_ runs: [NumberRun]) -> ServedRuns {
    ServedRuns(
      runs: runs.map { run in
        let numbers = (run.first..<run.end).map(TelephoneNumber.init(digits:))
        return (run, numbers.map { $0.flatMap { effective($0)?.record.subject } })
      }
    )
  }

  /// All that has to be told to a provider that knows nothing.
  public var allNumberTasks: [NumberTask] {
    numbers.runs.flatMap { run in
      let nobody = [AddressSubject?](repeating: nil, count: Int(run.count))
      return served([run]).tasks(after: ServedRuns(runs: [(run, nobody)]))
    }
  }

  /// The numbers whose address can be another one once a record is stored.
  public func numbers(concernedBy record: AddressRecord) -> [NumberRun] {
    let before = records[record.subject]
    let isSame =
      before?.isHeld ?? false == record.isHeld && before?.isReady ?? false == record.isReady
      && before?.holding.address.countryCode == record.holding.address.countryCode
    guard !isSame else { return [] }
    switch record.subject {
    case .number(let number, _): return [NumberRun(first: number.digits, count: 1, location: 0)]
    case .user(let user, _):
      return NumberRun.covering(users.filter { $0.value == user }.map(\.key), location: 0)
    case .location(let name): return placesByName[name].map { numbers.runs(of: $0) } ?? []
    }
  }
}
