/// What the admin port answers.
public struct AdminPages: Sendable {
  let metrics: @Sendable () -> String
  let isReady: @Sendable () -> Bool
  let version: String

  /// - Parameter version: a JSON object.
  public init(
    metrics: @escaping @Sendable () -> String,
    isReady: @escaping @Sendable () -> Bool,
    version: String
  ) {
    self.metrics = metrics
    self.isReady = isReady
    self.version = version
  }

  /// The page of a path, or nil when there is none.
  func page(_ path: Substring) -> AdminPage? {
    switch path {
    case "/metrics": AdminPage(type: "text/plain; version=0.0.4; charset=utf-8", text: metrics())
    case "/healthz": AdminPage(text: "ok\n")
    case "/readyz":
      isReady() ? AdminPage(text: "ready\n") : AdminPage(status: .serviceUnavailable, text: "not ready\n")
    case "/version": AdminPage(type: "application/json", text: version + "\n")
    default: nil
    }
  }
}
