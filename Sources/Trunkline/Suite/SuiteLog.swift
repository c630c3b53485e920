import Foundation

/// Shows what the services write, each line with the name of its service.
struct SuiteLog: Sendable {
  /// Where lines go.
  let write: @Sendable (String) -> Void
  let isColoured: Bool

  static let terminal = SuiteLog(write: Terminal.note, isColoured: Terminal.isInteractive)
  static let silent = SuiteLog(write: { _ in }, isColoured: false)

  func show(_ line: String, from service: SuiteService) {
    write(prefix(service) + (isColoured ? LogLine.readable(line) : line))
  }

  private func prefix(_ service: SuiteService) -> String {
    let width = SuiteService.allCases.map(\.rawValue.count).max() ?? 0
    let name = service.rawValue + String(repeating: " ", count: width - service.rawValue.count)
    // The six colours that are readable on light and dark.
    return isColoured ? "\u{1B}[3\(1 + service.portOffset % 6)m\(name) |\u{1B}[0m " : "\(name) | "
  }
}
