/// What a runner of sagas carries out, step by step.
protocol SagaWork: Sendable {
  /// Names of those that have something to do.
  func unfinishedOrders() async throws -> [String]

  /// Carries out what one has to do next; nil when there is nothing.
  func performNextStep(ofOrder name: String) async throws -> SagaSteps.Result?
}

extension SagaSteps: SagaWork {
  func performNextStep(ofOrder name: String) async throws -> Result? {
    guard let step = try await unfinishedStep(ofOrder: name) else { return nil }
    return try await perform(step)
  }
}
