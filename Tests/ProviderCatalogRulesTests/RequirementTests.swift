import ProviderCatalogRules
import Telephony
import Testing

@Suite struct RequirementTests {
  private static let country: Country = {
    var country = Sample.country
    country.code = "GR"
    country.numberTypes = [.local, .national]
    country.application = ApplicationRules(
      applicantFields: [.companyName, .vatID],
      documents: [
        DocumentRule(.companyRegistration), DocumentRule(.proofOfAddress, age: .atMost3Months),
      ]
    )
    country.porting.fields = [
      PortFieldRule(.accountNumber), PortFieldRule(.pin, .ifAvailable), PortFieldRule(.telephoneNumbers),
    ]
    country.porting.documents = [
      DocumentRule(.letterOfAgency), DocumentRule(.bill, age: .atMost30Days, formats: [.pdf]),
    ]
    return country
  }()
  private let today = CivilDate("2026-11-23") ?? CivilDate(daysSince1970: 0)
  private let requirements = Requirements(.newNumbers, in: country)

  private func group(_ values: [(field: String, text: String)] = []) throws -> RequirementGroup {
    try create(values: values)
  }

  private func create(
    name: String = "Athens",
    type: String = "LOCAL",
    action: RequirementGroup.Action? = .newNumbers,
    country: Country? = country,
    values: [(field: String, text: String)] = [],
    existing: Int = 0
  ) throws -> RequirementGroup {
    let draft = RequirementDraft(
      displayName: name,
      countryCode: "GR",
      numberType: type,
      action: action,
      values: values
    )
    return try RequirementGroup.create(
      id: "athens",
      organization: "acme",
      from: draft,
      country: country,
      existing: existing,
      now: noon
    )
  }

  private func document(_ kind: String, issued: String = "2026-11-01") -> RequirementDocument {
    RequirementDocument(kind: kind, format: .pdf, issued: CivilDate(issued), uploadTime: noon, byteCount: 9)
  }

  @Test func whatIsEachOrdersOwnIsNotAskedFor() {
    let port = Requirements(.portIn, in: Self.country)
    #expect(port.fields.map(\.name) == ["ACCOUNT_NUMBER", "PIN"])
    #expect(port.documents.map(\.kind) == ["BILL"])
  }

  @Test func everyWrongFieldIsNamed() {
    let values = [("COMPANY_NAME", " "), ("SHOE_SIZE", "44"), ("VAT_ID", "a\u{7}"), ("VAT_ID", "EL1")]
    let refused = refusal { _ = try create(name: "", type: "TOLL_FREE", values: values.map { ($0.0, $0.1) }) }
    #expect(
      refused?.violations.map { "\($0.field) \($0.reason)" } == [
        "requirement_group.display_name REQUIRED",
        "requirement_group.number_type NUMBER_TYPE_NOT_OFFERED",
        "requirement_group.values[0].text REQUIRED", "requirement_group.values[1].field NOT_ASKED_FOR",
        "requirement_group.values[2].text INVALID_TEXT", "requirement_group.values[3].field GIVEN_TWICE",
      ]
    )
    let wrongDigit = refusal { _ = try create(values: [("VAT_ID", "EL094014299")]) }
    #expect(wrongDigit?.reason == "INVALID_VAT_ID")
    let noCountry = refusal { _ = try create(action: nil, country: nil) }
    #expect(noCountry?.violations.map(\.reason) == ["REQUIRED", "COUNTRY_NOT_OFFERED"])
    let full = refusal { _ = try create(existing: RequirementGroup.maximumPerOrganization) }
    #expect(full?.reason == "REQUIREMENT_GROUP_LIMIT")
  }

  @Test func itIsReadyWhenNothingIsMissing() throws {
    var group = try group()
    let empty = RequirementState(group, requirements, today: today)
    #expect(empty.kind == .incomplete && empty.problems.count == 4)
    #expect(empty.problems.allSatisfy { $0.reason == "REQUIREMENT_MISSING" })
    group = try group.filled(
      with: [("COMPANY_NAME", "Acme"), ("VAT_ID", "EL094014298")],
      displayName: "",
      country: Self.country,
      now: noon
    )
    group = group.attaching(document("COMPANY_REGISTRATION"), now: noon)
    group = group.attaching(document("PROOF_OF_ADDRESS"), now: noon)
    let full = RequirementState(group, requirements, today: today)
    #expect(full.kind == .ready && full.problems.isEmpty && full.lastDay?.description == "2027-02-01")
    #expect(group.displayName == "Athens" && group.version == 4)
  }

  /// Three months from 2026-11-01; the warning begins 14 days before.
  @Test(arguments: [
    ("2027-01-17", RequirementState.Kind.ready, ""), ("2027-01-18", .expiring, "DOCUMENT_EXPIRING"),
    ("2027-02-01", .expiring, "DOCUMENT_EXPIRING"), ("2027-02-02", .expired, "DOCUMENT_EXPIRED"),
  ])
  func itWarnsBeforeADocumentIsTooOld(day: String, kind: RequirementState.Kind, reason: String) throws {
    var group = try group([("COMPANY_NAME", "Acme"), ("VAT_ID", "EL094014298")])
    group = group.attaching(document("COMPANY_REGISTRATION"), now: noon)
    group = group.attaching(document("PROOF_OF_ADDRESS", issued: "2026-10-01"), now: noon)
    // One of the same kind takes its place.
    group = group.attaching(document("PROOF_OF_ADDRESS"), now: noon)
    let state = RequirementState(group, requirements, today: try #require(CivilDate(day)))
    #expect(state.kind == kind)
    #expect(state.problems.map(\.reason) == (reason.isEmpty ? [] : [reason]))
    #expect(group.documents.count == 2)
    let without = try group.removing("PROOF_OF_ADDRESS", now: noon)
    #expect(RequirementState(without, requirements, today: today).kind == .incomplete)
    #expect(refusal { _ = try without.removing("PROOF_OF_ADDRESS", now: noon) }?.kind == .notFound)
  }

  @Test(arguments: [
    ("PROOF_OF_ADDRESS", "2026-08-23", 9, FileFormat.pdf, [String]()),
    ("PROOF_OF_ADDRESS", "2026-08-22", 9, .pdf, ["issue_date DOCUMENT_TOO_OLD"]),
    ("PROOF_OF_ADDRESS", "2026-11-24", 9, .pdf, ["issue_date INVALID_DATE"]),
    ("PROOF_OF_ADDRESS", "", 9, .png, ["issue_date REQUIRED"]),
    ("COMPANY_REGISTRATION", "", 9, .png, []),
    ("COMPANY_REGISTRATION", "", 9, nil, ["content DOCUMENT_FORMAT"]),
    ("COMPANY_REGISTRATION", "", 0, nil, ["content REQUIRED"]),
    ("COMPANY_REGISTRATION", "", 4_194_305, .pdf, ["content DOCUMENT_TOO_LARGE"]),
    ("BILL", "2026-11-01", 9, .pdf, ["kind NOT_ASKED_FOR"]),
  ])
  func documentsAreChecked(kind: String, issued: String, bytes: Int, format: FileFormat?, wrong: [String]) {
    let check = RequirementDocumentCheck(kind: kind, issueDate: issued, byteCount: bytes, format: format)
    let refused = refusal { _ = try check.checked(requirements, today: today, now: noon) }
    #expect((refused?.violations ?? []).map { "\($0.field) \($0.reason)" } == wrong)
  }

  @Test func aBillIsAPDFWhereTheCountrySaysSo() {
    let port = Requirements(.portIn, in: Self.country)
    func refused(_ day: String, _ format: FileFormat) -> String? {
      let check = RequirementDocumentCheck(kind: "BILL", issueDate: day, byteCount: 1, format: format)
      return refusal { _ = try check.checked(port, today: today, now: noon) }?.reason
    }
    #expect(refused("2026-10-24", .pdf) == nil)
    #expect(refused("2026-10-23", .pdf) == "DOCUMENT_TOO_OLD")
    #expect(refused("2026-10-24", .png) == "DOCUMENT_FORMAT")
  }
}
