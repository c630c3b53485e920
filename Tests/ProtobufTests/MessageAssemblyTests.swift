import Messages
import Protobuf
import Testing

@Suite struct MessageAssemblyTests {
  private func assembly() throws -> MessageAssembly {
    try #require(MessageAssembly(ProtoDescriptors.json, type: "trunkline.inventory.v1.SearchNumbersRequest"))
  }

  private func json(_ assembly: MessageAssembly) throws -> String {
    let type = "trunkline.inventory.v1.SearchNumbersRequest"
    return try ProtoDescriptors.json.string(from: try assembly.bytes(), type: type)
  }

  @Test func parametersReachNestedRepeatedAndTypedFields() throws {
    var assembly = try assembly()
    for (path, text) in [
      ("criteria.countryCode", "US"), ("criteria.area_code", "201"), ("criteria.numberType", "LOCAL"),
      ("pageSize", "7"), ("bestEffort", "true"), ("excludePhoneNumbers", "+12015550100"),
      ("excludePhoneNumbers", "+12015550101"),
    ] {
      try assembly.set(path, text: text)
    }
    #expect(
      try json(assembly) == """
        {"criteria":{"countryCode":"US","areaCode":"201","numberType":"LOCAL"},"pageSize":7,"bestEffort":true,\
        "excludePhoneNumbers":["+12015550100","+12015550101"]}
        """
    )
  }

  @Test func pathAndQueryAddToTheBody() throws {
    var assembly = try assembly()
    try assembly.setBody("{\"pageSize\": 3}")
    try assembly.setBody("{\"countryCode\": \"NO\"}", field: "criteria")
    try assembly.set("criteria.city", text: "Oslo")
    #expect(try json(assembly) == "{\"criteria\":{\"countryCode\":\"NO\",\"city\":\"Oslo\"},\"pageSize\":3}")
  }

  @Test(arguments: [
    ("wrong", "1", "wrong"), ("criteria", "x", "criteria"), ("criteria.wrong", "x", "criteria.wrong"),
    ("pageSize.x", "1", "pageSize.x"), ("pageSize", "many", "pageSize"), ("bestEffort", "yes", "bestEffort"),
    ("criteria.numberType", "GREEN", "criteria.numberType"),
  ])
  func wrongParametersAreNamed(path: String, text: String, field: String) throws {
    var assembly = try assembly()
    let error = #expect(throws: JSONMappingError.self) {
      try assembly.set(path, text: text)
      _ = try assembly.bytes()
    }
    #expect(error?.fieldPath == field)
  }

  @Test(arguments: ["[]", "1", "{", "null"])
  func bodiesThatAreNoObjectsAreRefused(text: String) throws {
    var assembly = try assembly()
    #expect(throws: JSONMappingError.self) { try assembly.setBody(text) }
  }
}
