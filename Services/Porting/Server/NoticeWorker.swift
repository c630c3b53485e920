import Logging
import PersonalData
import PortingRules
import PortingStore
import ServiceKit
import Storage
import Telephony

/// Sends notices by e-mail. What is being sent when the process ends is not sent again: nobody gets a notice twice, and
/// the order tells all of it anyway.
struct NoticeWorker: Sendable {
  let database: Database
  let clock: any WallClock
  let cipher: FieldCipher
  let client: SMTPClient
  let logger: Logger
  let interval: Duration

  private static let batch = 64
  /// Tries after which a recipient that the relay puts off does not keep the mail from the others (D).
  private static let patience = 4
  /// After that a mail is given up (RFC 5321, section 4.5.4.1).
  private static let longestWait = Duration.seconds(5 * 86_400)
  private static let shortestPauseSeconds: Int64 = 30
  private static let longestPauseSeconds: Int64 = 3_600

  func run() async throws {
    while true {
      try await sendOpen()
      try await Task.sleep(for: interval)
    }
  }

  func sendOpen() async throws {
    let now = clock.now()
    for notice in try await database.read({ try NoticeTable($0).open(at: now, limit: Self.batch) }) {
      // Without a relay the others would fare no better: they wait for the next time.
      guard try await send(notice) else { return }
    }
  }

  /// Sends one; false when the relay is not there.
  private func send(_ notice: StoredNotice) async throws -> Bool {
    let cipher = cipher
    // Durable before a byte leaves.
    let mail = try await database.write { transaction -> Mail? in
      try NoticeTable(transaction).begin(notice.id)
      return Mail(notice, to: try Self.recipients(notice, in: transaction, cipher: cipher))
    }
    guard let mail else {
      try await finish(notice, "nobody to tell")
      return true
    }
    do {
      let refusals = try await client.send(mail, leavesOut: notice.attempts >= Self.patience)
      let missing = "to \(refusals.count) of \(mail.recipients.count): \(refusals.joined(separator: ", "))"
      if !refusals.isEmpty { warn(notice, "was not sent \(missing)") }
      try await finish(notice, refusals.isEmpty ? "sent" : "sent, but not \(missing)")
      return true
    } catch let failure as MailFailure {
      return try await note(failure, of: notice)
    }
  }

  /// Notes what went wrong; false when the relay is not there.
  private func note(_ failure: MailFailure, of notice: StoredNotice) async throws -> Bool {
    switch failure {
    case .unreachable(let why):
      try await putBack(notice, why)
      return false
    case .putOff(let why): try await putBack(notice, why)
    case .refused(let why):
      warn(notice, "was refused: \(why)")
      try await finish(notice, "refused: \(why)")
    case .unknown(let why): try await finish(notice, "unknown: \(why)")
    }
    return true
  }

  private func putBack(_ notice: StoredNotice, _ why: String) async throws {
    warn(notice, "could not be handed in: \(why)")
    let now = clock.now()
    guard now < notice.time + Self.longestWait else { return try await finish(notice, "given up: \(why)") }
    let seconds = min(Self.shortestPauseSeconds << Int64(min(notice.attempts, 10)), Self.longestPauseSeconds)
    try await database.write {
      try NoticeTable($0).putBack(notice.id, outcome: why, until: now + .seconds(seconds))
    }
  }

  private func finish(_ notice: StoredNotice, _ outcome: String) async throws {
    try await database.write { try NoticeTable($0).finish(notice.id, outcome: outcome) }
  }

  private func warn(_ notice: StoredNotice, _ what: String) {
    logger.log(.warning, "a notice \(what)", [.resource: notice.name])
  }

  /// The organization's administrators, and those whom the order names beside them (domain.md section 5).
  private static func recipients(
    _ notice: StoredNotice,
    in transaction: Transaction,
    cipher: FieldCipher
  ) throws -> [String] {
    let name = notice.name.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    let administrators = try NoticeAddressTable(transaction, cipher: cipher).emails(of: name)
    let named = try named(notice, in: transaction, cipher: cipher)
    return administrators + named.filter { !administrators.contains($0) }
  }

  private static func named(
    _ notice: StoredNotice,
    in transaction: Transaction,
    cipher: FieldCipher
  ) throws -> [String] {
    if let order = try PortTable(transaction, cipher: cipher).port(named: notice.name)?.order {
      return order.wish.account.contactEmails
    }
    let table = PortOutTable(transaction)
    guard let portOut = try table.find(notice.name) else { return [] }
    let emails = try table.protection(of: portOut.organization, cipher: cipher)?.noticeEmails ?? []
    // Without any, those hear of it who were named when the numbers came.
    return try emails.isEmpty
      ? PortTable(transaction, cipher: cipher).contacts(
        of: portOut.numbers,
        organization: portOut.organization
      )
      : emails
  }
}

extension Mail {
  /// Nil when there is nobody to tell.
  fileprivate init?(_ notice: StoredNotice, to recipients: [String]) {
    let recipients = recipients.filter(\.isEmailAddress)
    guard !recipients.isEmpty else { return nil }
    self.init(
      id: "port-notice-\(notice.id)",
      time: notice.time,
      recipients: recipients,
      subject: notice.content.subject,
      text: notice.content.text
    )
  }
}
