import Foundation
import NIOCore
import NIOPosix
import Telephony

/// Where mail is handed in: a relay of this machine or network, without encryption and credentials (RFC 5321).
struct SMTPRelay: Sendable {
  let host: String
  let port: Int
  /// Address that sends.
  let sender: String
}

/// A mail in plain text.
struct Mail: Sendable {
  /// Local part of its Message-ID: the same for every try.
  let id: String
  /// When what it tells happened.
  let time: Instant
  let recipients: [String]
  let subject: String
  let text: String
}

/// What a mail came to that was not taken.
enum MailFailure: Error {
  /// It was surely not sent, and no other would be: the relay is not there, or takes none.
  case unreachable(String)
  /// It was surely not sent, and can be tried again.
  case putOff(String)
  /// It is not taken, however often it is tried.
  case refused(String)
  /// The connection ended after the mail was handed over and before the answer came.
  case unknown(String)
}

/// Hands mail in, one connection for each.
struct SMTPClient: Sendable {
  let relay: SMTPRelay
  private static let timeout = TimeAmount.seconds(10)

  /// Hands a mail in to the recipients that the relay takes.
  ///
  /// - Parameter leavesOut: whether recipients are left out too that may be taken later.
  /// - Returns: the codes with which the other recipients were refused.
  func send(_ mail: Mail, leavesOut: Bool) async throws(MailFailure) -> [String] {
    var isHandedOver = false
    do {
      var refusals: [String] = []
      let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connectTimeout(Self.timeout)
        .connect(host: relay.host, port: relay.port) { channel in
          channel.eventLoop.makeCompletedFuture {
            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
          }
        }
      try await channel.executeThenClose { inbound, outbound in
        var replies = SMTPReplies(inbound.makeAsyncIterator())
        try await replies.expect(2)
        for line in ["EHLO localhost", "MAIL FROM:<\(relay.sender)>"] {
          try await outbound.write(ByteBuffer(string: "\(line)\r\n"))
          try await replies.expect(2)
        }
        for recipient in mail.recipients {
          try await outbound.write(ByteBuffer(string: "RCPT TO:<\(recipient)>\r\n"))
          let code = try await replies.code()
          if code.hasPrefix("2") { continue }
          guard leavesOut || code.hasPrefix("5") else { throw MailFailure.putOff(code) }
          refusals.append(code)
        }
        guard refusals.count < mail.recipients.count else {
          throw MailFailure.refused(refusals.joined(separator: ", "))
        }
        try await outbound.write(ByteBuffer(string: "DATA\r\n"))
        try await replies.expect(3)
        isHandedOver = true
        try await outbound.write(ByteBuffer(string: message(mail)))
        // A refusal is an answer: the mail was not taken.
        let code = try await replies.code()
        guard code.hasPrefix("2") else {
          throw code.hasPrefix("5") ? MailFailure.refused(code) : MailFailure.putOff(code)
        }
        // It is taken, whatever becomes of the farewell.
        try? await outbound.write(ByteBuffer(string: "QUIT\r\n"))
      }
      return refusals
    } catch let failure as MailFailure {
      throw failure
    } catch let refusal as SMTPRefusal {
      throw isHandedOver ? .unknown(refusal.code) : .unreachable("the relay answered \(refusal.code)")
    } catch {
      throw isHandedOver ? .unknown("\(type(of: error))") : .unreachable("\(type(of: error))")
    }
  }

  /// RFC 5322, with a dot before every line that begins with one (RFC 5321, section 4.5.2).
  private func message(_ mail: Mail) -> String {
    let lines = mail.text.split(separator: "\n", omittingEmptySubsequences: false)
    let body = lines.map { $0.hasPrefix(".") ? ".\($0)" : "\($0)" }.joined(separator: "\r\n")
    return """
      Date: \(Self.date(mail.time))\r
      From: <\(relay.sender)>\r
      To: \(mail.recipients.map { "<\($0)>" }.joined(separator: ", "))\r
      Subject: \(mail.subject)\r
      Message-ID: <\(mail.id)@trunkline>\r
      Content-Type: text/plain; charset=utf-8\r
      \r
      \(body)\r
      .\r\n
      """
  }

  /// RFC 5322, section 3.3.
  private static func date(_ time: Instant) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = .gmt
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
    return formatter.string(from: Date(timeIntervalSince1970: Double(time.milliseconds) / 1_000))
  }
}

/// The relay said no.
private struct SMTPRefusal: Error {
  let code: String
}

/// Replies of a relay, which may come in several lines and in any pieces.
private struct SMTPReplies {
  private var pieces: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private var rest = ""

  init(_ pieces: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) { self.pieces = pieces }

  /// - Parameter kind: first digit of the code that means to go on.
  mutating func expect(_ kind: Int) async throws {
    let code = try await code()
    guard code.hasPrefix("\(kind)") else { throw SMTPRefusal(code: code) }
  }

  /// The three digits of the next reply.
  mutating func code() async throws -> String {
    while true {
      let line = try await line()
      // Between code and text of all lines but the last stands a hyphen.
      if line.dropFirst(3).first != "-" { return String(line.prefix(3)) }
    }
  }

  private mutating func line() async throws -> String {
    while true {
      if let end = rest.firstIndex(where: \.isNewline) {
        let line = String(rest[..<end])
        rest = String(rest[rest.index(after: end)...])
        return line
      }
      guard let piece = try await pieces.next() else { throw ChannelError.eof }
      rest += String(buffer: piece)
      guard rest.utf8.count < 65_536 else { throw SMTPRefusal(code: "too long") }
    }
  }
}
