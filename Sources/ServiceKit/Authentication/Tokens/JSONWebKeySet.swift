import Foundation

/// The public keys of who issues tokens (RFC 7517), as its file has them.
struct JSONWebKeySet: Sendable {
  struct Key: Decodable {
    let kty: String
    let kid: String?
    let use: String?
    let alg: String?
    let crv: String?
    let x: String?
    let y: String?
    let n: String?
    let e: String?
  }

  private struct Contents: Decodable {
    let keys: [Key]
  }

  let keys: [TokenKey]

  init(file path: String) throws(ConfigurationError) {
    let contents = FileManager.default.contents(atPath: path).flatMap {
      try? JSONDecoder().decode(Contents.self, from: $0)
    }
    keys = (contents?.keys ?? []).compactMap { TokenKey($0) }
    guard !keys.isEmpty else {
      throw ConfigurationError(problems: [
        ConfigurationProblem(
          origin: path,
          key: ServiceKeys.tokenKeysFile.name,
          message: "holds no key that can be used. Give a JSON Web Key Set (RFC 7517) with keys for "
            + TokenAlgorithm.allCases.map(\.rawValue).joined(separator: ", ") + "."
        )
      ])
    }
  }
}
