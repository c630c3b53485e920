import Foundation

/// Environment variables that stand for options of commands.
enum CommandEnvironment: String, CaseIterable {
  case gateway = "TRUNKLINE_GATEWAY"
  case apiKey = "TRUNKLINE_API_KEY"
  case organization = "TRUNKLINE_ORGANIZATION"

  var value: String? { ProcessInfo.processInfo.environment[rawValue] }
}
