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
        #expect((next.step == .ready) == (next.progress >= .provisioned))
        // What was ready stays so until another one is.
        if record(step).isReady { #expect(next.isReady) }
      }
    }
  }

  // An unchecked address does not displace one to which calls lead (domain.md section 9).
  @Test func aProvisionedAddressHoldsUntilTheNextOneIs() throws {
    let ready = record(.ready)
    let given = AddressRecord.given(form, information: "", to: ready.subject, after: ready, by: author)
    #expect(given.holding.address == ready.address && given.isReady)
    let rejected = try #require(
      given.answered(.rejected(reason: "X"), to: .validate, rules: nil, by: author)
    )
    #expect(rejected.holding.address == ready.address && rejected.isReady)
    let another = AddressRecord.given(form, information: "", to: ready.subject, after: rejected, by: author)
    let verified = try #require(another.verified(by: author))
    #expect(verified.holding.progress == .verified && verified.step == .validating)
    let validated = verified.answered(.accepted, to: .validate, rules: nil, by: author)
    #expect(validated?.holding == verified.holding)
    let provisioned = validated?.answered(.accepted, to: .provision, rules: nil, by: author)
    #expect(provisioned?.holding.address == form)
    #expect(provisioned?.progress == .provisioned && provisioned?.inForce == nil)
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
    #expect(choose(user: user)?.source == .user)
    user.address.countryCode = "NZ"
    #expect(choose(user: user)?.source == .location)
    #expect(choose(user: user)?.passedOver == nil)
  }

  // Calls reach no address that the provider has not accepted.
  @Test func whatIsNotReadyIsPassedOverForWhatIs() {
    let (ready, rejected) = (record(.ready), record(.rejected))
    let byLocation = choose(number: rejected, location: ready)
    #expect(byLocation?.source == .location)
    #expect(byLocation?.passedOver?.record == rejected)
    #expect(choose(number: rejected, user: ready, location: ready)?.source == .user)
    #expect(choose(number: rejected, location: record(.validating))?.source == .number)
    #expect(choose(number: ready, location: ready)?.passedOver == nil)
  }

  private func choose(
    number: AddressRecord? = nil,
    user: AddressRecord? = nil,
    location: AddressRecord? = nil
  ) -> EffectiveAddress? {
    EffectiveAddress.choose(
      number: number.map { HeldAddress($0) },
      user: user.map { HeldAddress($0) },
      location: HeldAddress(location ?? record(.validating)),
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
