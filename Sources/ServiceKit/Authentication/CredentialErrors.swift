import RPC

extension RPCError {
  static var credentialsMissing: RPCError {
    RPCError(
      .unauthenticated,
      reason: "CREDENTIALS_MISSING",
      message: "The call has no credentials. Send metadata authorization: Bearer <API key>."
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

  static func roleNotAllowed(_ role: Caller.Role, _ access: Access) -> RPCError {
    RPCError(
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
