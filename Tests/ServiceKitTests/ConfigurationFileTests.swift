import Foundation
import SuiteConfiguration
import Testing

@testable import ServiceKit

@Suite struct ConfigurationFileTests {
  /// What is said about a file, without its path.
  private func complaints(_ content: String) throws -> [String] {
    try withFile(content) { path in
      Suite.check(path).map { $0.description.replacingOccurrences(of: path, with: "F") }
    }
  }

  @Test func aRightFileHasNoProblems() throws {
    let content = """
      service: inventory
      listen:
        port: 7401
      authentication:
        apiKeys:
          - sha256: \(String(repeating: "0a", count: 32))
            principal: keys/demo
            organization: acme
            role: CUSTOMER_ADMINISTRATOR
      """
    #expect(try complaints(content) == [])
  }

  @Test func anUnknownKeyIsNamedWithItsLineAndTheNearestKnownOne() throws {
    let found = try complaints("service: inventory\nlisten:\n  # a comment\n  prot: 7401\n")
    #expect(found == ["F:4: listen.prot: is unknown. Did you mean listen.port?"])
  }

  @Test func anUnknownSectionIsNamed() throws {
    let found = try complaints("service: inventory\nsagas:\n  inventory: []\n")
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix("F:2: sagas: is unknown. Known here: admin, aging, authentication, ") == true
    )
  }

  @Test(arguments: [
    (
      "listen:\n  port: 70000",
      "F:3: listen.port: \"70000\" is not what it takes. Give an integer from 0 to 65535."
    ),
    (
      "listen:\n  port: seven",
      "F:3: listen.port: \"seven\" is not what it takes. Give an integer from 0 to 65535."
    ),
    ("listen:\n  port: [1]", "F:3: listen.port: is a list or a section. Give an integer from 0 to 65535."),
    ("log:\n  access: yes", "F:3: log.access: \"yes\" is not what it takes. Give true or false."),
    ("log:\n  level:", "F:3: log.level: nothing is not what it takes."),
    ("aging:\n  period: 90", "F:3: aging.period: \"90\" is not what it takes."),
    ("listen: 7401", "F:2: listen: is no section."),
  ])
  func aBadValueIsNamedWithWhatWouldBeRight(lines: String, complaint: String) throws {
    let found = try complaints("service: inventory\n\(lines)\n")
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix(complaint) == true, "\(found)")
  }

  @Test func everyProblemIsToldAtOnce() throws {
    let found = try complaints("service: inventory\nlisten:\n  port: x\n  host: \"\"\nfoo: 1\n")
    #expect(found.count == 3)
  }

  @Test func recordsNameTheFieldAndItsLine() throws {
    let content = """
      service: ordering
      authentication:
        trustedSigners:
          - name: gateway
            publicKey: AAAA
          - publicKey: \(Data(repeating: 7, count: 32).base64EncodedString())
            nam: x
      """
    let found = try complaints(content)
    #expect(
      found.sorted() == [
        "F:5: authentication.trustedSigners[0].publicKey: the value is not what it takes. Give base64 of 32 bytes.",
        "F:6: authentication.trustedSigners[1].name: is missing. Give the name of the signing service, such as gateway.",
        "F:7: authentication.trustedSigners[1].nam: is unknown. Did you mean name?",
      ]
    )
  }

  @Test func aKeyPutInPlaceOfItsHashIsNotRepeated() throws {
    let content = """
      service: inventory
      authentication:
        apiKeys:
          - sha256: tl_live_verysecret
            principal: keys/demo
            role: OPERATOR
      """
    let found = try complaints(content)
    #expect(found.count == 1)
    #expect(found.first?.contains("F:4: authentication.apiKeys[0].sha256") == true)
    #expect(found.first?.contains("verysecret") == false)
  }

  @Test func theFileOfAnotherServiceIsRefused() throws {
    #expect(
      try complaints("service: billing\n").first?.hasPrefix("F:1: service: must name the service") == true
    )
    #expect(try complaints("listen: {}\n").first?.hasPrefix("F: service: must name the service") == true)
    let error = try withFile("service: ordering\n") { path in
      #expect(throws: ConfigurationError.self) {
        try ConfigurationLoader(schema: InventoryConfiguration.schema, file: path).load()
      }
    }
    #expect(error?.problems.first?.line == 1)
  }

  @Test func brokenYAMLIsNamedWithItsLine() throws {
    #expect(
      try complaints("service: inventory\nlisten:\n\tport: 1\n").first?.hasPrefix("F:3: is no YAML here")
        == true
    )
    #expect(
      try complaints("service: inventory\nlog:\n  level: info\n  level: debug\n").first?.contains(
        "level: is there twice"
      ) == true
    )
  }

  @Test func aMissingFileIsAProblem() {
    let problems = Suite.check("/nonexistent/trunkline.yaml")
    #expect(
      problems.map(\.description) == [
        "/nonexistent/trunkline.yaml: cannot be read. Check that it exists and that this user may read it."
      ]
    )
  }
}
