import Foundation

/// Lines over a common axis, as SVG that needs nothing else.
struct LineChart {
  struct Line {
    let name: String
    let points: [(x: Double, y: Double)]
  }

  let title: String
  let lines: [Line]
  /// Marks of the horizontal axis: where, and what is written there.
  let marks: [(x: Double, text: String)]
  /// The end of the horizontal axis, which begins at 0.
  let end: Double
  /// Up to where the background is shaded, because nothing was measured yet.
  var shadedTo = 0.0

  private static let width = 720.0
  private static let height = 240.0
  private static let left = 64.0
  private static let top = 12.0
  private static let bottom = 28.0

  private var vertical: AxisTicks { AxisTicks(upTo: lines.flatMap(\.points).map(\.y).max() ?? 0) }

  /// A figure with the chart and the names of its lines.
  var html: String {
    let keys = lines.enumerated().map { index, line in "<span class=\"line\(index)\">\(line.name)</span>" }
    return """
      <figure>
      <figcaption>\(title) \(lines.count > 1 ? keys.joined(separator: " ") : "")</figcaption>
      \(svg)
      </figure>
      """
  }

  private var svg: String {
    let vertical = self.vertical
    var parts = [
      "<svg viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" aria-label=\"\(title)\">"
    ]
    if shadedTo > 0 {
      parts.append(
        "<rect class=\"early\" x=\"\(text(x(0)))\" y=\"\(text(Self.top))\" "
          + "width=\"\(text(x(min(shadedTo, end)) - x(0)))\" "
          + "height=\"\(text(Self.height - Self.bottom - Self.top))\"/>"
      )
    }
    for value in vertical.values {
      let y = text(y(value, vertical))
      parts.append("<path class=\"grid\" d=\"M\(text(Self.left)) \(y)H\(text(Self.width))\"/>")
      parts.append(
        "<text class=\"value\" x=\"\(text(Self.left - 8))\" y=\"\(y)\">\(AxisTicks.text(value))</text>"
      )
    }
    for mark in marks {
      parts.append(
        "<text class=\"mark\" x=\"\(text(x(mark.x)))\" y=\"\(text(Self.height - 8))\">\(mark.text)</text>"
      )
    }
    for (index, line) in lines.enumerated() {
      let points = line.points.map { "\(text(x($0.x))),\(text(y($0.y, vertical)))" }
      parts.append("<polyline class=\"line\(index)\" points=\"\(points.joined(separator: " "))\"/>")
    }
    return (parts + ["</svg>"]).joined(separator: "\n")
  }

  private func x(_ value: Double) -> Double {
    Self.left + (end > 0 ? value / end : 0) * (Self.width - Self.left - 16)
  }

  private func y(_ value: Double, _ axis: AxisTicks) -> Double {
    Self.height - Self.bottom - value / axis.end * (Self.height - Self.bottom - Self.top)
  }

  private func text(_ coordinate: Double) -> String { String(format: "%.1f", coordinate) }
}
