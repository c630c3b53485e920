import ArgumentParser
import Foundation
import Messages

/// `trunkline ports sign`
struct SignLetter: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign",
    abstract: "Sign the letter of agency (LOA) of a port order. US and Canada."
  )

  @OptionGroup var port: PortArgument

  @Option(help: "First name of who signs.")
  var givenName: String

  @Option(help: "Last name.")
  var familyName: String

  @Option(help: "Job title.")
  var jobTitle: String

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = PortingV1.SignLetterRequest(
      name: port.name,
      givenName: givenName,
      familyName: familyName,
      jobTitle: jobTitle,
      requestId: request.id
    )
    let answer = try await gateway.call { try await $0.porting.signLetter(message, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) { Ports.sheet(answer) }
  }
}

/// `trunkline ports upload`
struct UploadPortDocument: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upload",
    abstract: "Put a document, PDF or PNG, on a port order.",
    discussion: """
      Kinds: LETTER_OF_AGENCY, BILL, CUSTOMER_SERVICE_RECORD, PROOF_OF_ADDRESS,
      PROOF_OF_NATIONAL_ADDRESS, PASSPORT_OR_ID, COMPANY_REGISTRATION.

      Example:
        trunkline ports upload ORDER bill.pdf --kind BILL --issued 2026-11-01
      """
  )

  private static let pieceBytes = 32 * 1_024

  @OptionGroup var port: PortArgument

  @Argument(help: ArgumentHelp("The document, at most 10 MiB.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("What it is.", valueName: "kind"))
  var kind: String

  @Option(help: ArgumentHelp("Day on which it was issued, as 2026-11-01.", valueName: "date"))
  var issued = ""

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let content = Array(try InputFile.read(file))
    let description = PortingV1.DocumentDescription(
      portOrder: port.name,
      document: .init(kind: kind.uppercased(), issueDate: issued)
    )
    let document = try await gateway.call { client in
      try await client.upload(content, description, pieceBytes: Self.pieceBytes)
    }
    try Output.show(document, asJSON: gateway.json) {
      "\(document.name): \(document.kind), \(document.mediaType), \(document.sizeBytes) bytes"
    }
  }
}

extension GatewayClient {
  /// Uploads a document in pieces.
  func upload(
    _ content: [UInt8],
    _ description: PortingV1.DocumentDescription,
    pieceBytes: Int = 32 * 1_024
  ) async throws -> PortingV1.PortDocument {
    let call = try await porting.uploadPortDocument(options: options)
    try await call.send(.init(part: .description(description)))
    for start in stride(from: 0, to: content.count, by: pieceBytes) {
      try await call.send(.init(part: .chunk(Array(content[start..<min(start + pieceBytes, content.count)]))))
    }
    return try await call.finish()
  }
}

/// `trunkline ports download`
struct DownloadPortDocument: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "download",
    abstract: "Save a document of a port order. Who reads it is noted."
  )

  @OptionGroup var port: PortArgument

  @Argument(help: ArgumentHelp("Id of the document, as `ports show` has it.", valueName: "document"))
  var document: String

  @Argument(help: ArgumentHelp("Where to save it.", valueName: "file"))
  var file: String

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let name = document.contains("/") ? document : "\(port.name)/documents/\(document)"
    let content = try await gateway.call { client in
      var content: [UInt8] = []
      let pieces = try await client.porting.downloadPortDocument(.init(name: name), options: client.options)
      for try await piece in pieces { content += piece.chunk }
      return content
    }
    try Data(content).write(to: URL(fileURLWithPath: file))
    Terminal.print("\(content.count) bytes in \(file)")
  }
}
