import Telephony

/// A letter of agency (LOA) that is signed here: who signs what, and when (domain.md section 5, steps).
public struct LetterOfAgency: Hashable, Sendable {
  public let givenName: String
  public let familyName: String
  public let jobTitle: String
  public let order: PortOrder
  public let time: Instant

  public init(givenName: String, familyName: String, jobTitle: String, order: PortOrder, time: Instant) {
    self.givenName = givenName
    self.familyName = familyName
    self.jobTitle = jobTitle
    self.order = order
    self.time = time
  }

  private static let maximumCharacters = 100

  /// Everything that is missing or wrong.
  public func violations(_ rules: PortingRules) -> [Violation] {
    guard rules.letter == .signedHere else {
      return [
        Violation(
          field: "name",
          reason: "LETTER_NOT_SIGNED_HERE",
          description:
            "The country has a form of its own, which the partner help desk (PHD) gives. Sign that, and upload it as "
            + "LETTER_OF_AGENCY."
        )
      ]
    }
    return [
      ("given_name", givenName, "the first name of who signs"),
      ("family_name", familyName, "the last name of who signs"),
      ("job_title", jobTitle, "the job title of who signs"),
    ]
    .compactMap { field, text, what in
      guard text.contains(where: { !$0.isWhitespace }) else { return .required(field, what) }
      return text.isPlainText(atMost: Self.maximumCharacters)
        ? nil : .text(field, atMost: Self.maximumCharacters)
    }
  }

  /// What is signed, line by line.
  public var body: [String] {
    let numbers = order.numbers.map(\.phoneNumber)
    let carriers = Set(order.numbers.map(\.losingCarrier)).filter { !$0.isEmpty }.sorted()
    let lines = [
      "LETTER OF AGENCY", "",
      "The undersigned, owner of the account below or authorized by its owner, asks the present carrier",
      "to release the telephone numbers below, and authorizes us to move them and to act for the",
      "undersigned towards the present carrier as far as that needs.", "",
      "Port order: \(order.name)", "Present carrier: \(carriers.joined(separator: ", "))",
    ]
    return lines + order.letterTerms + ["", "Numbers (\(numbers.count)):"]
      + stride(from: 0, to: numbers.count, by: 5).map { start in
        numbers[start..<min(start + 5, numbers.count)].joined(separator: "  ")
      }
  }

  /// The lines below what is signed.
  ///
  /// - Parameter hash: SHA-256 of the body in hexadecimal digits.
  public func signature(hash: String) -> [String] {
    [
      "", "Signed electronically by \(givenName) \(familyName), \(jobTitle)", "at \(time) (UTC).", "",
      "SHA-256 of what is signed, the lines above joined by line feeds, UTF-8:", hash,
    ]
  }
}

extension PortOrder {
  /// What a letter of agency says beside the numbers. Once anything of it is mended, the letter says something wrong, and
  /// the losing carrier would refuse it (`LOA_INVALID`).
  public var letterTerms: [String] {
    let account = wish.account
    let address = account.serviceAddress.map { address in
      [
        "\(address.street) \(address.buildingNumber)", address.unit, address.floor,
        address.room, address.city,
        "\(address.region) \(address.postalCode)", address.countryCode,
      ]
      .map { $0.trimmingWhitespace }.filter { !$0.isEmpty }.joined(separator: ", ")
    }
    return [
      "Company with the present carrier: \(account.companyName)", "Authorized by: \(account.authorizedName)",
      "Billing telephone number: \(account.billingNumber)", "Address of the service: \(address ?? "")",
    ]
  }
}

extension String {
  fileprivate var trimmingWhitespace: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
