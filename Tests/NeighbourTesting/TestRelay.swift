import Foundation
import Synchronization

/// A real SMTP server (PyPI aiosmtpd, in the project's Python environment) that keeps what it takes.
public final class TestRelay: Sendable {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Whether the environment is there: `make test` and `make lint` make it.
  public static var isThere: Bool {
    let packages = root.appending(path: ".venv/lib").path
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: packages)) ?? []
    return versions.contains {
      FileManager.default.fileExists(atPath: "\(packages)/\($0)/site-packages/aiosmtpd")
    }
  }

  public let port: Int
  private let taken = Mutex<[String]>([])
  private let input: FileHandle

  public init() throws {
    let process = Process()
    process.executableURL = Self.root.appending(path: ".venv/bin/python")
    process.arguments = [Self.root.appending(path: "Tests/Oracles/smtp_relay.py").path]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    self.input = input.fileHandleForWriting
    guard let port = Self.line(of: output.fileHandleForReading).flatMap(Int.init) else { throw NoRelay() }
    self.port = port
    Thread { [weak self] in
      while let line = Self.line(of: output.fileHandleForReading) { self?.taken.withLock { $0.append(line) } }
    }.start()
  }

  /// Each mail as JSON, with its recipients and text.
  public var mails: [String] { taken.withLock { $0 } }

  /// Waits until there are so many mails, for some seconds.
  public func mails(awaiting count: Int) async throws -> [String] {
    for _ in 0..<1_000 where mails.count < count { try await Task.sleep(for: .milliseconds(10)) }
    return mails
  }

  public func stop() { try? input.close() }

  private static func line(of handle: FileHandle) -> String? {
    var bytes: [UInt8] = []
    while let byte = try? handle.read(upToCount: 1)?.first {
      if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
    return nil
  }
}

/// The relay did not start.
private struct NoRelay: Error {}
