import Telephony

/// What people are told by e-mail (domain.md section 5): every problem, what waits for them, and where the country's rules
/// say so the completion.
public enum PortNotice {
  public static func isDue(for event: PortHistoryEntry.Event, _ rules: PortingRules) -> Bool {
    switch event {
    case .rejected, .reminded, .expired, .letterReminded, .documentRequested, .carrierChased,
      .cancellationRefused,
      .rescheduleRefused:
      true
    case .completed: rules.tellsCompletion
    default: false
    }
  }

  /// Subject and text. Neither says anything personal: mail is read by anybody on its way.
  public static func mail(_ kind: String, about order: PortOrder) -> (subject: String, text: String) {
    let status = PortStatus(order)
    let event = PortHistoryEntry.Event(rawValue: kind)
    let title =
      switch event {
      case .rejected: "was rejected"
      case .reminded: "waits for you"
      case .expired: "was canceled"
      case .letterReminded: "needs its letter of agency"
      case .documentRequested: "needs another document"
      case .carrierChased: "is delayed"
      case .completed: "is complete"
      default: "needs attention"
      }
    var lines = ["Port order \(order.name) \(title).", "", status.meaning]
    if !status.fix.isEmpty { lines.append("What to do: \(status.fix)") }
    if let end = order.actUntil { lines.append("Until: \(end)") }
    if !order.requestedDocuments.isEmpty {
      lines.append("Documents asked for: \(order.requestedDocuments.joined(separator: ", "))")
    }
    lines.append("All dates are estimates.")
    return (
      "Port order \(order.name.split(separator: "/").last ?? "") \(title)", lines.joined(separator: "\n")
    )
  }
}
