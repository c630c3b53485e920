/// A field that is added to a message from outside it, such as an option of methods.
public struct ExtensionDescriptor: Sendable {
  public let fullName: String
  /// Full name of the message that it is added to.
  public let extended: String
  public let number: Int
}
