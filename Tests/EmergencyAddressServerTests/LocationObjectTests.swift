import EmergencyAddressRules
import Foundation
import Messages
import NeighbourTesting
import RPC
import Telephony
import Testing

@testable import EmergencyAddressServer

@Suite struct LocationObjectTests {
  @Test func saysWhereTheNumberIs() async throws {
    try await withOffice { emergency, _ in
      let object = try await emergency.client.getLocationObject(
        .init(phoneNumber: number),
        options: TestCaller.reader.options
      )
      #expect(object.document.contains("<ca:RD>Unmistakable Street</ca:RD>"))
      #expect(object.document.contains("entity=\"tel:\(number)\""))
      let foreign = await refusal {
        _ = try await emergency.client.getLocationObject(
          .init(phoneNumber: number),
          options: TestCaller.globex.options
        )
      }
      #expect(foreign?.reason == "NUMBER_UNKNOWN")
    }
  }

  // By the schemas of RFC 3863, RFC 4119 and RFC 5139, with libxml2.
  @Test(.enabled(if: LocationObjectOracle.isThere, "make lint makes .venv, which holds the oracle"))
  func isValidByTheSchemas() throws {
    let full = CivicAddress(
      countryCode: "DE",
      region: "BE",
      city: "Berlin",
      postalCode: "10117",
      street: "Straße des <17.> Juni & \"mehr\"",
      buildingNumber: "3-5",
      unit: "Aufgang B\u{1}",
      floor: "3",
      room: "312"
    )
    let documents = [
      document(full, "Gate <4>"), document(CivicAddress(countryCode: "SG"), ""), document(CivicAddress(), ""),
    ]
    let wrong = [
      documents[0].replacing("<ca:country>DE", with: "<ca:country>Germany"),
      documents[0].replacing("<ca:PC>10117</ca:PC>", with: "<ca:ZIP>10117</ca:ZIP>"),
      documents[0].replacing("<gp:usage-rules>", with: "<gp:rules>")
        .replacing("</gp:usage-rules>", with: "</gp:rules>"),
    ]
    // Each in its own element, in the order of the schema.
    #expect(documents[0].contains("<ca:FLR>3</ca:FLR>") && documents[0].contains("<ca:ROOM>312</ca:ROOM>"))
    #expect(documents[0].contains("<ca:UNIT>Aufgang B"))
    let problems = try LocationObjectOracle.problems(documents + wrong)
    #expect(problems.prefix(3) == ["", "", ""])
    #expect(problems.dropFirst(3).allSatisfy { !$0.isEmpty })
    #expect(problems.count == 6)
  }

  private func document(_ address: CivicAddress, _ information: String) -> String {
    LocationObject.document(
      TelephoneNumber(digits: 12_015_550_123)!,
      AddressRecord(
        subject: .location(office),
        version: 1,
        revision: 1,
        address: address,
        information: information,
        progress: .syntax,
        step: .validating,
        action: .given,
        principal: "a",
        time: Instant(milliseconds: 1_795_435_200_123)
      )
    )
  }
}

/// `Tests/Oracles/pidf_lo.py`, in the project's Python environment.
enum LocationObjectOracle {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static var isThere: Bool {
    let packages = root.appending(path: ".venv/lib").path
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: packages)) ?? []
    return versions.contains {
      FileManager.default.fileExists(atPath: "\(packages)/\($0)/site-packages/lxml")
    }
  }

  /// What is wrong with each document.
  static func problems(_ documents: [String]) throws -> [String] {
    let process = Process()
    process.executableURL = root.appending(path: ".venv/bin/python")
    process.arguments = [root.appending(path: "Tests/Oracles/pidf_lo.py").path]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    let lines = try documents.map { try JSONEncoder().encode($0) + Data("\n".utf8) }.reduce(Data(), +)
    try input.fileHandleForWriting.write(contentsOf: lines)
    try input.fileHandleForWriting.close()
    let answers = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return try answers.split(separator: UInt8(ascii: "\n"))
      .map { try JSONDecoder().decode(String.self, from: $0) }
  }
}
