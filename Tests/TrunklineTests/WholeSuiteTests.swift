import Testing

@testable import trunkline

/// The seven real executables, which the build puts beside the tests.
@Suite struct WholeSuiteTests {
  /// The whole path ends well: a number is ordered, its emergency address outlives every other service, and the order
  /// outlives them all.
  @Test(.timeLimit(.minutes(2)))
  func theDemonstrationOfASuiteOfItsOwnEndsWell() async throws {
    try await withTemporaryDirectory { directory in
      let stock = "\(directory)/stock.csv"
      try "from,region,city\n12012000000,NJ,Jersey City\n"
        .write(toFile: stock, atomically: true, encoding: .utf8)
      try await SelfContainedDemo(stockFile: stock).run()
    }
  }
}
