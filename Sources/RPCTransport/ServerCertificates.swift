import Foundation
import NIOSSL
import Synchronization

/// What new connections of a server are secured with: read again when a file has changed, so that a certificate is
/// replaced without a restart. Connections that are open keep theirs.
final class ServerCertificates: Sendable {
  private struct State {
    var context: NIOSSLContext
    var version: [FileVersion]
    var lastLook: ContinuousClock.Instant
  }

  /// What differs when a file was replaced or written again.
  private struct FileVersion: Equatable {
    let modified: Date?
    let number: Int?
  }

  /// Between two looks at the files.
  private static let interval = Duration.seconds(1)

  private let tls: ServerTLS
  private let protocols: [String]
  private let state: Mutex<State>

  /// Reads the files, and says which one is wrong.
  init(_ tls: ServerTLS, _ protocols: [String], now: ContinuousClock.Instant = .now) throws(TLSFileError) {
    self.tls = tls
    self.protocols = protocols
    let version = Self.version(tls)
    state = Mutex(State(context: try tls.context(protocols), version: version, lastLook: now))
  }

  /// For one new connection. New files that are wrong are told, and the old ones stay in use.
  func context(now: ContinuousClock.Instant = .now) -> NIOSSLContext {
    let (context, outcome) = state.withLock { state -> (NIOSSLContext, Result<Void, TLSFileError>?) in
      guard now - state.lastLook >= Self.interval else { return (state.context, nil) }
      state.lastLook = now
      let version = Self.version(tls)
      guard version != state.version else { return (state.context, nil) }
      state.version = version
      do throws(TLSFileError) {
        state.context = try tls.context(protocols)
        return (state.context, .success(()))
      } catch {
        return (state.context, .failure(error))
      }
    }
    if let outcome { tls.onReload(outcome) }
    return context
  }

  /// Nil when everybody whom the authority knows is let in.
  var callerGuard: CallerGuard? {
    guard !tls.allowedCallers.isEmpty else { return nil }
    return CallerGuard(allowing: tls.allowedCallers, onRefusal: tls.onRefusal)
  }

  private static func version(_ tls: ServerTLS) -> [FileVersion] {
    [tls.certificateChainFile, tls.privateKeyFile, tls.clientAuthorityFile].compactMap(\.self).map { path in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return FileVersion(
        modified: attributes?[.modificationDate] as? Date,
        number: attributes?[.systemFileNumber] as? Int
      )
    }
  }
}
