import Logging

/// The keys that every service has.
public enum ServiceKeys {
  /// Name of the key that says for which service a file is.
  public static let service = "service"

  public static let listenHost = ConfigurationKey(
    "listen.host",
    .name("an address of this machine"),
    default: "127.0.0.1",
    "Address for gRPC. Only processes of this machine reach 127.0.0.1."
  )
  public static let listenPort = ConfigurationKey(
    "listen.port",
    .integer(in: 0...65_535),
    default: 0,
    "Port for gRPC; 0 takes any free one."
  )
  public static let eventLoops = ConfigurationKey(
    "listen.eventLoops",
    .integer(in: 0...256),
    default: 0,
    "Threads that serve connections; 0 means one for each core."
  )
  public static let certificateFile = ConfigurationKey(
    "listen.tls.certificateFile",
    .text("the path of a PEM file, or nothing"),
    default: "",
    "Certificate chain (PEM) with which gRPC is served over TLS; without one it is served in clear text."
  )
  public static let privateKeyFile = ConfigurationKey(
    "listen.tls.privateKeyFile",
    .text("the path of a PEM file, or nothing"),
    default: "",
    "Private key (PEM) of that certificate."
  )
  public static let clientAuthorityFile = ConfigurationKey(
    "listen.tls.clientAuthorityFile",
    .text("the path of a PEM file, or nothing"),
    default: "",
    "Authority (PEM) that must have signed the certificate of every client; without one none is asked for."
  )

  public static let allowedCallers = ConfigurationKey(
    "listen.tls.allowedCallers",
    .list(of: .spiffeID),
    default: [],
    text: "[]",
    example: "- spiffe://trunkline.internal/gateway",
    "Whose certificates may connect, by the SPIFFE IDs in them; all of the authority when empty."
  )

  public static let adminHost = ConfigurationKey(
    "admin.host",
    .name("an address of this machine"),
    default: "127.0.0.1",
    "Address for /metrics, /healthz, /readyz and /version, which ask nobody who they are."
  )
  public static let adminPort = ConfigurationKey(
    "admin.port",
    .integer(in: 0...65_535),
    default: 0,
    "Port for them; 0 takes any free one."
  )

  public static let dataDirectory = ConfigurationKey(
    "dataDirectory",
    .name("the path of a directory"),
    default: "/var/lib/trunkline",
    "Directory of the database; made when absent. No two processes may share one."
  )

  public static let logLevel = ConfigurationKey(
    "log.level",
    .choice,
    default: Logger.Level.info,
    text: "info",
    "Least level that is logged, as JSON lines on standard error."
  )
  public static let accessLog = ConfigurationKey(
    "log.access",
    .boolean,
    default: false,
    "Whether every call is logged, at level info."
  )

  public static let shutdownGracePeriod = ConfigurationKey(
    "shutdown.gracePeriod",
    .duration(),
    default: .seconds(10),
    text: "10s",
    "How long calls may go on after a signal to stop, before they are cancelled."
  )

  public static let sandboxClock = ConfigurationKey(
    "sandbox.clock",
    .boolean,
    default: false,
    "Whether operators may move the clock ahead, to see at once what takes days; never where customers are served."
  )

  public static let traceCollector = ConfigurationKey(
    "tracing.collector",
    .list(of: .target),
    default: [],
    text: "[]",
    "Collector that takes spans by OTLP over gRPC, such as 127.0.0.1:4317; without one none are made."
  )
  public static let tracesKept = ConfigurationKey(
    "tracing.keptPerThousand",
    .integer(in: 0...1_000),
    default: 1_000,
    "How many of a thousand traces that begin here are kept; whoever begins one elsewhere decides for it."
  )

  public static let trustedSigners = ConfigurationKey(
    "authentication.trustedSigners",
    .list(of: .trustedSigner),
    default: [],
    text: "[]",
    example: """
      - name: gateway
        publicKey: (base64 of 32 bytes)
      """,
    "Services that may say on whose behalf they call, with their Ed25519 public keys."
  )
  public static let apiKeys = ConfigurationKey(
    "authentication.apiKeys",
    .list(of: .apiKey),
    default: [],
    text: "[]",
    example: """
      - sha256: (64 hexadecimal digits; printf %s KEY | sha256sum)
        principal: keys/demo-admin
        organization: demo
        role: CUSTOMER_ADMINISTRATOR
      """,
    "API keys that may call directly, by the SHA-256 of each."
  )

  public static let apiKeysFile = ConfigurationKey(
    "authentication.apiKeysFile",
    .text("the path of a file, or nothing"),
    default: "",
    "File with more API keys, of the same form; read again when it changes, and made by `trunkline keys`."
  )
  public static let tokenKeysFile = ConfigurationKey(
    "authentication.tokens.keysFile",
    .text("the path of a file, or nothing"),
    default: "",
    "Public keys (JSON Web Key Set) of who issues JWTs; read again when it changes. Without one no tokens are taken."
  )
  public static let tokenIssuer = ConfigurationKey(
    "authentication.tokens.issuer",
    .text("the iss of tokens, or nothing"),
    default: "",
    "Who issues them. A token says who calls by its claims sub, organization, role, partner and scope."
  )
  public static let tokenAudience = ConfigurationKey(
    "authentication.tokens.audience",
    .text("the aud of tokens, or nothing"),
    default: "",
    "For whom they are meant: a name for this suite."
  )
  public static let tokenAlgorithms = ConfigurationKey(
    "authentication.tokens.algorithms",
    .list(of: ConfigurationForm<TokenAlgorithm>.choice),
    default: [TokenAlgorithm.es256],
    text: "[ES256]",
    "How they may be signed."
  )

  public static let signerName = ConfigurationKey(
    "signer.name",
    .name("the name of a signer"),
    default: "service",
    "Under which name the others know the public key of this service."
  )
  public static let signerPrivateKeyFile = ConfigurationKey(
    "signer.privateKeyFile",
    .text("the path of a file, or nothing"),
    default: "",
    "File with base64 of the Ed25519 private key (32 bytes) that signs calls; readable by this service only."
  )
  public static let upstreamAuthorityFile = ConfigurationKey(
    "upstream.tls.authorityFile",
    .text("the path of a PEM file, or nothing"),
    default: "",
    "Authority (PEM) of the services that are called; without one they are called in clear text."
  )
  public static let upstreamCertificateFile = ConfigurationKey(
    "upstream.tls.certificateFile",
    .text("the path of a PEM file, or nothing"),
    default: "",
    "Certificate (PEM) shown to services that ask for one."
  )
  public static let upstreamPrivateKeyFile = ConfigurationKey(
    "upstream.tls.privateKeyFile",
    .text("the path of a PEM file, or nothing"),
    default: "",
    "Private key (PEM) of that certificate."
  )
}
