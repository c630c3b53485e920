extension StatusDetails {
  /// The details as far as there is room. Of many violations the first are kept, and one more says how many are left out.
  static func fitting(_ details: [ErrorDetail], bytes: Int) -> [ErrorDetail] {
    var room = bytes
    return details.compactMap { detail in
      let size = size(of: detail)
      if size <= room {
        room -= size
        return detail
      }
      defer { room = 0 }
      switch detail {
      case .badRequest(let violations) where !violations.isEmpty:
        let kept = first(of: violations, room) {
          $0.field.utf8.count + $0.reason.utf8.count + $0.description.utf8.count
        }
        let rest = FieldViolation(
          field: violations[kept].field,
          reason: moreReason,
          description: more(violations.count - kept)
        )
        return .badRequest(violations[..<kept] + [rest])
      case .preconditionFailure(let violations) where !violations.isEmpty:
        let kept = first(of: violations, room) {
          $0.type.utf8.count + $0.subject.utf8.count + $0.description.utf8.count
        }
        let subject = violations[kept].subject
        let rest = PreconditionViolation(
          type: moreReason,
          subject: subject,
          description: more(violations.count - kept)
        )
        return .preconditionFailure(violations[..<kept] + [rest])
      case .errorInfo(let reason, let domain, _):
        return .errorInfo(reason: reason, domain: domain, metadata: [:])
      case .badRequest, .preconditionFailure, .resourceInfo, .retryInfo, .other:
        return nil
      }
    }
  }

  private static let moreReason = "MORE_VIOLATIONS"
  /// Tags and lengths of a violation, and what says that there are more.
  private static let frameBytes = 16
  private static let moreBytes = 160

  private static func more(_ count: Int) -> String {
    "\(count) violations, from this one on, are left out. Mend those that are named, and ask again."
  }

  /// How many violations fit, at most all but one.
  private static func first<Violation>(of all: [Violation], _ room: Int, _ size: (Violation) -> Int) -> Int {
    var left = room - moreBytes
    let kept = all.prefix { violation in
      left -= size(violation) + frameBytes
      return left >= 0
    }
    return min(kept.count, all.count - 1)
  }

  private static func size(of detail: ErrorDetail) -> Int {
    encode(RPCError(.unknown, message: "", details: [detail])).count
  }
}
