import Telephony

/// What people are told by e-mail (domain.md section 5): every problem, what waits for them, and where the country's rules
/// say so the completion; and all that happens to the request of another carrier for their numbers. What is told is what
/// was so when it happened, however late the mail leaves.
public enum PortNotice {
  /// Subject and text of a mail.
  public typealias Content = (subject: String, text: String)

  public static func isDue(for event: PortHistoryEntry.Event, _ rules: PortingRules) -> Bool {
    switch event {
    case .rejected, .reminded, .expired, .letterReminded, .documentRequested, .documentExpiring,
      .carrierChased,
      .portabilityReviewed,
      .cancellationRefused, .rescheduleRefused, .addressMissing, .firmDateDiffers, .numbersStayed,
      .snapBackRefused, .registryRefused:
      true
    case .completed: rules.tellsCompletion
    default: false
    }
  }

  /// The code of what a request of another carrier has come to.
  public static func kind(of portOut: PortOut) -> String {
    switch portOut.state {
    case .waitingForCustomer: "PORT_OUT_REQUESTED"
    case .accepted: "PORT_OUT_ACCEPTED"
    case .rejected: "PORT_OUT_REJECTED"
    case .completed: "PORT_OUT_COMPLETED"
    }
  }

  /// Subject and text, which name no number.
  public static func mail(about portOut: PortOut) -> Content {
    let title =
      switch portOut.state {
      case .waitingForCustomer: "waits for you"
      case .accepted: "was accepted"
      case .rejected: "was rejected"
      case .completed: "is complete"
      }
    let count = portOut.numbers.count == 1 ? "1 number" : "\(portOut.numbers.count) numbers"
    let text = [
      "Port out \(portOut.name) of \(count) \(title).", "", portOut.meaning, "All dates are estimates.",
    ]
    return (
      "Port out \(portOut.name.split(separator: "/").last ?? "") \(title)", text.joined(separator: "\n")
    )
  }

  /// Subject and text. Neither says anything personal: mail is read by anybody on its way.
  public static func mail(_ event: PortHistoryEntry.Event, about order: PortOrder) -> Content {
    let status = PortStatus(order)
    let title =
      switch event {
      case .rejected: "was rejected"
      case .reminded: "waits for you"
      case .expired: "was canceled"
      case .letterReminded: "needs its letter of agency"
      case .documentRequested: "needs another document"
      case .documentExpiring: "has a document that is soon too old"
      case .portabilityReviewed: "can go on"
      case .carrierChased: "is delayed"
      case .addressMissing: "waits for an emergency address"
      case .completed: "is complete"
      case .registryRefused: "waits for technical support (PTS)"
      case .firmDateDiffers: "has another date"
      case .numbersStayed: "leaves numbers where they are"
      case .snapBackRefused: "cannot be taken back whole"
      default: "needs attention"
      }
    var lines = ["Port order \(order.name) \(title).", "", status.meaning]
    if !status.fix.isEmpty { lines.append("What to do: \(status.fix)") }
    if event == .firmDateDiffers, let firm = order.firmTime {
      lines.append("Firm date: \(order.local(firm))")
    }
    if event == .documentExpiring { lines += expiringDocuments(order) }
    if let end = status.actUntil { lines.append("Until: \(order.local(end))") }
    if !order.requestedDocuments.isEmpty {
      lines.append("Documents asked for: \(order.requestedDocuments.joined(separator: ", "))")
    }
    lines.append("All dates are estimates.")
    return (
      "Port order \(order.name.split(separator: "/").last ?? "") \(title)", lines.joined(separator: "\n")
    )
  }

  private static func expiringDocuments(_ order: PortOrder) -> [String] {
    let documents = order.documents.filter { !order.isUnwarned($0) }
    return documents.map { "\($0.kind.rawValue) is young enough until \($0.lastDay?.description ?? "")." }
      + ["What to do: Submit the order by then, or upload a newer one."]
  }
}
