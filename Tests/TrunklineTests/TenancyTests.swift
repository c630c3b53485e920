import Testing

@testable import trunkline

/// Every method, every field that names something of an organization, and every way in which the name can be wrong:
/// what belongs to another tenant looks like what does not exist (design.md section 3).
@Suite struct TenancyTests {
  @Test(.timeLimit(.minutes(3)))
  func anothersAndAnAbsentNameLookTheSame() async throws {
    // As a sandbox it takes webhooks of this machine.
    try await withSuite(isSandbox: true) { suite in
      let own = try await TwoTenants.prepare(suite)
      let matrix = try TenancyMatrix(suite, own: own)
      let tried = try await matrix.run()
      matrix.close()
      #expect(tried.methods > 110 && tried.fields > 160 && tried.calls > 700, "\(tried)")
      print("tenancy: \(tried.methods) methods, \(tried.fields) fields, \(tried.calls) calls")
    }
  }
}
