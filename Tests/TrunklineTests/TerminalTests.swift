import Foundation
import RPC
import Testing

@testable import trunkline

@Suite struct TerminalTests {
  @Test func columnsAreAsWideAsTheirWidestCell() {
    var table = Table("number", "city")
    table.add("+12015550123", "Jersey City")
    table.add("+1", "")
    #expect(table.lines == ["NUMBER        CITY", "+12015550123  Jersey City", "+1"])
  }

  @Test func sheetsLeaveEmptyValuesOut() {
    var sheet = Sheet()
    sheet.add("state", "PENDING")
    sheet.add("reason", "")
    sheet.add("location", "headquarters")
    #expect(sheet.text == "state     PENDING\nlocation  headquarters")
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1_000, "1,000"), (310_000_000, "310,000,000"), (-1_234, "-1,234"),
  ])
  func thousandsAreGrouped(number: Int, text: String) {
    #expect(number.grouped == text)
  }

  @Test func progressTellsRateAndWhatIsLeft() {
    #expect(
      ProgressBar.line("Importing", "blocks", done: 500, total: 2_000, seconds: 2)
        == "Importing [######                  ]  25%  500 of 2,000 blocks, 250/s, 6 s left"
    )
    #expect(
      ProgressBar.line("Importing", "blocks", done: 0, total: 0, seconds: 0)
        == "Importing [########################] 100%  0 of 0 blocks"
    )
  }

  @Test func errorsNameReasonFieldsAndWhatToDo() {
    let error = RPCError(.permissionDenied, reason: "ROLE", message: "Not for readers.")
      .with(
        .badRequest([FieldViolation(field: "order.location", reason: "WRONG", description: "Give another.")])
      )
      .with(.retryInfo(delayMilliseconds: 1_500))
    let report = ErrorReport(error)
    #expect(
      report.lines.prefix(3) == [
        "Error: PERMISSION_DENIED (ROLE): Not for readers.",
        "  field order.location (WRONG): Give another.",
        "  may be tried again in 1.5 s",
      ]
    )
    #expect(report.lines.last?.hasPrefix("What to do: use a key whose role") == true)
    #expect(report.exitCode == 1)
    #expect(ErrorReport.json(error).contains("\"reason\":\"ROLE\""))
    let failure = ErrorReport.json(CommandFailure(description: "a.csv cannot be read.", exitCode: EX_NOINPUT))
    #expect(failure.contains("\"reason\":\"COMMAND_FAILED\"") && failure.contains("a.csv cannot be read."))
  }

  @Test(arguments: [StatusCode.unavailable, .deadlineExceeded])
  func whatIsNotThereHasAnExitCodeOfItsOwn(code: StatusCode) {
    #expect(ErrorReport(RPCError(code, message: "")).exitCode == 69)
  }
}
