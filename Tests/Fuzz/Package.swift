// swift-tools-version: 6.2
import PackageDescription

let wire = Target.Dependency.product(name: "Wire", package: "trunkline")
let runtime = Target.Dependency.product(name: "Runtime", package: "trunkline")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")

// A package of its own, so that what is built with sanitizers stays out of the product.
let package = Package(
  name: "fuzz",
  dependencies: [
    // Named, because the folder of a clone may have any name.
    .package(name: "trunkline", path: "../.."),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
  ],
  targets: [
    .target(name: "CFuzzer"),
    .target(name: "FuzzInput"),
    .executableTarget(name: "fuzz-http2", dependencies: ["CFuzzer", wire, nio]),
    .executableTarget(name: "fuzz-messages", dependencies: ["CFuzzer", "FuzzInput", runtime, nio]),
    .executableTarget(
      name: "fuzz-calls",
      dependencies: ["CFuzzer", wire, nio, .product(name: "NIOEmbedded", package: "swift-nio")]
    ),
    .executableTarget(
      name: "fuzz-services",
      dependencies: ["CFuzzer", "FuzzInput", runtime, nio, .product(name: "Services", package: "trunkline")]
    ),
  ]
)
