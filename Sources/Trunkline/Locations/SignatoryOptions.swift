import ArgumentParser
import Messages

/// Who signs the contract of a location.
struct SignatoryOptions: ParsableArguments {
  @Option(help: "First name of the signatory.")
  var givenName: String

  @Option(help: "Last name of the signatory.")
  var familyName: String

  @Option(help: "E-mail address of the signatory.")
  var email: String

  @Option(help: "Telephone number of the signatory, with + and country code.")
  var phoneNumber: String

  var message: CatalogV1.ContractContact {
    .init(givenName: givenName, familyName: familyName, email: email, phoneNumber: phoneNumber)
  }
}
