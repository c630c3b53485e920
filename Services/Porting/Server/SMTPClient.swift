import NIOCore
import NIOPosix

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
  let recipients: [String]
  let subject: String
  let text: String
}

/// What a mail came to that was not taken.
enum MailFailure: Error {
  /// It was surely not sent, and can be tried again.
  case notSent(String)
  /// The connection ended after the mail was handed over and before the answer came.
  case unknown(String)
}

/// Hands mail in, one connection for each.
struct SMTPClient: Sendable {
  let relay: SMTPRelay
  private static let timeout = TimeAmount.seconds(10)

  func send(_ mail: Mail) async throws(MailFailure) {
    var isHandedOver = false
    do {
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
        for line in ["EHLO localhost", "MAIL FROM:<\(relay.sender)>"]
          + mail.recipients.map({ "RCPT TO:<\($0)>" })
        {
          try await outbound.write(ByteBuffer(string: "\(line)\r\n"))
          try await replies.expect(2)
        }
        try await outbound.write(ByteBuffer(string: "DATA\r\n"))
        try await replies.expect(3)
        isHandedOver = true
        try await outbound.write(ByteBuffer(string: message(mail)))
        try await replies.expect(2)
        try await outbound.write(ByteBuffer(string: "QUIT\r\n"))
      }
    } catch let refusal as SMTPRefusal {
      // A refusal is an answer: the mail was not taken, whenever it comes.
      throw .notSent("the relay answered \(refusal.code)")
    } catch {
      throw isHandedOver ? .unknown("\(type(of: error))") : .notSent("\(type(of: error))")
    }
  }

  /// RFC 5322, with a dot before every line that begins with one (RFC 5321, section 4.5.2).
  private func message(_ mail: Mail) -> String {
    let lines = mail.text.split(separator: "\n", omittingEmptySubsequences: false)
    let body = lines.map { $0.hasPrefix(".") ? ".\($0)" : "\($0)" }.joined(separator: "\r\n")
    return """
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
    while true {
      let line = try await line()
      // Between code and text of all lines but the last stands a hyphen.
      guard line.dropFirst(3).first != "-" else { continue }
      guard line.hasPrefix("\(kind)") else { throw SMTPRefusal(code: String(line.prefix(3))) }
      return
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
