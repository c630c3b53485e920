import ArgumentParser
import Foundation
import Messages

/// `trunkline import`
struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Stock the inventory with numbers from a file.",
    discussion: """
      The file has a line for each block of 10,000 numbers, or for several that
      follow each other, below a line that names the columns:
        from,to,type,region,city
        12012000000,12012009999,LOCAL,NJ,Jersey City
      Only `from` must be there; `country`, `area` and `provider` are known too.
      When a line is wrong, all wrong lines are listed and nothing is sent.
      Importing twice changes nothing.

      Examples:
        trunkline import Deploy/stock/north-america.csv --dry-run
        trunkline import Deploy/stock/north-america.csv
        trunkline import Deploy/stock/world.csv --report bad-lines.txt
      """
  )

  @Argument(help: "The stock file.")
  var file: String

  @Flag(help: "Check the file, and send nothing.")
  var dryRun = false

  @Flag(help: "Send the good lines although others are wrong.")
  var skipBadLines = false

  @Option(help: ArgumentHelp("Write every wrong line to this file, and why.", valueName: "file"))
  var report: String?

  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  /// Wrong lines that are shown; a file of the wrong kind has nothing but them.
  private static let shownProblems = 50

  func run() async throws {
    let stock = try Self.read(file)
    for problem in stock.problems.prefix(Self.shownProblems) { Terminal.note("\(file) \(problem)") }
    if stock.problems.count > Self.shownProblems {
      Terminal.note("and \((stock.problems.count - Self.shownProblems).counting("more wrong line"))")
    }
    if let report { try Self.write(stock.problems, of: file, to: report) }
    if dryRun { return try report(dryRun: stock) }
    guard stock.problems.isEmpty || skipBadLines else {
      throw CommandFailure(
        description: """
          Nothing was sent, because of \(stock.problems.count.counting("wrong line")). Mend them, or leave \
          them out with --skip-bad-lines.
          """
      )
    }
    try await send(stock.blocks)
  }

  private func send(_ blocks: [InventoryV1.StockBlock]) async throws {
    var bar = ProgressBar("Importing", unit: "blocks", total: blocks.count)
    let response = try await gateway.call(as: .operator) { client in
      try await StockImport(client: client).send(blocks) { bar.show($0) }
    }
    if let report { try Self.append(response.errors, of: file, to: report) }
    for error in response.errors {
      Terminal.note("\(file) line \(error.line): \(error.reason): \(error.message)")
    }
    try Output.show(response, asJSON: gateway.json) { StockImport.summary(response) }
    guard response.errors.isEmpty else {
      throw CommandFailure(
        description: "The inventory refused \(response.errors.count.counting("block")); see above."
      )
    }
  }

  private func report(dryRun stock: StockFile) throws {
    let numbers = stock.blocks.count * Int(StockFile.numbersPerBlock)
    Terminal.print(
      "\(stock.blocks.count.counting("block")) with \(numbers.counting("number")); "
        + "\(stock.problems.count.counting("wrong line")). Nothing was sent."
    )
    if !stock.problems.isEmpty { throw ExitCode.failure }
  }

  private static func write(_ problems: [StockFile.Problem], of file: String, to path: String) throws {
    let text = problems.map { "\(file) \($0)\n" }.joined()
    guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
      throw CommandFailure(description: "\(path) cannot be written.", exitCode: EX_CANTCREAT)
    }
  }

  private static func append(_ errors: [InventoryV1.ImportError], of file: String, to path: String) throws {
    let text = errors.map { "\(file) line \($0.line): \($0.reason): \($0.message)\n" }.joined()
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    defer { try? handle.close() }
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text.utf8))
  }

  static func read(_ path: String) throws -> StockFile {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(description: "\(path) cannot be read.", exitCode: EX_NOINPUT)
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw CommandFailure(description: "\(path) is no UTF-8 text.")
    }
    return StockFile(text: text)
  }
}
