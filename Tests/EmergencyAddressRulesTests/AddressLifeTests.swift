import Foundation
import Telephony
import Testing

@testable import EmergencyAddressRules

@Suite struct AddressLifeTests {
  private let author = AddressAuthor(principal: "a", time: Instant(milliseconds: 0))
  private let form = CivicAddress(countryCode: "AU", street: "Other St")

  private func rules(_ needsInformation: Bool) -> AddressRules {
    AddressRules(
      fields: [],
      postalCodeForms: [],
      postalCodeExample: "",
      needsInformation: needsInformation
    )
  }

  private func record(_ step: AddressStep) -> AddressRecord {
    AddressRecord(
      subject: .location("organizations/acme/locations/hq"),
      version: 3,
      revision: 2,
      address: CivicAddress(countryCode: "AU"),
      correction: step == .correctionOffered ? form : nil,
      progress: [.provisioning, .informationMissing].contains(step)
        ? .validated : step == .ready ? .provisioned : .syntax,
      step: step,
      action: .given,
      principal: "a",
      time: Instant(milliseconds: 0)
    )
  }

  /// Every record that can follow.
  private func followers(of record: AddressRecord) -> [AddressRecord] {
    let answers: [ProviderAnswer] = [.accepted, .corrected(form), .rejected(reason: "X")]
    let tasks: [ProviderTask.Kind] = [.validate, .provision, .remove]
    return [rules(false), rules(true)].flatMap { rules in
      tasks.flatMap { task in
        answers.map { record.answered($0, to: task, rules: rules, by: author) }
      } + [
        record.correctionAccepted(rules: rules, by: author), record.correctionRefused(by: author),
        record.informed("Gate 4", rules: rules, by: author), record.verified(by: author),
      ]
    }.compactMap(\.self)
  }

  @Test func walksAsTheReadmeDraws() throws {
    var walked: Set<String> = []
    for step in AddressStep.allCases where step != .removed {
      for next in followers(of: record(step)) where next.step != step || next.progress == .verified {
        walked.insert("\(name(step)) --> \(name(next.step))")
      }
    }
    #expect(walked == (try drawn()))
  }

  @Test func everyChangeIsANewVersionAndOnlyWhatIsGivenANewRevision() {
    for step in AddressStep.allCases {
      for next in followers(of: record(step)) {
        #expect(next.version == 4)
        let isGiven = [.correctionAccepted, .informationGiven].contains(next.action)
        #expect(next.revision == 2 || isGiven)
      }
    }
  }

  // domain.md section 6: only a validated one is provisioned, and only a provisioned one is ready.
  @Test func noStepIsPassedOver() {
    for step in AddressStep.allCases {
      for next in followers(of: record(step)) {
        if next.step == .provisioning { #expect(next.progress >= .validated) }
        #expect((next.step == .ready) == next.isReady)
      }
    }
  }

  @Test func showsWhatDiffers() {
    let given = CivicAddress(countryCode: "US", street: "Main Street", unit: "3")
    let corrected = CivicAddress(countryCode: "US", city: "Hoboken", street: "Main St", unit: "3")
    #expect(
      AddressDifference.between(given, corrected) == [
        .init(field: "city", given: "", corrected: "Hoboken"),
        .init(field: "street", given: "Main Street", corrected: "Main St"),
      ]
    )
  }

  // A person who works in another country cannot be sent that country's responders from here.
  @Test func aUsersAddressAbroadIsPassedOver() {
    var user = record(.ready)
    #expect(choose(user)?.source == .user)
    user.address.countryCode = "NZ"
    #expect(choose(user)?.source == .location)
  }

  private func choose(_ user: AddressRecord) -> EffectiveAddress? {
    EffectiveAddress.choose(
      number: nil,
      user: HeldAddress(user),
      location: HeldAddress(record(.validating)),
      countryCode: "AU"
    )
  }

  private func name(_ step: AddressStep) -> String {
    "\(step)".reduce(into: "") { $0 += $1.isUppercase ? "_\($1)" : $1.uppercased() }
  }

  private func drawn() throws -> Set<String> {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Services/EmergencyAddress/README.md")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    return Set(
      lines.filter { $0.hasPrefix("  ") && $0.contains(" --> ") && !$0.contains("[*]") }
        .map { $0.split(separator: ":")[0].trimmingCharacters(in: .whitespaces) }
    )
  }
}
