import ArgumentParser
import Foundation
import Messages

/// `trunkline orders attach`
struct AttachDocument: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach",
    abstract: "Put a document, PDF or PNG, on an assisted order.",
    discussion: """
      Example:
        trunkline orders attach ORDER bill.pdf --kind PROOF_OF_ADDRESS \\
          --issued 2026-11-01
      """
  )

  static let kinds: [OrderingV1.Document.Kind] = [
    .companyRegistration, .proofOfAddress, .passportOrId, .registrationForm, .other,
  ]

  @OptionGroup var order: OrderArgument

  @Argument(help: ArgumentHelp("The document, at most 4 MiB.", valueName: "file"))
  var file: String

  @Option(
    help: ArgumentHelp(
      "COMPANY_REGISTRATION, PROOF_OF_ADDRESS, PASSPORT_OR_ID, REGISTRATION_FORM or OTHER.",
      valueName: "kind"
    ),
    transform: { text in
      guard let kind = kinds.first(where: { $0.name == text.uppercased() }) else {
        throw ValidationError("\(text) is no kind. Give \(kinds.map(\.name).joined(separator: ", ")).")
      }
      return kind
    }
  )
  var kind: OrderingV1.Document.Kind

  @Option(help: ArgumentHelp("Day on which it was issued; needed for a proof of address.", valueName: "date"))
  var issued = ""

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let document = OrderingV1.Document(
      kind: kind,
      fileName: URL(fileURLWithPath: file).lastPathComponent,
      issueDate: issued
    )
    let message = OrderingV1.AttachDocumentRequest(
      order: order.name,
      document: document,
      content: Array(try InputFile.read(file)),
      requestId: request.id
    )
    let answer = try await gateway.call { try await $0.ordering.attachDocument(message, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) { Orders.sheet(answer) }
  }
}

/// `trunkline orders detach`
struct RemoveDocument: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detach",
    abstract: "Take a document off an assisted order that is not under review."
  )

  @Argument(help: "Name of the document, as `trunkline orders show` tells it.")
  var document: String

  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let message = OrderingV1.RemoveDocumentRequest(name: document, requestId: request.id)
    let answer = try await gateway.call { try await $0.ordering.removeDocument(message, options: $0.options) }
    try Output.show(answer, asJSON: gateway.json) { Orders.sheet(answer) }
  }
}

/// `trunkline orders document`
struct FetchDocument: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "document",
    abstract: "Write the contents of a document to a file. For operators; every reading is noted."
  )

  @Argument(help: "Name of the document, as `trunkline orders show` tells it.")
  var document: String

  @Option(help: ArgumentHelp("Where to write it.", valueName: "file"))
  var output: String

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func run() async throws {
    let answer = try await gateway.call(as: .operator) {
      try await $0.ordering.getDocument(.init(name: document), options: $0.options)
    }
    let isWritten = FileManager.default.createFile(
      atPath: output,
      contents: Data(answer.content),
      attributes: [.posixPermissions: 0o600]
    )
    guard isWritten else { throw CommandFailure(description: "\(output) cannot be written. Check the path.") }
    try Output.show(answer.document ?? .init(), asJSON: gateway.json) {
      "\(output): \(answer.content.count) bytes, \(answer.document?.kind.name ?? "")"
    }
  }
}
