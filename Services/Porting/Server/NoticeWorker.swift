import Logging
import PersonalData
import PortingRules
import PortingStore
import RPC
import ServiceKit
import Storage
import Telephony

/// Sends notices by e-mail. What is being sent when the process ends is not sent again: nobody gets a notice twice, and
/// the order tells all of it anyway.
struct NoticeWorker: Sendable {
  let database: Database
  let cipher: FieldCipher
  let client: SMTPClient
  let logger: Logger
  let interval: Duration

  private static let batch = 64

  func run() async throws {
    while true {
      try await sendOpen()
      try await Task.sleep(for: interval)
    }
  }

  func sendOpen() async throws {
    for notice in try await database.read({ try NoticeTable($0).open(limit: Self.batch) }) {
      try await send(notice)
    }
  }

  private func send(_ notice: StoredNotice) async throws {
    let cipher = cipher
    // Durable before a byte leaves.
    let mail = try await database.write { transaction -> Mail? in
      try NoticeTable(transaction).begin(notice.id)
      return try Self.mail(notice, in: transaction, cipher: cipher)
    }
    guard let mail else { return try await finish(notice, "nobody to tell") }
    do {
      try await client.send(mail)
      try await finish(notice, "sent")
    } catch MailFailure.notSent(let why) {
      logger.log(.warning, "notice could not be handed in: \(why)", [.resource: notice.name])
      try await database.write { try NoticeTable($0).putBack(notice.id, outcome: why) }
      // The others would fare no better: they wait for the next time.
      throw MailFailure.notSent(why)
    } catch MailFailure.unknown(let why) {
      try await finish(notice, "unknown: \(why)")
    }
  }

  private func finish(_ notice: StoredNotice, _ outcome: String) async throws {
    try await database.write { try NoticeTable($0).finish(notice.id, outcome: outcome) }
  }

  private static func mail(
    _ notice: StoredNotice,
    in transaction: Transaction,
    cipher: FieldCipher
  ) throws -> Mail? {
    guard let order = try PortTable(transaction, cipher: cipher).port(named: notice.name)?.order else {
      return try portOutMail(notice, in: transaction, cipher: cipher)
    }
    let recipients = order.wish.account.contactEmails
    return Mail(notice, to: recipients, PortNotice.mail(notice.kind, about: order))
  }

  /// Nil for one that is about what the request has been before: what it is now is told by a notice of its own.
  private static func portOutMail(
    _ notice: StoredNotice,
    in transaction: Transaction,
    cipher: FieldCipher
  ) throws -> Mail? {
    let table = PortOutTable(transaction)
    guard let portOut = try table.find(notice.name), PortNotice.kind(of: portOut) == notice.kind else {
      return nil
    }
    let protection = try table.protection(of: portOut.organization, cipher: cipher)
    return Mail(notice, to: protection.noticeEmails ?? [], PortNotice.mail(about: portOut))
  }
}

extension Mail {
  /// Nil when there is nobody to tell.
  fileprivate init?(
    _ notice: StoredNotice,
    to recipients: [String],
    _ content: (subject: String, text: String)
  ) {
    let recipients = recipients.filter(\.isEmailAddress)
    guard !recipients.isEmpty else { return nil }
    self.init(
      id: "port-notice-\(notice.id)",
      recipients: recipients,
      subject: content.subject,
      text: content.text
    )
  }
}
