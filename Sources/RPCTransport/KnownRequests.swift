import HTTP2
import RPC

/// The requests that a connection brought lately, sorted out: clients repeat their headers word for word, but for a few that
/// differ with every call.
struct KnownRequests {
  /// A class, because going through them then costs one reference count each.
  private final class Known {
    let fields: [HeaderField]
    /// Where a value differs with every call.
    let differing: [Int]
    /// What the other fields say.
    let head: RequestHead

    init(fields: [HeaderField], differing: [Int], head: RequestHead) {
      (self.fields, self.differing, self.head) = (fields, differing, head)
    }

    /// The head of a request whose other fields are the same, or nil.
    func head(of others: [HeaderField]) -> RequestHead? {
      guard others.count == fields.count else { return nil }
      var next = differing.startIndex
      for index in fields.indices {
        if next < differing.endIndex, differing[next] == index {
          guard others[index].name == fields[index].name else { return nil }
          next += 1
        } else if others[index] != fields[index] {
          return nil
        }
      }
      guard !differing.isEmpty else { return head }
      var head = head
      for index in differing { head.take(others[index]) }
      return head
    }
  }

  private static let differingNames: Set<String> = ["grpc-timeout", "traceparent", "tracestate"]
  /// For a client that calls several methods in turn.
  private static let capacity = 8
  /// What is larger is not worth keeping for the life of a connection.
  private static let mostFields = 24
  private static let mostBytes = 2_048

  private var known: [Known] = []
  private var nextToGo = 0

  /// Sorts the header section of a request out.
  mutating func head(_ fields: [HeaderField], _ router: ServiceRouter) -> RequestHead {
    for candidate in known {
      if let head = candidate.head(of: fields) { return head }
    }
    var head = RequestHead()
    var differing: [Int] = []
    for (index, field) in fields.enumerated() {
      if Self.differingNames.contains(field.name) { differing.append(index) } else { head.take(field) }
    }
    if head.isGRPC { head.findRoute(in: router) }
    keep(Known(fields: fields, differing: differing, head: head))
    for index in differing { head.take(fields[index]) }
    return head
  }

  private mutating func keep(_ request: Known) {
    guard request.fields.count <= Self.mostFields,
      request.fields.reduce(0, { $0 + $1.value.utf8.count }) <= Self.mostBytes
    else { return }
    if known.count < Self.capacity {
      known.append(request)
    } else {
      known[nextToGo] = request
      nextToGo = (nextToGo + 1) % Self.capacity
    }
  }
}

extension RequestHead {
  fileprivate mutating func take(_ field: HeaderField) { take(field.name, field.value) }
}
