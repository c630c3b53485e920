import Foundation
import Testing

@testable import InventoryRules

@Suite(.serialized) struct ModelTests {
  /// Four runs, 26,000 commands each.
  @Test(arguments: (0..<4).map { _ in UInt64.random(in: 0...UInt64.max) })
  func behavesLikeTheModel(seed: UInt64) async {
    // Before the run: a crash must not keep the seed.
    print("model test: seed \(seed) begins")
    let run = await Self.onItsOwnThread { Self.run(seed) }
    print("model test: seed \(seed), \(run.successes) of \(run.commands) commands succeeded")
    #expect(run.differences.first == nil)
    #expect(run.successes * 10 >= run.commands * 4, "seed \(seed): only \(run.successes) succeed")
    let missing = Set(NumberStep.allCases).subtracting(run.model.stepCounts.keys).subtracting([.stock])
    #expect(missing.isEmpty, "seed \(seed): \(missing) never happened")
  }

  /// A test of the test: whatever is planted in the rules, the model differs.
  @Test(arguments: PlantedBug.allCases)
  func aPlantedBugIsFound(bug: PlantedBug) async {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("model test: seed \(seed) begins, with the bug \(bug)")
    let run = await Self.onItsOwnThread { Self.run(seed, with: bug) }
    #expect(!run.differences.isEmpty, "seed \(seed): \(bug) is not noticed in \(run.commands) commands")
  }

  private static func run(_ seed: UInt64, with bug: PlantedBug? = nil) -> ModelRun {
    var run = ModelRun(seed: seed)
    if let bug { run.plantedBug = { inventory, change in bug.spoil(&inventory, change) } }
    while run.commands < 26_000, run.differences.isEmpty, run.model.wrongSteps.isEmpty {
      run.step()
      if run.commands % 10_000 == 0 { run.compareAll() }
    }
    run.compareAll()
    return run
  }

  /// It computes for seconds: the other tests keep the threads that they share.
  private static func onItsOwnThread(_ body: @escaping @Sendable () -> ModelRun) async -> ModelRun {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: body()) }
    }
  }
}
