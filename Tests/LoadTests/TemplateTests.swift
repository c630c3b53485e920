import NIOCore
import Testing

@testable import Load

@Suite struct TemplateTests {
  /// Compiles a template whose encoding is its text, and draws requests from it.
  private func requests(_ text: String, count: Int) throws -> [String] {
    var random = SystemRandomNumberGenerator()
    let template = try RequestTemplate(compiling: text, using: &random) { ByteBuffer(string: $0) }
    var source = RequestSource(template, sequence: SequenceCounter())
    return (0..<count).map { _ in
      var request = source.next()
      let prefix = request.readBytes(length: 5) ?? []
      #expect(prefix[0] == 0)
      #expect(Int(prefix[3]) << 8 | Int(prefix[4]) == request.readableBytes)
      return String(buffer: request)
    }
  }

  @Test func textWithoutVariablesIsSentAsItIs() throws {
    #expect(try requests("{\"a\":{\"b\":1}}", count: 3) == Array(repeating: "{\"a\":{\"b\":1}}", count: 3))
  }

  @Test func uuidsDifferAndAreOfVersionFour() throws {
    let made = try requests("<{{uuid}}>", count: 1_000)
    #expect(Set(made).count == 1_000)
    let form = /<[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}>/
    #expect(made.allSatisfy { $0.wholeMatch(of: form) != nil })
  }

  @Test func sequenceCountsUp() throws {
    let made = try requests("{{sequence}}", count: 200)
    #expect(made.first == "0000000001")
    #expect(made.last == "0000000200")
  }

  @Test func numbersKeepTheirPrefix() throws {
    let made = try requests("{{number:+1201555:4}},{{number:+1201555:4}}", count: 500)
    let form = /\+1201555[0-9]{4},\+1201555[0-9]{4}/
    #expect(made.allSatisfy { $0.wholeMatch(of: form) != nil })
    #expect(Set(made).count > 450)
  }

  @Test func pooledVariablesVaryBesidePatchedOnes() throws {
    let made = try requests("{{random:1:3}} {{pick:a|bcd}} {{uuid}}", count: 2_000)
    #expect(Set(made.map { $0.prefix(1) }) == ["1", "2", "3"])
    #expect(Set(made.map { $0.split(separator: " ")[1] }) == ["a", "bcd"])
    #expect(Set(made.map { $0.split(separator: " ")[2] }).count == 2_000)
  }

  @Test(arguments: [
    "{{nothing}}", "{{uuid:1}}", "{{random:5:1}}", "{{random:a:b}}", "{{number:+1:0}}", "{{number:4}}",
  ])
  func malformedVariablesAreRefused(text: String) {
    #expect(throws: TemplateError.malformed(String(text.dropFirst(2).dropLast(2)))) {
      try requests(text, count: 1)
    }
  }

  @Test func openBracesAreRefused() {
    #expect(throws: TemplateError.unclosed) { try requests("{\"a\": \"{{uuid\"}", count: 1) }
  }

  @Test func variableOutsideTextIsRefused() {
    var random = SystemRandomNumberGenerator()
    #expect(throws: TemplateError.notText("uuid")) {
      try RequestTemplate(compiling: "{{uuid}}", using: &random) { _ in ByteBuffer(string: "else") }
    }
  }
}
