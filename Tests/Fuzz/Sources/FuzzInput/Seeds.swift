import Foundation

/// Inputs to begin with, written where FUZZ_SEEDS says.
public func writeSeeds(_ seeds: [(name: String, bytes: [UInt8])]) {
  guard let folder = ProcessInfo.processInfo.environment["FUZZ_SEEDS"] else { return }
  for seed in seeds {
    let name = seed.name.replacing("/", with: "-")
    guard (try? Data(seed.bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))) != nil else {
      preconditionFailure("\(folder)/\(name) cannot be written")
    }
  }
}
