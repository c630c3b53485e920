import Testing

@testable import protoc_gen_trunkline

struct SwiftNameTests {
  @Test(arguments: [
    ("trunkline.inventory.v1", "InventoryV1"), ("grpc.reflection.v1alpha", "ReflectionV1alpha"),
    ("google.protobuf", "GoogleProtobuf"), ("grpc.testing", "GrpcTesting"),
  ])
  func packagesBecomeTypes(package: String, name: String) {
    #expect(SwiftName.package(package) == name)
  }

  @Test(arguments: [
    ("PORTING_IN", "State", "portingIn"), ("STATE_UNSPECIFIED", "State", "unspecified"),
    ("NUMBER_TYPE_UNSPECIFIED", "NumberType", "unspecified"), ("DEFAULT", "Kind", "`default`"),
    ("KIND_2", "Kind", "kind2"),
  ])
  func enumValuesBecomeCases(value: String, enumName: String, name: String) {
    #expect(SwiftName.enumCase(value, of: enumName) == name)
  }
}
