import Load

/// A result as a page that needs nothing else: no script, no other file.
enum LoadPage {
  static func html(_ result: LoadResult) -> String {
    """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Load on \(escaped(result.method))</title>
    <style>
    \(style)
    </style>
    <h1>\(escaped(title(result)))</h1>
    <pre>\(escaped(LoadReport.text(result)))</pre>
    \(LoadCharts.all(result).map(\.html).joined(separator: "\n"))
    </html>

    """
  }

  private static func title(_ result: LoadResult) -> String {
    let load =
      result.targetCallsPerSecond.map { "\(Int($0).grouped) calls a second" } ?? "as fast as it answers"
    return result.steps.isEmpty
      ? "\(result.method), \(load)" : "A journey of \(result.steps.count) calls, \(load)"
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
    return escaped
  }

  private static let style = """
    :root { color-scheme: light dark; --one: light-dark(#0b57d0, #8ab4f8);
      --two: light-dark(#b3261e, #f2b8b5); --three: light-dark(#7a7a7a, #9a9a9a); }
    body { font: 15px/1.5 system-ui, sans-serif; max-width: 960px; margin: 2em auto; padding: 0 1em; }
    h1 { font-size: 1.2em; overflow-wrap: anywhere; }
    pre { overflow-x: auto; }
    figure { margin: 2em 0; }
    figcaption span { margin-left: 1em; font-weight: 600; }
    svg { width: 100%; height: auto; }
    text { font-size: 11px; fill: currentColor; }
    .value { text-anchor: end; dominant-baseline: middle; }
    .mark { text-anchor: middle; }
    .grid { stroke: currentColor; stroke-opacity: .15; }
    .early { fill: currentColor; fill-opacity: .06; }
    polyline { fill: none; stroke-width: 1.5; }
    polyline.line0 { stroke: var(--one); } span.line0 { color: var(--one); }
    polyline.line1 { stroke: var(--two); } span.line1 { color: var(--two); }
    polyline.line2 { stroke: var(--three); } span.line2 { color: var(--three); }
    """
}
