import ServiceKit

/// Settings of every service that keeps personal data (design.md section 5).
public enum PersonalDataKeys {
  public static let keyFile = ConfigurationKey(
    "personalData.keyFile",
    .text("the path of a file, or nothing"),
    default: "",
    "File with base64 of the 32 bytes that encrypt personal data; made with a new key when absent. Without a path it "
      + "is personal-data.key in dataDirectory. Keep a copy elsewhere: without the key the data cannot be read."
  )
}

extension ServiceConfiguration {
  /// The path of the key file.
  public var personalDataKeyFile: String {
    let path = self[PersonalDataKeys.keyFile]
    return path.isEmpty ? "\(self[ServiceKeys.dataDirectory])/personal-data.key" : path
  }
}
