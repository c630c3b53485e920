import Telephony

/// What the emergency provider is to do, once, however often it is asked.
public struct ProviderTask: Hashable, Sendable {
  /// The values are those of the API's enum.
  public enum Kind: Int64, Hashable, Sendable {
    /// Say whether the address exists.
    case validate = 1
    /// Send responders there from now on.
    case provision = 2
    /// Forget the address.
    case remove = 3
  }

  public var kind: Kind
  public var subject: AddressSubject
  /// Of the address; with kind and subject it names the task.
  public var revision: Int64
  public var address = CivicAddress()
  public var information = ""

  /// The removal of an address that was given to the provider.
  public init(removing subject: AddressSubject, revision: Int64) {
    (kind, self.subject, self.revision) = (.remove, subject, revision)
  }

  init(_ kind: Kind, _ record: AddressRecord) {
    (self.kind, subject, revision) = (kind, record.subject, record.revision)
    (address, information) = (record.address, record.information)
  }
}

extension AddressRecord {
  /// What the provider has yet to do for it; nil when it waits for no provider.
  public var task: ProviderTask? {
    switch step {
    case .validating: ProviderTask(.validate, self)
    case .provisioning: ProviderTask(.provision, self)
    case .correctionOffered, .informationMissing, .ready, .rejected, .removed: nil
    }
  }
}
