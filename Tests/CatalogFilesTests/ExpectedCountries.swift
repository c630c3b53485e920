import Telephony

/// What domain.md sections 4, 5 and 7 say of each country, written down by hand from there and from nowhere else:
/// when the data and this file differ, one of them is wrong.
struct ExpectedCountry: Sendable {
  let code: String
  let ordering: Country.Ordering
  /// Of new numbers.
  let applicant: [ApplicantField]
  let documents: [DocumentKind]
  /// Of the proof of address; nil where none is asked for.
  let proofAge: DocumentAge?
  let portFields: [PortField]
  let portDocuments: [PortDocument]
  /// Type, earliest FOC in business days, cut-off in business days, for one number from a carrier not known.
  let leadTimes: [(PortType, Int, Int)]
  /// `start-end`, and whether the country fixes it.
  let hours: [String]
  let hoursAreFixed: Bool
  let goodPostalCodes: [String]
  let badPostalCodes: [String]
}

extension ExpectedCountry {
  private static let eu: [ApplicantField] = [.representativeName, .contactPhone, .companyName, .address]
  private static let euPapers: [DocumentKind] = [.companyRegistration, .proofOfAddress]
  private static let account: [PortField] = [.accountNumber, .telephoneNumbers, .pin]
  private static let letterAndBill: [PortDocument] = [.letterOfAgency, .bill, .customerServiceRecord]
  private static let small: [(PortType, Int, Int)] = [(.standard, 2, 5), (.mixedOperator, 2, 7)]

  /// A country of the first EU section, or one that has its rules.
  private static func section(
    _ code: String,
    hours: String?,
    passport: Bool = false,
    vat: Bool = false,
    good: [String],
    bad: [String]
  ) -> ExpectedCountry {
    ExpectedCountry(
      code: code,
      ordering: .assisted,
      applicant: vat ? eu + [.vatID] : eu,
      documents: passport ? euPapers + [.passportOrID] : euPapers,
      proofAge: .atMost3Months,
      portFields: account + [.vatOrTaxID],
      portDocuments: letterAndBill,
      leadTimes: small,
      hours: [hours ?? "08:00-17:00"],
      hoursAreFixed: hours != nil,
      goodPostalCodes: good,
      badPostalCodes: bad
    )
  }

  private static func northAmerica(_ code: String, good: [String], bad: [String]) -> ExpectedCountry {
    ExpectedCountry(
      code: code,
      ordering: .selfService,
      applicant: [],
      documents: [],
      proofAge: nil,
      portFields: account + [.serviceAddress],
      portDocuments: letterAndBill,
      leadTimes: [(.standard, 2, 5)],
      hours: ["08:00-17:00"],
      hoursAreFixed: false,
      goodPostalCodes: good,
      badPostalCodes: bad
    )
  }

  private static func australasia(_ code: String, _ business: PortField) -> ExpectedCountry {
    ExpectedCountry(
      code: code,
      ordering: .assisted,
      applicant: eu,
      documents: [.passportOrID],
      proofAge: nil,
      portFields: account + [business, .contactEmail],
      portDocuments: [.letterOfAgency, .customerServiceRecord],
      leadTimes: [(.standard, 5, 5)],
      hours: ["08:00-17:00"],
      hoursAreFixed: false,
      goodPostalCodes: ["2000", "6011"],
      badPostalCodes: ["200", "20000", "2000A", ""]
    )
  }

  private static let own: [ExpectedCountry] = [
    ExpectedCountry(
      code: "FR",
      ordering: .assisted,
      applicant: eu,
      documents: euPapers,
      proofAge: .atMost3Months,
      portFields: account + [.rio, .siret],
      portDocuments: letterAndBill + [.proofOfNationalAddress],
      leadTimes: [(.isolated, 8, 5), (.full, 8, 5), (.partial, 8, 5), (.complex, 8, 7)],
      hours: ["10:00-13:00", "14:00-17:00"],
      hoursAreFixed: true,
      goodPostalCodes: ["75001", "67000"],
      badPostalCodes: ["7500", "F-75001", "75 001"]
    ),
    ExpectedCountry(
      code: "DE",
      ordering: .assisted,
      applicant: eu,
      documents: euPapers + [.registrationForm],
      proofAge: .lessThan3Months,
      portFields: account + [.serviceAddress],
      portDocuments: letterAndBill + [.proofOfAddress, .companyRegistration],
      leadTimes: [(.standard, 8, 5), (.mixedOperator, 8, 7)],
      hours: ["06:00-08:00"],
      hoursAreFixed: true,
      goodPostalCodes: ["10115", "01067"],
      badPostalCodes: ["1011", "D-10115"]
    ),
    ExpectedCountry(
      code: "GR",
      ordering: .assisted,
      applicant: eu + [.vatID],
      documents: euPapers + [.passportOrID],
      proofAge: .atMost3Months,
      portFields: account + [.vatOrTaxID],
      portDocuments: letterAndBill + [.passportOrID, .companyRegistration],
      leadTimes: [(.standard, 7, 5), (.mixedOperator, 7, 7)],
      hours: ["09:00-18:00"],
      hoursAreFixed: true,
      goodPostalCodes: ["105 57"],
      badPostalCodes: ["10557", "105-57"]
    ),
    ExpectedCountry(
      code: "IT",
      ordering: .assisted,
      applicant: [
        .representativeName, .fiscalCode, .birthDate, .birthPlace, .gender, .nationality, .contactPhone,
        .contactEmail, .companyName, .vatID, .serviceDescription, .address,
      ],
      documents: [.passportOrID, .companyRegistration, .proofOfAddress],
      proofAge: .lessThan3Months,
      portFields: [
        .accountNumber, .telephoneNumbers, .vatOrRegistrationNumber, .migrationCode, .fiscalCode,
        .serviceAddress,
      ],
      portDocuments: [.letterOfAgency, .bill, .passportOrID, .proofOfAddress],
      leadTimes: small,
      hours: ["08:00-18:00"],
      hoursAreFixed: true,
      goodPostalCodes: ["00187"],
      badPostalCodes: ["187", "I-00187"]
    ),
    ExpectedCountry(
      code: "GB",
      ordering: .assisted,
      applicant: eu,
      documents: euPapers,
      proofAge: .atMost3Months,
      portFields: account + [.vatOrTaxID],
      portDocuments: letterAndBill,
      leadTimes: [(.standard, 7, 5), (.mixedOperator, 25, 7)],
      hours: ["08:00-17:00"],
      hoursAreFixed: false,
      goodPostalCodes: ["SW1A 1AA", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 0AX"],
      badPostalCodes: ["SW1A1AA", "sw1a 1aa", "1AA SW1"]
    ),
  ]

  static let all: [ExpectedCountry] =
    own + [
      northAmerica("US", good: ["07302", "07302-1234"], bad: ["7302", "07302-12", "0730A"]),
      northAmerica("CA", good: ["K1A 0B1"], bad: ["K1A0B1", "k1a 0b1", "11A 0B1"]),
      australasia("AU", .acnOrABN), australasia("NZ", .nzbn),
      section("BE", hours: "08:00-15:00", good: ["1000"], bad: ["B-1000", "100"]),
      section("SE", hours: "08:00-15:00", vat: true, good: ["111 52"], bad: ["11152", "111-52"]),
      section("CH", hours: "08:00-15:00", passport: true, good: ["8001"], bad: ["CH-8001"]),
      section("NL", hours: "09:00-16:00", passport: true, good: ["1012 JS"], bad: ["1012JS", "1012"]),
      section("LT", hours: "09:00-16:00", passport: true, good: ["LT-01103", "01103"], bad: ["LT01103"]),
      section("LU", hours: "09:00-16:00", good: ["1648", "L-1648"], bad: ["L1648", "164"]),
      section("DK", hours: "09:00-16:00", good: ["1050"], bad: ["DK-1050", "105"]),
      section("FI", hours: "08:00-17:00", good: ["00100"], bad: ["100", "FI-00100"]),
      section("PL", hours: nil, passport: true, good: ["00-001"], bad: ["00001", "00 001"]),
      section("ES", hours: nil, good: ["28013"], bad: ["2801", "E-28013"]),
      section("PT", hours: nil, good: ["1100-148"], bad: ["1100", "1100148"]),
      section("IE", hours: nil, good: ["D02 AF30", "D6W FNT4"], bad: ["D02AF30", "02D AF30"]),
      section("AT", hours: nil, good: ["1010"], bad: ["A-1010"]),
      section("NO", hours: nil, good: ["0150"], bad: ["150", "N-0150"]),
    ]
}
