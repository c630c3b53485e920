/// Rows under headings, in columns as wide as they must be.
struct Table {
  let columns: [String]
  private(set) var rows: [[String]] = []

  init(_ columns: String...) {
    self.columns = columns
  }

  mutating func add(_ cells: String...) {
    rows.append(cells)
  }

  /// The lines of the table, without spaces at their ends.
  var lines: [String] {
    let all = [columns.map { $0.uppercased() }] + rows
    let widths = columns.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      var line = ""
      for (cell, width) in zip(row, widths) {
        line += cell + String(repeating: " ", count: width - cell.count + 2)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  var text: String { lines.joined(separator: "\n") }
}

/// Names and values of one thing, one a line.
struct Sheet {
  private var pairs: [(name: String, value: String)] = []

  /// Adds a line; what is empty is left out.
  mutating func add(_ name: String, _ value: String) {
    if !value.isEmpty { pairs.append((name, value)) }
  }

  var text: String {
    let width = pairs.map(\.name.count).max() ?? 0
    return pairs.map { name, value in
      name + String(repeating: " ", count: width - name.count + 2) + value
    }
    .joined(separator: "\n")
  }
}
