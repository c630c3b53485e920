import Messages
import StorageSQLite
import StorageTesting
import Testing

/// A database that takes nothing: neither what the carrier has answered, nor that it is to be asked later.
@Suite struct FullDiskTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func theCarrierIsNotAskedAgainAndAgain() async throws {
    let storage = FailingStorage(SQLiteEngine(path: directory.file("porting.sqlite")))
    try await PortingBench.run(in: directory, storage: storage, workerInterval: .seconds(3_600)) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      bench.recorder.whenAsked("SubmitPort") { storage.fail(true) }
      try await story.submit()
      // A worker without a pause asks hundreds of times meanwhile; one that is woken by the step before asks twice.
      for _ in 0..<100 where bench.recorder.count("SubmitPort") < 10 {
        try await Task.sleep(for: .milliseconds(5))
      }
      #expect((1...2).contains(bench.recorder.count("SubmitPort")))
      #expect(try await story.order().phase == "HANDING_TO_CARRIER")
      bench.recorder.whenAsked("SubmitPort", nil)
      storage.fail(false)
      // Whatever is written wakes the worker.
      _ = try await bench.calls.create(["+12015559010"])
      try await story.reached("WAITING_FOR_CARRIER")
      #expect(Set(try bench.recorder.submissions.map(\.submissionId)).count == 1)
    }
  }
}
