import Foundation

/// How far something is: a bar that moves on a terminal, a line for every tenth elsewhere.
struct ProgressBar {
  private let title: String
  private let unit: String
  private let total: Int
  private let start = ContinuousClock.now
  private var shownAt: ContinuousClock.Instant?
  private var shownTenth = 0

  init(_ title: String, unit: String, total: Int) {
    self.title = title
    self.unit = unit
    self.total = total
  }

  /// Shows that `done` of the total are done, not more than ten times a second.
  mutating func show(_ done: Int) {
    let now = ContinuousClock.now
    let line = Self.line(title, unit, done: done, total: total, seconds: (now - start) / .seconds(1))
    if Terminal.isInteractive {
      if done < total, let shownAt, now - shownAt < .milliseconds(100) { return }
      shownAt = now
      Terminal.replaceLine(with: done < total ? line : line + "\n")
    } else if total > 0, done * 10 / total > shownTenth {
      shownTenth = done * 10 / total
      Terminal.note(line)
    }
  }

  /// `title [####    ]  50%  500 of 1,000 blocks, 250/s, 2 s left`.
  static func line(_ title: String, _ unit: String, done: Int, total: Int, seconds: Double) -> String {
    let width = 24
    let filled = total > 0 ? min(width, done * width / total) : width
    let bar = String(repeating: "#", count: filled) + String(repeating: " ", count: width - filled)
    let percent = total > 0 ? done * 100 / total : 100
    let padding = String(repeating: " ", count: max(0, 3 - "\(percent)".count))
    var line = "\(title) [\(bar)] \(padding)\(percent)%  \(done.grouped) of \(total.grouped) \(unit)"
    if seconds > 0, done > 0 {
      let rate = Double(done) / seconds
      line += ", \(Int(rate).grouped)/s"
      if done < total { line += ", \(Int((Double(total - done) / rate).rounded(.up)).grouped) s left" }
    }
    return line
  }
}

extension BinaryInteger {
  /// `1 block`, `2,000 blocks`.
  func counting(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }

  /// With a comma between thousands, in every locale.
  var grouped: String {
    var text = ""
    for (index, digit) in String(self).reversed().enumerated() {
      if index > 0, index % 3 == 0, digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
