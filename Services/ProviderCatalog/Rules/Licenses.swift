import Telephony

/// How many licences of each kind an organization has committed to.
public struct Licenses: Hashable, Sendable {
  /// The most of one kind that an organization can have (D): far above any customer, far below an overflow.
  public static let maximum: Int32 = 1_000_000

  /// Outbound calling plans (OCP).
  public var outboundCallingPlans: Int32
  /// Service numbers.
  public var serviceNumbers: Int32

  /// Takes counts; nothing is checked.
  public init(outboundCallingPlans: Int32 = 0, serviceNumbers: Int32 = 0) {
    self.outboundCallingPlans = outboundCallingPlans
    self.serviceNumbers = serviceNumbers
  }

  /// What is wrong with the counts.
  ///
  /// - Parameter path: what stands before the names of the fields, such as `organization.`.
  func violations(path: String = "") -> [Violation] {
    [
      ("outbound_calling_plans", outboundCallingPlans), ("service_number_licenses", serviceNumbers),
    ].compactMap { field, count in
      guard !(0...Self.maximum).contains(count) else { return nil }
      return Violation(
        field: path + field,
        reason: "INVALID_LICENSE_COUNT",
        description: "Give a count from 0 to \(Self.maximum)."
      )
    }
  }
}
