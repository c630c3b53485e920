// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that what only the measurements need stays out of the product.
let package = Package(
  name: "benchmarks",
  dependencies: [
    // Named, because the folder of a clone may have any name.
    .package(name: "trunkline", path: "../.."),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
  ],
  targets: [
    .target(name: "CBenchMessages", dependencies: [.product(name: "Runtime", package: "trunkline")]),
    .target(
      name: "BenchMessages",
      dependencies: [
        "CBenchMessages",
        .product(name: "Runtime", package: "trunkline"),
        .product(name: "NIOCore", package: "swift-nio"),
      ]
    ),
    .executableTarget(
      name: "trunkline-bench-server",
      dependencies: ["BenchMessages", .product(name: "Runtime", package: "trunkline")]
    ),
    .executableTarget(
      name: "assign-numbers",
      dependencies: [.product(name: "Inventory", package: "trunkline")]
    ),
    .executableTarget(
      name: "fill-emergency",
      dependencies: [
        .product(name: "EmergencyAddress", package: "trunkline"),
        .product(name: "Inventory", package: "trunkline"),
        .product(name: "Runtime", package: "trunkline"),
      ]
    ),
  ]
)
