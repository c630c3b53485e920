import Protobuf
import Testing

@testable import protoc_gen_trunkline

/// The code for a small proto, word for word where other modules depend on it.
struct GeneratorTests {
  private let proto = FileDescriptor(
    name: "shop/v1/shop.proto",
    package: "shop.v1",
    dependencies: [],
    messages: [
      MessageDescriptor(
        name: "Item",
        fullName: "shop.v1.Item",
        fields: [
          FieldDescriptor(name: "display_name", number: 1, kind: .string, comment: " What people read.\n"),
          FieldDescriptor(name: "class", number: 2, kind: .enumeration, typeName: "shop.v1.Item.Class"),
          FieldDescriptor(name: "count", number: 3, kind: .int32, oneofIndex: 0),
          FieldDescriptor(name: "tags", number: 4, kind: .string, isRepeated: true),
        ],
        oneofs: [OneofDescriptor(name: "amount", comment: " How much.\n")],
        enums: [
          EnumDescriptor(
            name: "Class",
            fullName: "shop.v1.Item.Class",
            values: [
              EnumValueDescriptor(name: "CLASS_UNSPECIFIED", number: 0, comment: ""),
              EnumValueDescriptor(name: "DEFAULT", number: 1, comment: ""),
            ],
            comment: ""
          )
        ],
        comment: " Something to buy.\n"
      )
    ],
    services: [
      ServiceDescriptor(
        name: "Shop",
        fullName: "shop.v1.Shop",
        methods: [
          MethodDescriptor(
            name: "GetItem",
            fullName: "shop.v1.Shop.GetItem",
            request: "shop.v1.Item",
            response: "shop.v1.Item",
            numericOptions: [50701: 2, 50702: 2]
          ),
          MethodDescriptor(
            name: "WatchItems",
            fullName: "shop.v1.Shop.WatchItems",
            request: "shop.v1.Item",
            response: "shop.v1.Item",
            isServerStreaming: true,
            numericOptions: [50703: 99]
          ),
          MethodDescriptor(
            name: "BuyItem",
            fullName: "shop.v1.Shop.BuyItem",
            request: "shop.v1.Item",
            response: "shop.v1.Item",
            numericOptions: [50701: 3, 50702: 3]
          ),
        ],
        comment: " Sells.\n"
      )
    ]
  )

  private func content(_ name: String) throws -> String {
    let files = try Generator(DescriptorSet(files: [proto])).files(for: [proto.name])
    return try #require(files.first { $0.name == name }).content
  }

  @Test func messagesBecomeStructs() throws {
    #expect(try content("ShopV1+ShopTypes.swift") == goldenTypes)
  }

  @Test func servicesBecomeProtocolsAndClients() throws {
    #expect(try content("ShopV1+Shop.swift") == goldenService)
  }

  @Test func whatProtobufCCannotHandleIsRefused() {
    let recursive = MessageDescriptor(
      name: "A",
      fullName: "p.A",
      fields: [FieldDescriptor(name: "a", number: 1, kind: .message, typeName: "p.A")]
    )
    let wide = MessageDescriptor(
      name: "W",
      fullName: "p.W",
      fields: (1...65).map { FieldDescriptor(name: "f\($0)", number: $0, kind: .bool) }
    )
    for message in [recursive, wide] {
      let file = FileDescriptor(name: "p.proto", package: "p", messages: [message])
      #expect(throws: UnsupportedProto.self) {
        try Generator(DescriptorSet(files: [file])).files(for: ["p.proto"])
      }
    }
    let old = FileDescriptor(name: "p.proto", package: "p", isProto3: false)
    #expect(throws: UnsupportedProto.self) {
      try Generator(DescriptorSet(files: [old])).files(for: ["p.proto"])
    }
  }

  @Test(arguments: [
    ("trunkline.inventory.v1.StockBlock", "trunkline__inventory__v1__stock_block"),
    ("grpc.testing.LOAFile", "grpc__testing__loafile"),
  ])
  func functionsOfCAreNamedAsProtocCDoes(fullName: String, name: String) {
    #expect(CName.function(fullName) == name)
  }
}
