import GRPCCore

/// The same work as the other servers of the comparison do; both methods are asynchronous here.
struct LookUp: Bench_V1_LookUpService.SimpleServiceProtocol {
  func lookUp(
    request: Bench_V1_LookUpRequest,
    context: ServerContext
  ) async throws -> Bench_V1_LookUpResponse {
    try answer(request)
  }

  func lookUpAsync(
    request: Bench_V1_LookUpRequest,
    context: ServerContext
  ) async throws -> Bench_V1_LookUpResponse {
    try answer(request)
  }

  private func answer(_ request: Bench_V1_LookUpRequest) throws -> Bench_V1_LookUpResponse {
    guard let displayNumber = display(request.phoneNumber) else {
      throw RPCError(code: .invalidArgument, message: "phone_number must have 12 characters")
    }
    var response = Bench_V1_LookUpResponse()
    response.phoneNumber = request.phoneNumber
    response.state = 3
    response.countryCode = "US"
    response.region = "NJ"
    response.city = "Jersey City"
    response.location = "organizations/acme/locations/hq1"
    response.displayNumber = displayNumber
    return response
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
