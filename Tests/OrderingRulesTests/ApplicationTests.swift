import OrderingRules
import Telephony
import Testing

@Suite struct ApplicationTests {
  private static let today = CivilDate(daysSince1970: 20_780)
  private static let address = CivicAddress(
    countryCode: "IT",
    city: "Roma",
    postalCode: "00184",
    street: "Via Cavour",
    buildingNumber: "1"
  )
  private static let everything = ApplicationTerms(applicantFields: ApplicantField.allCases)
  private static let right: [ApplicantField: String] = [
    .representativeName: "Mario Rossi", .contactPhone: "+390612345678", .contactEmail: "mario@rossi.example",
    .companyName: "Rossi S.r.l.", .vatID: "IT00743110157", .fiscalCode: "RSSMRA85T10A562S",
    .birthDate: "1985-12-10", .birthPlace: "San Giuliano Terme", .gender: "M", .nationality: "IT",
    .serviceDescription: "Office telephony",
  ]

  private func violations(_ change: (inout Applicant) -> Void) -> [String] {
    var applicant = Applicant(texts: Self.right, address: Self.address)
    change(&applicant)
    return applicant.violations(terms: Self.everything, country: "IT", today: Self.today, path: "applicant")
      .map { "\($0.field) \($0.reason)" }
  }

  @Test func aCompleteApplicantHasNothingWrong() {
    #expect(violations { _ in } == [])
  }

  @Test func everythingMissingIsNamed() {
    let missing = Applicant(texts: [:], address: nil)
      .violations(terms: Self.everything, country: "IT", today: Self.today, path: "applicant")
    #expect(missing.count == ApplicantField.allCases.count)
    #expect(missing.allSatisfy { $0.reason == "REQUIRED" })
    #expect(
      Applicant(texts: [:], address: nil)
        .violations(terms: ApplicationTerms(), country: "IT", today: Self.today, path: "a").isEmpty
    )
  }

  // The forms of the country hold for an applicant's address as for an emergency address.
  @Test func theAddressHasTheFormsOfItsCountry() {
    let rules = AddressRules(
      fields: [AddressFieldRule(.postalCode), AddressFieldRule(.region)],
      postalCodeForms: [PostalCodeForm("99999")].compactMap(\.self),
      postalCodeExample: "00144",
      regions: [Region(code: "RM", displayName: "Rome")]
    )
    func found(_ change: (inout CivicAddress) -> Void) -> [String] {
      var address = Self.address
      (address.postalCode, address.region) = ("00144", "RM")
      change(&address)
      return Applicant(texts: Self.right, address: address)
        .violations(terms: Self.everything, country: "IT", addressRules: rules, today: Self.today, path: "a")
        .map { "\($0.field) \($0.reason)" }
    }
    #expect(found { _ in } == [])
    #expect(found { $0.postalCode = "x" } == ["a.address.postal_code INVALID_POSTAL_CODE"])
    #expect(found { $0.postalCode = "" } == ["a.address.postal_code REQUIRED"])
    #expect(found { $0.region = "ZZ" } == ["a.address.region INVALID_REGION"])
    #expect(
      found { ($0.countryCode, $0.postalCode) = ("FR", "x") } == ["a.address.country_code COUNTRY_MISMATCH"]
    )
  }

  @Test(arguments: [
    (ApplicantField.contactPhone, "06 123", "contact_phone INVALID_PHONE_NUMBER"),
    (.contactEmail, "mario@rossi", "contact_email INVALID_EMAIL"),
    (.vatID, "IT00743110158", "vat_id INVALID_VAT_ID"), (.vatID, "00743110157", "vat_id INVALID_VAT_ID"),
    (.fiscalCode, "RSSMRA85T10A562T", "fiscal_code INVALID_FISCAL_CODE"),
    (.birthDate, "10.12.1985", "birth_date INVALID_DATE"),
    (.birthDate, "2999-01-01", "birth_date INVALID_DATE"),
    (.nationality, "Italy", "nationality INVALID_COUNTRY_CODE"),
    (.companyName, "a\u{7}", "company_name INVALID_TEXT"), (.gender, " ", "gender INVALID_TEXT"),
  ])
  func whatIsWrongIsNamed(field: ApplicantField, text: String, expected: String) {
    #expect(violations { $0.texts[field] = text } == ["applicant.\(expected)"])
  }

  @Test(arguments: [
    ("SE", "SE556012579001", true), ("SE", "SE556012579002", false), ("GR", "EL094014298", true),
    ("GR", "GR094014298", false),
  ])
  func vatIdsHaveTheFormOfTheirCountry(country: String, id: String, isRight: Bool) {
    let applicant = Applicant(texts: [.vatID: id], address: nil)
    let terms = ApplicationTerms(applicantFields: [.vatID])
    let found = applicant.violations(terms: terms, country: country, today: Self.today, path: "a")
    #expect(found.isEmpty == isRight)
  }

  @Test func theAddressIsCompleteAndInTheCountry() {
    let wrong = CivicAddress(
      countryCode: "FR",
      city: "",
      postalCode: "00184",
      street: "",
      buildingNumber: "1"
    )
    #expect(
      violations { $0.address = wrong } == [
        "applicant.address.street REQUIRED", "applicant.address.city REQUIRED",
        "applicant.address.country_code COUNTRY_MISMATCH",
      ]
    )
  }

  // MARK: - Documents

  private static let pdf = DocumentCheck(
    kind: .proofOfAddress,
    fileName: "bill.pdf",
    issueDate: CivilDate(daysSince1970: 20_770).description,
    byteCount: 10,
    format: .pdf
  )

  @Test func aDocumentHasAKindADateAndContents() {
    #expect(Self.pdf.violations(terms: assisted.application, today: Self.today).isEmpty)
    let empty = DocumentCheck(kind: nil, fileName: "a\u{0}", issueDate: "x", byteCount: 0, format: nil)
    #expect(
      empty.violations(terms: assisted.application, today: Self.today).map { "\($0.field) \($0.reason)" } == [
        "document.kind REQUIRED", "document.file_name INVALID_TEXT", "document.issue_date INVALID_DATE",
        "content REQUIRED",
      ]
    )
  }

  @Test(arguments: [
    ("", 10, DocumentFormat?.some(.pdf), "REQUIRED"), (today.description, 10, .none, "DOCUMENT_FORMAT"),
    (today.description, 4_194_305, .pdf, "DOCUMENT_TOO_LARGE"),
    (CivilDate(daysSince1970: 20_781).description, 10, .png, "INVALID_DATE"),
    (CivilDate(daysSince1970: 20_600).description, 10, .png, "DOCUMENT_TOO_OLD"),
  ])
  func whatIsWrongWithADocumentIsTold(date: String, bytes: Int, format: DocumentFormat?, reason: String) {
    var check = Self.pdf
    (check.issueDate, check.byteCount, check.format) = (date, bytes, format)
    #expect(check.violations(terms: assisted.application, today: Self.today).map(\.reason) == [reason])
  }

  @Test func theFormatIsToldByTheContents() {
    #expect(DocumentFormat(contents: Array("%PDF-1.7".utf8)) == .pdf)
    #expect(DocumentFormat(contents: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]) == .png)
    #expect(DocumentFormat(contents: Array("MZ".utf8)) == nil)
    #expect(DocumentFormat(contents: []) == nil)
  }
}
