import Foundation
import PersonalData
import StorageTesting
import Testing

@Suite struct FieldCipherTests {
  private let cipher = FieldCipher(key: Array(0..<32))
  private let text = Array("12 Main St".utf8)

  @Test func opensWhatItSealed() throws {
    let sealed = try cipher.seal(text, place: "a")
    #expect(try cipher.open(sealed, place: "a") == text)
    #expect(sealed.count == 1 + 12 + text.count + 16)
    #expect(try cipher.seal(text, place: "a") != sealed)
  }

  @Test func opensNothingThatWasMovedChangedOrSealedByAnother() throws {
    let sealed = try cipher.seal(text, place: "a")
    #expect(throws: SealedFieldUnreadable.self) { try cipher.open(sealed, place: "b") }
    for index in sealed.indices {
      var damaged = sealed
      damaged[index] ^= 1
      #expect(throws: SealedFieldUnreadable.self) { try cipher.open(damaged, place: "a") }
    }
    for length in 0..<sealed.count {
      #expect(throws: SealedFieldUnreadable.self) {
        try cipher.open(Array(sealed.prefix(length)), place: "a")
      }
    }
    let other = FieldCipher(key: Array(1..<33))
    #expect(throws: SealedFieldUnreadable.self) { try other.open(sealed, place: "a") }
    #expect(other.fingerprint(of: text) != cipher.fingerprint(of: text))
  }

  @Test func makesItsKeyOnceAndKeepsIt() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("key")
    let sealed = try PersonalDataKey.cipher(file: path).seal(text, place: "a")
    #expect(try PersonalDataKey.cipher(file: path).open(sealed, place: "a") == text)
    let error = #expect(throws: PersonalDataKeyProblem.self) {
      try PersonalDataKey.cipher(file: directory.file("missing/key"))
    }
    #expect(error?.description.contains("missing/key") == true)
  }

  @Test func makesNoKeyBesideWhatIsSealedAlready() throws {
    let directory = try TemporaryDirectory()
    let database = directory.file("orders.sqlite")
    _ = try PersonalDataKey.cipher(file: directory.file("key"), database: database)
    try Data().write(to: URL(filePath: database))
    _ = try PersonalDataKey.cipher(file: directory.file("key"), database: database)
    let error = #expect(throws: PersonalDataKeyProblem.self) {
      try PersonalDataKey.cipher(file: directory.file("other"), database: database)
    }
    #expect(error?.description.contains("orders.sqlite") == true)
    #expect(!FileManager.default.fileExists(atPath: directory.file("other")))
  }
}
