import BenchMessages
import RPC

/// The same work as the other servers of the comparison do, once for each kind of handler.
struct LookUp: BenchV1.LookUpService {
  func lookUp(_ request: BenchV1.LookUpRequest, context: ServerContext) throws -> BenchV1.LookUpResponse {
    try answer(request)
  }

  func lookUpAsync(
    _ request: BenchV1.LookUpRequest,
    context: ServerContext
  ) async throws -> BenchV1.LookUpResponse {
    try answer(request)
  }

  private func answer(_ request: BenchV1.LookUpRequest) throws -> BenchV1.LookUpResponse {
    guard let displayNumber = display(request.phoneNumber) else {
      throw RPCError(
        .invalidArgument,
        reason: "NUMBER_FORM",
        message: "phone_number must have 12 characters, as +12015550123."
      )
    }
    return BenchV1.LookUpResponse(
      phoneNumber: request.phoneNumber,
      state: 3,
      countryCode: "US",
      region: "NJ",
      city: "Jersey City",
      location: "organizations/acme/locations/hq1",
      displayNumber: displayNumber
    )
  }

  /// "+12015550123" is shown as "(201) 555-0123".
  private func display(_ number: String) -> String? {
    let digits = number.utf8
    guard digits.count == 12 else { return nil }
    let area = digits.index(digits.startIndex, offsetBy: 2)
    let exchange = digits.index(area, offsetBy: 3)
    let line = digits.index(exchange, offsetBy: 3)
    return "(\(number[area..<exchange])) \(number[exchange..<line])-\(number[line...])"
  }
}
