import Testing

@testable import Transcoding

@Suite struct PathTemplateTests {
  @Test(arguments: [
    ("/v1/{name=numbers/*}", "/v1/numbers/12015550123", ["name=numbers/12015550123"]),
    (
      "/v1/{name=organizations/*/orders/*}:cancel", "/v1/organizations/a/orders/b:cancel",
      [
        "name=organizations/a/orders/b"
      ]
    ),
    (
      "/v1/{order=organizations/*/orders/*}/documents", "/v1/organizations/a/orders/b/documents",
      [
        "order=organizations/a/orders/b"
      ]
    ),
    ("/v1/stock", "/v1/stock", []),
    ("/v1/{id}", "/v1/a%20b", ["id=a b"]),
  ])
  func fits(template: String, path: String, variables: [String]) throws {
    let template = try #require(PathTemplate(template))
    let path = try #require(RequestPath(path))
    let match = try #require(template.match(path))
    #expect(match.map { "\($0.path)=\($0.value)" } == variables)
  }

  @Test(arguments: [
    ("/v1/{name=numbers/*}", "/v1/numbers"), ("/v1/{name=numbers/*}", "/v1/numbers/"),
    ("/v1/{name=numbers/*}", "/v1/numbers/1/2"), ("/v1/{name=numbers/*}", "/v1/others/1"),
    ("/v1/numbers:search", "/v1/numbers"), ("/v1/numbers", "/v1/numbers:search"),
    ("/v1/{name=orders/*}:cancel", "/v1/orders/a:submit"),
  ])
  func fitsNot(template: String, path: String) throws {
    let template = try #require(PathTemplate(template))
    let path = try #require(RequestPath(path))
    #expect(template.match(path) == nil)
  }

  @Test(arguments: ["", "v1", "/", "/v1//x", "/v1/{name", "/v1/{}"])
  func otherTextsAreNoTemplates(text: String) { #expect(PathTemplate(text) == nil) }

  @Test func parametersAreDecoded() throws {
    let path = try #require(RequestPath("/v1/numbers:search?criteria.city=New+York&x=%2B1&flag&a=b=c"))
    #expect(path.verb == "search")
    #expect(
      path.parameters.map { "\($0.name)|\($0.value)" } == [
        "criteria.city|New York", "x|+1", "flag|", "a|b=c",
      ]
    )
  }

  @Test(arguments: ["", "*", "v1", "/v1/%", "/v1/%zz", "/v1/%ff", "/v1?a=%c3%28"])
  func malformedTargetsAreNone(target: String) { #expect(RequestPath(target) == nil) }
}
