import Telephony
import Testing

/// Identifiers with check digits, against what another implementation says of them.
@Suite struct IdentifierTests {
  @Test(arguments: IdentifierSamples.identifiers)
  func areJudgedAsElsewhere(kind: String, text: String, isRight: Bool) {
    let judged =
      switch kind {
      case "SIRET": SIRET.isWellFormed(text)
      case "ABN": AustralianBusinessNumber.isWellFormed(text)
      case "ACN": AustralianCompanyNumber.isWellFormed(text)
      case "NZBN": NewZealandBusinessNumber.isWellFormed(text)
      case "FISCAL_CODE": FiscalCode.isWellFormed(text)
      default: VATIdentifier.isWellFormed(text, country: kind)
      }
    #expect(judged == isRight)
  }

  @Test(arguments: IdentifierSamples.statements)
  func statementsBelongToTheirNumber(text: String, number: String, isRight: Bool) throws {
    let number = try #require(TelephoneNumber(e164: number))
    #expect(OperatorIdentityStatement.matches(text, number: number) == isRight)
    let other = try #require(TelephoneNumber(e164: "+390612345678"))
    #expect(!OperatorIdentityStatement.matches(text, number: other))
  }

  @Test(arguments: [
    (PortField.siret, "FR", "", "INVALID_TEXT"), (.siret, "FR", "356 000 000 00048", "INVALID_SIRET"),
    (.rio, "FR", "01p123456789", "INVALID_RIO"), (.acnOrABN, "AU", "004085617", "INVALID_ACN_OR_ABN"),
    (.nzbn, "NZ", "9429041561762", "INVALID_NZBN"), (.contactEmail, "AU", "a@b", "INVALID_EMAIL"),
    (.fiscalCode, "IT", "RSSMRA85T10A562T", "INVALID_FISCAL_CODE"),
    (.vatOrTaxID, "GR", "EL094014299", "INVALID_VAT_ID"), (.accountNumber, "US", "a\u{7}", "INVALID_TEXT"),
  ])
  func whatIsWrongHasItsCode(field: PortField, country: String, text: String, reason: String) {
    #expect(field.violation(text, country: country, field: "f")?.reason == reason)
  }

  @Test(arguments: [
    (PortField.siret, "FR", "35600000000048"), (.siret, "FR", "35600000049837"),
    (.acnOrABN, "AU", "004085616"), (.acnOrABN, "AU", "51824753556"), (.vatOrTaxID, "GR", "123456789"),
    (.migrationCode, "IT", "OPB1234567890123456"), (.pin, "US", "0000"),
  ])
  func whatIsRightPasses(field: PortField, country: String, text: String) {
    #expect(field.violation(text, country: country, field: "f") == nil)
  }
}
