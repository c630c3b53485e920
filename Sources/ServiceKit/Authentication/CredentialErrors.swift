import RPC

extension RPCError {
  static var credentialsMissing: RPCError {
    RPCError(
      .unauthenticated,
      reason: "CREDENTIALS_MISSING",
      message: "The call has no credentials. Send metadata authorization: Bearer <API key or JWT>."
    )
  }

  static func credentialsInvalid(_ why: String) -> RPCError {
    RPCError(
      .unauthenticated,
      reason: "CREDENTIALS_INVALID",
      message: "The credentials are not valid: \(why). Check the key and which suite it belongs to."
    )
  }

  static func credentialsTwice(_ header: String) -> RPCError {
    credentialsInvalid("\(header) is there twice")
  }

  static var credentialsExpired: RPCError {
    RPCError(
      .unauthenticated,
      reason: "CREDENTIALS_EXPIRED",
      message:
        "The signed caller context has expired. Sign a new one, and compare the clocks of both machines."
    )
  }

  static var keyExpired: RPCError {
    RPCError(
      .unauthenticated,
      reason: "CREDENTIALS_EXPIRED",
      message: "The API key or token has expired. Use the one that took its place."
    )
  }

  static var tokenExpired: RPCError {
    RPCError(
      .unauthenticated,
      reason: "CREDENTIALS_EXPIRED",
      message: "The token has expired. Get a new one from its issuer."
    )
  }

  static func scopeMissing(_ scope: String) -> RPCError {
    RPCError(
      .permissionDenied,
      reason: "SCOPE_MISSING",
      message: "The API key or token is not good for this method: it needs the scope \(scope).",
      information: ["scope": scope]
    )
  }

  // domain.md section 2: what binds the customer is not for its partner.
  private static var customerMustSign: RPCError {
    RPCError(
      .permissionDenied,
      reason: "CUSTOMER_MUST_SIGN",
      message: "The customer must sign: this is for a customer administrator of the organization, not for "
        + "its partner. Ask one to call.",
      information: ["role": Caller.Role.partner.rawValue]
    )
  }

  static func roleNotAllowed(_ role: Caller.Role, _ access: Access) -> RPCError {
    if role == .partner, access == .customerAdministrator { return .customerMustSign }
    return RPCError(
      .permissionDenied,
      reason: "ROLE_NOT_ALLOWED",
      message: "The role \(role.rawValue) may not call this method. It is for: \(access.rolesInWords).",
      information: ["role": role.rawValue]
    )
  }
}

extension Access {
  fileprivate var rolesInWords: String {
    let roles = Caller.Role.allCases.filter { $0.allows(self) }
    return roles.isEmpty ? "nobody" : roles.map(\.rawValue).joined(separator: ", ")
  }
}
