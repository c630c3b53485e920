/// The etag of a resource: its version in quotes (RFC 7232, section 2.3).
public enum ETag {
  public static func text(_ version: Int64) -> String { "\"\(version)\"" }

  /// The version of an etag, 0 when it is none of ours.
  public static func version(_ text: String) -> Int64 {
    Int64(text.dropFirst().dropLast()) ?? 0
  }
}
