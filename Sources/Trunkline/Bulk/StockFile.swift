import Messages
import Telephony

/// The blocks that a stock file names, and what is wrong with the lines that name none.
///
/// The first line names the columns, in any order:
/// `from` first number of a block; `to` last number, when a line stands for several blocks;
/// `type` LOCAL unless given; `country` by the region unless given; `area`, `region`, `city`, `provider`.
/// Values with a comma stand in double quotes (RFC 4180). Empty lines and lines that begin with # are passed
/// over.
struct StockFile: Equatable {
  /// What is wrong with a line.
  struct Problem: Equatable, CustomStringConvertible {
    let line: Int
    let message: String

    var description: String { "line \(line): \(message)" }
  }

  private(set) var blocks: [InventoryV1.StockBlock] = []
  private(set) var problems: [Problem] = []

  static let numbersPerBlock: UInt64 = 10_000

  init(text: String) {
    var columns: StockColumns?
    // Spreadsheets begin a file with a mark that nobody sees.
    let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      if line.isEmpty || line.hasPrefix("#") { continue }
      do throws(StockLineError) {
        let cells = try CSVLine.cells(line)
        if let columns {
          blocks += try columns.blocks(cells, line: index + 1)
        } else {
          columns = try StockColumns(cells)
        }
      } catch {
        problems.append(Problem(line: index + 1, message: error.message))
        // Without columns no later line can be understood.
        if columns == nil { return }
      }
    }
    if columns == nil {
      problems.append(Problem(line: 1, message: "The file is empty. \(StockColumns.expected)"))
    }
  }
}

/// Why a line names no block.
struct StockLineError: Error {
  let message: String
}

/// Which column of a file holds what.
struct StockColumns {
  static let known = ["from", "to", "type", "country", "area", "region", "city", "provider"]
  static let expected =
    "Begin with a line that names the columns, such as from,to,type,area,region,city,provider."

  private let positions: [String: Int]
  private let count: Int

  init(_ names: [String]) throws(StockLineError) {
    for name in names where !Self.known.contains(name) {
      throw StockLineError(message: "\"\(name)\" is no column. \(Self.expected)")
    }
    count = names.count
    positions = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    guard positions["from"] != nil, positions.count == count else {
      throw StockLineError(message: "The column from is missing, or one is there twice. \(Self.expected)")
    }
  }

  func blocks(_ cells: [String], line: Int) throws(StockLineError) -> [InventoryV1.StockBlock] {
    guard cells.count == count else {
      throw StockLineError(
        message: "has \(cells.count) values for \(count) columns. Put text with commas in quotes."
      )
    }
    func cell(_ name: String) -> String { positions[name].map { cells[$0] } ?? "" }
    let first = try number(cell("from"), endingIn: 0, "from")
    let last = cell("to").isEmpty ? first + 9_999 : try number(cell("to"), endingIn: 9_999, "to")
    guard last > first, last - first < 100_000_000 else {
      throw StockLineError(message: "to must lie behind from, and not more than 10,000 blocks behind.")
    }
    let block = InventoryV1.StockBlock(
      countryCode: try country(cell("country"), region: cell("region"), first: first),
      region: cell("region"),
      city: cell("city"),
      numberType: try type(cell("type")),
      provider: try provider(cell("provider")),
      line: Int32(clamping: line)
    )
    try checkArea(cell("area"), first)
    return stride(from: first, to: last, by: Int(StockFile.numbersPerBlock)).map { number in
      var copy = block
      copy.firstPhoneNumber = "+\(number)"
      return copy
    }
  }

  /// A number of a block's edge: E.164, with or without plus sign.
  private func number(_ text: String, endingIn rest: UInt64, _ column: String) throws(StockLineError)
    -> UInt64
  {
    let digits = text.hasPrefix("+") ? text.dropFirst() : text[...]
    guard (8...15).contains(digits.count), digits.first != "0", let number = UInt64(digits) else {
      throw StockLineError(
        message:
          "\(column) \"\(text)\" is no number in E.164. Write it with country code, such as +12012000000."
      )
    }
    guard number % StockFile.numbersPerBlock == rest else {
      let edge = rest == 0 ? "begins at 0000" : "ends at 9999"
      throw StockLineError(message: "\(column) \"\(text)\": a block \(edge).")
    }
    return number
  }

  private func type(_ text: String) throws(StockLineError) -> InventoryV1.NumberType {
    if text.isEmpty { return .local }
    guard let type = InventoryV1.NumberType(name: text) else {
      throw StockLineError(
        message: "type \"\(text)\" is not known. Give LOCAL, NATIONAL, TOLL_FREE or MOBILE."
      )
    }
    return type
  }

  private func provider(_ text: String) throws(StockLineError) -> String {
    if text.isEmpty || text.hasPrefix("providers/") { return text }
    guard text.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }) else {
      throw StockLineError(message: "provider \"\(text)\" is no id. Give 1 to 63 of a-z, 0-9 and -.")
    }
    return "providers/\(text)"
  }

  /// In North America, the one code for 20 countries, the region tells which.
  private func country(_ text: String, region: String, first: UInt64) throws(StockLineError) -> String {
    if !text.isEmpty {
      guard text.count == 2, text.allSatisfy({ $0.isASCII && $0.isLetter }) else {
        throw StockLineError(message: "country \"\(text)\" is no code of two letters, such as US.")
      }
      return text.uppercased()
    }
    guard "\(first)".hasPrefix("1"), !region.isEmpty else {
      throw StockLineError(message: "country is missing. Give it in a column of that name, such as US.")
    }
    return Self.canadianProvinces.contains(region) ? "CA" : "US"
  }

  /// Provinces and territories of Canada (ISO 3166-2:CA).
  private static let canadianProvinces: Set = [
    "AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT",
  ]

  private func checkArea(_ area: String, _ first: UInt64) throws(StockLineError) {
    let codeLength = TelephoneNumber(digits: first)?.callingCodeLength ?? 0
    guard "\(first)".dropFirst(codeLength).hasPrefix(area) else {
      throw StockLineError(message: "area \"\(area)\" is not the area code of \(first).")
    }
  }
}

/// One line of comma-separated values (RFC 4180, without line breaks in values).
enum CSVLine {
  static func cells(_ line: some StringProtocol) throws(StockLineError) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isQuoted = false
    var wasQuoted = false
    for character in line {
      switch character {
      case "\"" where isQuoted: (isQuoted, wasQuoted) = (false, true)
      case "\"" where wasQuoted: (isQuoted, wasQuoted) = (true, false); cell.append(character)
      case "\"" where cell.isEmpty: isQuoted = true
      case "," where !isQuoted:
        cells.append(cell)
        cell = ""
        wasQuoted = false
      case _ where wasQuoted, "\"":
        throw StockLineError(message: "has a quote where none may be. Write \"\" for a quote in quotes.")
      default: cell.append(character)
      }
    }
    guard !isQuoted else { throw StockLineError(message: "has a quote that is not closed.") }
    return cells + [cell]
  }
}
