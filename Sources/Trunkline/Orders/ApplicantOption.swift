import ArgumentParser
import Foundation
import Messages

/// Who applies for the numbers of an assisted order: personal data, which is read from a file so that it stays out of
/// the shell's history.
struct ApplicantOption: ParsableArguments {
  @Option(
    name: .customLong("applicant"),
    help: ArgumentHelp(
      "JSON file with the applicant, as trunkline.ordering.v1.Applicant; - reads standard input.",
      valueName: "file"
    )
  )
  var file: String?

  func message() throws -> OrderingV1.Applicant? {
    guard let file else { return nil }
    let data = file == "-" ? FileHandle.standardInput.readDataToEndOfFile() : try InputFile.read(file)
    let type = OrderingV1.Applicant.fullName
    return try OrderingV1.Applicant(
      serialized: Output.encode(String(decoding: data, as: UTF8.self), type: type)
    )
  }
}

/// A file that a command is given.
enum InputFile {
  static func read(_ path: String) throws -> Data {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(description: "\(path) cannot be read. Check the path and its permissions.")
    }
    return data
  }
}
