import Foundation

/// What Prometheus expects of every process, read from /proc when it is asked for.
enum ProcessMetrics {
  static func publish(in metrics: Metrics, version: String) {
    let start = Date().timeIntervalSince1970
    metrics.gauge("process_start_time_seconds", help: "When the process started, since 1970 UTC.") { start }
    metrics.gauge("process_resident_memory_bytes", help: "Resident memory.") { residentBytes() }
    metrics.gauge("process_open_fds", help: "Open file descriptors.") { openFileDescriptors() }
    metrics.gauge("process_threads", help: "Threads.") { threads() }
    metrics.gauge("trunkline_build_info", help: "Always 1.", labels: [("version", version)]) { 1 }
  }

  private static func residentBytes() -> Double {
    // The second number of statm is resident pages of 4 KiB (proc(5)).
    let fields = read("/proc/self/statm").split(separator: " ")
    return fields.count > 1 ? (Double(fields[1]) ?? 0) * 4_096 : 0
  }

  private static func threads() -> Double {
    let line = read("/proc/self/status").split(separator: "\n").first { $0.hasPrefix("Threads:") }
    return line?.split(separator: "\t").last.flatMap { Double($0) } ?? 0
  }

  private static func openFileDescriptors() -> Double {
    // One of them is the one that reads the directory.
    let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    return Double(max(0, (names?.count ?? 0) - 1))
  }

  private static func read(_ path: String) -> String {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
