// swift-tools-version: 6.2
import PackageDescription

let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")

let package = Package(
  name: "trunkline",
  products: [
    // What Tests/Benchmarks and Tests/Fuzz, packages of their own, build their programs from.
    .library(name: "Runtime", targets: ["Messages", "Protobuf", "RPC", "RPCTransport", "ServiceKit"]),
    .library(name: "Wire", targets: ["HTTP2", "Protobuf", "RPC"]),
    .library(
      name: "Inventory",
      targets: [
        "InventoryRules", "InventoryServer", "InventoryStore", "Storage", "StorageSQLite", "Telephony",
      ]
    ),
    .library(
      name: "EmergencyAddress",
      targets: ["EmergencyAddressRules", "EmergencyAddressStore", "PersonalData"]
    ),
    .library(
      name: "Services",
      targets: [
        "CarrierSimulatorServer", "EmergencyAddressServer", "EmergencyAddressStore", "GatewayServer",
        "InventoryRules", "InventoryServer", "NeighbourTesting", "OrderingServer", "PersonalData",
        "PortingServer", "ProviderCatalogServer", "ProviderCatalogStore", "Storage", "StorageSQLite",
        "SuiteConfiguration",
      ]
    ),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
  ],
  targets: [
    // System libraries
    .systemLibrary(name: "CNghttp2", path: "Sources/C/CNghttp2", pkgConfig: "libnghttp2"),
    .systemLibrary(name: "CZlib", path: "Sources/C/CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CProtobufC", path: "Sources/C/CProtobufC", pkgConfig: "libprotobuf-c"),

    // Messages: generated from Protos by Protos/generate.sh
    .target(
      name: "CMessages",
      dependencies: ["CProtobufC"],
      path: "Sources/C/CMessages",
      exclude: ["descriptors.pb"],
      publicHeadersPath: "include"
    ),
    .target(name: "Messages", dependencies: ["CMessages", "CProtobufC", "Protobuf", "RPC", nio]),
    .executableTarget(
      name: "protoc-gen-trunkline",
      dependencies: ["Protobuf", nio],
      path: "Sources/MessageGenerator"
    ),
    .testTarget(name: "ProtobufTests", dependencies: ["Protobuf", "Messages", "CProtobufC", nio]),
    .testTarget(name: "MessageGeneratorTests", dependencies: ["protoc-gen-trunkline", "Protobuf"]),

    // Telephony: the vocabulary and rules of numbers
    .target(
      name: "CPhoneNumber",
      path: "Sources/C/CPhoneNumber",
      linkerSettings: [.linkedLibrary("phonenumber")]
    ),
    .target(name: "Telephony", dependencies: ["CPhoneNumber"]),
    .testTarget(name: "TelephonyTests", dependencies: ["Telephony"]),

    // Inventory: telephone numbers
    .target(name: "InventoryRules", dependencies: ["Telephony"], path: "Services/Inventory/Rules"),
    .target(
      name: "InventoryStore",
      dependencies: ["InventoryRules", "Storage", "Telephony"],
      path: "Services/Inventory/Store"
    ),
    .target(
      name: "InventoryServer",
      dependencies: [
        "InventoryRules", "InventoryStore", "Messages", "Protobuf", "RPC", "ServiceKit", "Storage",
        "Telephony",
        nio,
      ],
      path: "Services/Inventory/Server"
    ),
    .executableTarget(
      name: "trunkline-inventory",
      dependencies: [
        "InventoryRules", "InventoryServer", "ServiceKit", "Storage", "StorageSQLite", "SuiteConfiguration",
      ],
      path: "Services/Inventory/Main"
    ),
    .testTarget(name: "InventoryRulesTests", dependencies: ["InventoryRules", "Telephony"]),
    .testTarget(
      name: "InventoryStoreTests",
      dependencies: [
        "InventoryRules", "InventoryStore", "Storage", "StorageSQLite", "StorageTesting", "Telephony",
      ]
    ),
    .testTarget(
      name: "InventoryServerTests",
      dependencies: [
        "InventoryRules", "InventoryServer", "InventoryStore", "Messages", "NeighbourTesting", "RPC",
        "RPCTransport", "ServiceKit", "Storage", "StorageSQLite", "StorageTesting", "SuiteConfiguration",
        "Telephony",
      ]
    ),

    // Personal data
    .target(name: "PersonalData", dependencies: [crypto]),
    .testTarget(name: "PersonalDataTests", dependencies: ["PersonalData", "StorageTesting"]),

    // The catalog's data files: countries, providers, support desks
    .target(name: "CatalogFiles", dependencies: ["ServiceKit", "Telephony", yams]),
    .testTarget(
      name: "CatalogFilesTests",
      dependencies: ["CatalogFiles", "ServiceKit", "StorageTesting", "Telephony"]
    ),

    // Provider catalog
    .target(
      name: "ProviderCatalogRules",
      dependencies: ["Telephony"],
      path: "Services/ProviderCatalog/Rules"
    ),
    .target(
      name: "ProviderCatalogStore",
      dependencies: ["ProviderCatalogRules", "PersonalData", "Storage", "Telephony"],
      path: "Services/ProviderCatalog/Store"
    ),
    .target(
      name: "ProviderCatalogServer",
      dependencies: [
        "CatalogFiles", "ProviderCatalogRules", "ProviderCatalogStore", "Messages", "PersonalData",
        "Protobuf",
        "RPC", "ServiceKit", "Storage", "Telephony", nio,
      ],
      path: "Services/ProviderCatalog/Server"
    ),
    .executableTarget(
      name: "trunkline-provider-catalog",
      dependencies: [
        "ProviderCatalogServer", "ProviderCatalogStore", "PersonalData", "ServiceKit", "Storage",
        "StorageSQLite", "SuiteConfiguration",
      ],
      path: "Services/ProviderCatalog/Main"
    ),
    .testTarget(name: "ProviderCatalogRulesTests", dependencies: ["ProviderCatalogRules", "Telephony"]),
    .testTarget(
      name: "ProviderCatalogServerTests",
      dependencies: [
        "ProviderCatalogServer", "ProviderCatalogStore", "Messages", "NeighbourTesting", "PersonalData",
        "RPC", "RPCTransport", "ServiceKit", "Storage", "StorageSQLite", "StorageTesting",
        "SuiteConfiguration", "Telephony",
      ]
    ),

    // Emergency addresses
    .target(
      name: "EmergencyAddressRules",
      dependencies: ["Telephony"],
      path: "Services/EmergencyAddress/Rules"
    ),
    .target(
      name: "EmergencyAddressStore",
      dependencies: ["EmergencyAddressRules", "PersonalData", "Storage", "Telephony"],
      path: "Services/EmergencyAddress/Store"
    ),
    .target(
      name: "EmergencyAddressServer",
      dependencies: [
        "EmergencyAddressRules", "EmergencyAddressStore", "Messages", "PersonalData", "Protobuf", "RPC",
        "ServiceKit", "Storage", "Telephony", crypto, logging, nio,
      ],
      path: "Services/EmergencyAddress/Server"
    ),
    .executableTarget(
      name: "trunkline-emergency-address",
      dependencies: [
        "EmergencyAddressServer", "EmergencyAddressStore", "Messages", "PersonalData", "RPC", "ServiceKit",
        "Storage", "StorageSQLite", "SuiteConfiguration",
      ],
      path: "Services/EmergencyAddress/Main"
    ),
    .testTarget(name: "EmergencyAddressRulesTests", dependencies: ["EmergencyAddressRules", "Telephony"]),
    .testTarget(
      name: "EmergencyAddressServerTests",
      dependencies: [
        "CarrierSimulatorServer", "EmergencyAddressRules", "EmergencyAddressServer", "EmergencyAddressStore",
        "Messages", "NeighbourTesting", "PersonalData", "RPC", "RPCTransport", "ServiceKit", "Storage",
        "StorageSQLite", "StorageTesting",
        "SuiteConfiguration", "Telephony", logging,
      ]
    ),

    // RPC over HTTP/2
    .target(name: "HTTP2", dependencies: ["CNghttp2", nio]),
    .target(name: "Protobuf", dependencies: ["CProtobufC", nio]),
    .target(name: "Gzip", dependencies: ["CZlib", nio]),
    .target(name: "RPC", dependencies: ["Protobuf", "Gzip", nio]),
    .target(name: "RPCTransport", dependencies: ["RPC", "HTTP2", nio, nioPosix, nioTLS, nioSSL, nioHTTP1]),
    .target(name: "Transcoding", dependencies: ["RPC", "Protobuf", "Messages", nio]),
    .testTarget(
      name: "TranscodingTests",
      dependencies: ["Transcoding", "RPC", "RPCTransport", "Protobuf", "Messages", nio, nioPosix]
    ),
    .testTarget(name: "HTTP2Tests", dependencies: ["HTTP2", nio]),
    .target(name: "TransportTesting", dependencies: [nio, nioPosix], path: "Tests/TransportTesting"),
    .testTarget(
      name: "RPCTransportTests",
      dependencies: ["RPCTransport", "RPC", "Protobuf", "TransportTesting", nio, nioPosix]
    ),
    .testTarget(name: "RPCTests", dependencies: ["RPC", "Protobuf", nio, nioEmbedded, nioPosix]),

    .executableTarget(
      name: "trunkline-interop-server",
      dependencies: ["RPCTransport", "RPC", "Messages", nio, arguments],
      path: "Tests/Interop/Server"
    ),
    .executableTarget(
      name: "trunkline-interop-client",
      dependencies: ["RPCTransport", "RPC", "Messages", arguments],
      path: "Tests/Interop/Client"
    ),

    // Gateway
    .target(name: "GatewayRules", dependencies: ["Telephony"], path: "Services/Gateway/Rules"),
    .target(
      name: "GatewayStore",
      dependencies: ["GatewayRules", "Storage", "Telephony"],
      path: "Services/Gateway/Store"
    ),
    .target(
      name: "GatewayServer",
      dependencies: [
        "GatewayRules", "GatewayStore", "Messages", "PersonalData", "Protobuf", "RPC", "ServiceKit",
        "Storage",
        "Telephony", crypto, logging, nio, nioPosix, nioHTTP1, nioSSL,
      ],
      path: "Services/Gateway/Server"
    ),
    .testTarget(name: "GatewayRulesTests", dependencies: ["GatewayRules", "Telephony"]),
    .executableTarget(
      name: "trunkline-gateway",
      dependencies: [
        "GatewayRules", "GatewayServer", "Messages", "PersonalData", "ServiceKit", "Storage", "StorageSQLite",
        "SuiteConfiguration", "Transcoding",
      ],
      path: "Services/Gateway/Main"
    ),
    .testTarget(
      name: "GatewayTests",
      dependencies: [
        "GatewayRules", "GatewayServer", "GatewayStore", "Messages", "NeighbourTesting", "PersonalData",
        "Protobuf", "RPC", "RPCTransport", "ServiceKit", "Storage", "StorageSQLite", "StorageTesting",
        "Telephony", "Transcoding", crypto, logging, nio,
      ]
    ),

    // Storage
    .systemLibrary(name: "CSQLite", path: "Sources/C/CSQLite", pkgConfig: "sqlite3"),
    .target(name: "Storage"),
    .target(name: "StorageSQLite", dependencies: ["Storage", "CSQLite"]),
    .target(name: "StorageTesting", dependencies: ["Storage"]),
    .testTarget(name: "StorageSQLiteTests", dependencies: ["Storage", "StorageSQLite", "StorageTesting"]),

    // The load tool's core: calls by the hundred thousand, with what they took
    .target(name: "Load", dependencies: ["HTTP2", "RPC", "RPCTransport", nio, nioPosix, histogram]),
    .testTarget(
      name: "LoadTests",
      dependencies: ["Load", "RPCTransport", "RPC", "Protobuf", nio, nioPosix]
    ),

    // What every service does the same way, and the settings of each executable
    .target(
      name: "ServiceKit",
      dependencies: [
        "RPC", "RPCTransport", "Messages", "Protobuf", "Storage", "Telephony", nio, nioPosix, nioHTTP1,
        logging,
        crypto, cryptoExtras, arguments, configuration, yams, unixSignals, "PersonalData",
      ]
    ),
    .target(name: "SuiteConfiguration", dependencies: ["ServiceKit", "Storage"]),
    .testTarget(
      name: "ServiceKitTests",
      dependencies: [
        "ServiceKit", "SuiteConfiguration", "RPC", "RPCTransport", "Messages", "Protobuf", "Storage",
        "StorageSQLite", "StorageTesting", "Telephony", "TransportTesting", nio, nioEmbedded, nioHTTP1,
        logging, crypto, cryptoExtras,
      ]
    ),

    // The command line
    .executableTarget(
      name: "trunkline",
      dependencies: [
        "CatalogFiles", "Load", "Messages", "Protobuf", "RPC", "RPCTransport", "ServiceKit",
        "SuiteConfiguration", "Telephony", nio, nioPosix, arguments, subprocess, unixSignals,
      ],
      path: "Sources/Trunkline"
    ),
    .testTarget(
      name: "TrunklineTests",
      dependencies: [
        "trunkline", "Load", "Messages", "NeighbourTesting", "Protobuf", "RPC", "RPCTransport", "ServiceKit",
        "SuiteConfiguration", "Telephony", "TransportTesting", arguments, nio, nioPosix,
      ]
    ),

    // What services call, for the tests of those that call it
    .target(
      name: "NeighbourTesting",
      dependencies: [
        "Messages", "RPC", "RPCTransport", "ServiceKit", "StorageTesting", logging, nio, nioPosix, nioHTTP1,
      ],
      path: "Tests/NeighbourTesting"
    ),

    // Ordering
    .target(name: "OrderingRules", dependencies: ["Telephony"], path: "Services/Ordering/Rules"),
    .target(
      name: "OrderingStore",
      dependencies: ["OrderingRules", "PersonalData", "Storage", "Telephony"],
      path: "Services/Ordering/Store"
    ),
    .target(
      name: "OrderingServer",
      dependencies: [
        "OrderingRules", "OrderingStore", "Messages", "PersonalData", "Protobuf", "RPC", "ServiceKit",
        "Storage",
        "Telephony", nio, crypto, logging,
      ],
      path: "Services/Ordering/Server"
    ),
    .executableTarget(
      name: "trunkline-ordering",
      dependencies: [
        "OrderingServer", "PersonalData", "ServiceKit", "Storage", "StorageSQLite", "SuiteConfiguration",
      ],
      path: "Services/Ordering/Main"
    ),
    .testTarget(name: "OrderingRulesTests", dependencies: ["OrderingRules", "Telephony"]),
    .testTarget(
      name: "OrderingServerTests",
      dependencies: [
        "InventoryRules", "InventoryServer", "InventoryStore", "Telephony", "NeighbourTesting",
        "OrderingRules", "OrderingServer", "OrderingStore", "Messages", "PersonalData", "RPC",
        "RPCTransport", "ServiceKit", "Storage", "StorageSQLite", "StorageTesting", "SuiteConfiguration",
        logging,
      ]
    ),

    // Porting
    .target(name: "PortingRules", dependencies: ["Telephony"], path: "Services/Porting/Rules"),
    .target(
      name: "PortingStore",
      dependencies: ["PersonalData", "PortingRules", "Storage", "Telephony"],
      path: "Services/Porting/Store"
    ),
    .target(
      name: "PortingServer",
      dependencies: [
        "PortingRules", "PortingStore", "Messages", "PersonalData", "Protobuf", "RPC", "ServiceKit",
        "Storage",
        "Telephony", crypto, logging, nio, nioPosix,
      ],
      path: "Services/Porting/Server"
    ),
    .executableTarget(
      name: "trunkline-porting",
      dependencies: [
        "PersonalData", "PortingServer", "ServiceKit", "Storage", "StorageSQLite", "SuiteConfiguration",
      ],
      path: "Services/Porting/Main"
    ),
    .testTarget(name: "PortingRulesTests", dependencies: ["CatalogFiles", "PortingRules", "Telephony"]),
    .testTarget(
      name: "PortingServerTests",
      dependencies: [
        "CarrierSimulatorServer", "CatalogFiles", "InventoryRules", "InventoryServer", "NeighbourTesting",
        "PersonalData", "PortingServer", "PortingStore", "ProviderCatalogServer", "Messages", "RPC",
        "RPCTransport",
        "ServiceKit",
        "Storage", "StorageSQLite", "StorageTesting", "SuiteConfiguration", "Telephony", crypto, logging,
      ]
    ),

    // Carrier simulator
    .target(
      name: "CarrierSimulatorRules",
      dependencies: ["Telephony"],
      path: "Services/CarrierSimulator/Rules"
    ),
    .target(
      name: "CarrierSimulatorServer",
      dependencies: ["CarrierSimulatorRules", "Messages", "RPC", "ServiceKit", "Telephony"],
      path: "Services/CarrierSimulator/Server"
    ),
    .executableTarget(
      name: "trunkline-carrier-simulator",
      dependencies: ["CarrierSimulatorServer", "ServiceKit", "SuiteConfiguration"],
      path: "Services/CarrierSimulator/Main"
    ),
    .testTarget(name: "CarrierSimulatorRulesTests", dependencies: ["CarrierSimulatorRules", "Telephony"]),
  ]
)
