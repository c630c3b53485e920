import RPC
import Telephony

extension ServerContext {
  /// Reads the name of a resource of an organization, and checks that the caller may touch that
  /// organization's.
  ///
  /// A foreign resource is answered as one that does not exist (design.md section 3): nobody learns of
  /// other tenants.
  /// - Parameters:
  ///   - pattern: such as `organizations/*/orders/*`.
  ///   - field: of the request, for the error.
  public func resource(_ name: String, pattern: String, field: String) throws(Refusal) -> ResourceName {
    let resource = try ResourceName(name, pattern: pattern, field: field)
    guard let caller, caller.mayAct(for: resource.organization) else { throw .resourceNotFound(name) }
    return resource
  }

  /// The caller of a method that is not public.
  public func authenticatedCaller() throws(RPCError) -> Caller {
    guard let caller else { throw .credentialsMissing }
    return caller
  }
}
