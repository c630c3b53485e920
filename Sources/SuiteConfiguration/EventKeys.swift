import ServiceKit

/// Settings of every service that keeps events for others to follow (design.md section 4).
public enum EventKeys {
  public static let retention = ConfigurationKey(
    "events.retention",
    .duration(atLeast: .seconds(3_600)),
    default: .seconds(7 * 86_400),
    text: "7d",
    "How long events are kept; a follower that was away for longer starts from a snapshot."
  )
}
