/// What can happen to a number.
public enum NumberStep: String, Hashable, Sendable, CaseIterable {
  /// Its block is imported.
  case stock
  /// It is held for an organization.
  case reserve
  /// Its reservation ends without an order getting it.
  case giveBack
  /// An order gets it for a location.
  case assign
  /// An order that should have none gives it back at once: it never was in service.
  case takeBack
  /// Its organization gives it up.
  case release
  /// It has rested.
  case endAging
  /// It must not be sold.
  case block
  /// It may be sold again.
  case unblock
  /// A port to a location begins.
  case beginPortIn
  /// It has arrived.
  case completePortIn
  /// It will not come.
  case cancelPortIn
  /// Another carrier has got it.
  case portOut
}

/// The rules of domain.md section 3 for the states of a number: what leads from where to where. Whatever is not here
/// does not happen.
public struct NumberTransition: Hashable, Sendable {
  /// Whose range a number is of.
  public enum Origin: Hashable, Sendable {
    /// Of a block in stock.
    case stock
    /// Of another carrier: the inventory knows it only while it is here.
    case foreign
  }

  /// Nil for numbers that the inventory does not know.
  public let from: NumberState?
  /// What happens.
  public let step: NumberStep
  /// Nil for numbers that the inventory then knows no more.
  public let to: NumberState?
  /// Nil when it is the same for all.
  public let origin: Origin?

  private init(_ from: NumberState?, _ step: NumberStep, _ to: NumberState?, _ origin: Origin? = nil) {
    (self.from, self.step, self.to, self.origin) = (from, step, to, origin)
  }

  /// All that there are.
  public static let all = [
    NumberTransition(nil, .stock, .available),
    NumberTransition(.available, .reserve, .reserved),
    NumberTransition(.reserved, .giveBack, .available),
    NumberTransition(.reserved, .assign, .assigned),
    NumberTransition(.assigned, .takeBack, .available),
    NumberTransition(.assigned, .release, .aging),
    NumberTransition(.assigned, .portOut, .portedOut),
    NumberTransition(.aging, .endAging, .available, .stock),
    NumberTransition(.aging, .endAging, nil, .foreign),
    NumberTransition(.available, .block, .blocked),
    NumberTransition(.blocked, .unblock, .available),
    NumberTransition(nil, .beginPortIn, .portingIn, .foreign),
    NumberTransition(.portedOut, .beginPortIn, .portingIn),
    NumberTransition(.portingIn, .completePortIn, .portedIn),
    NumberTransition(.portingIn, .cancelPortIn, .portedOut, .stock),
    NumberTransition(.portingIn, .cancelPortIn, nil, .foreign),
    NumberTransition(.portedIn, .release, .aging),
    NumberTransition(.portedIn, .portOut, .portedOut),
  ]

  /// Where a step leads from a state; nil when it may not happen there.
  public static func after(_ step: NumberStep, from state: NumberState?, _ origin: Origin)
    -> NumberTransition?
  {
    all.first { $0.step == step && $0.from == state && ($0.origin ?? origin) == origin }
  }

  /// The diagram of the service's README (Mermaid).
  public static var diagram: String {
    let lines = all.map { transition in
      let note =
        switch transition.origin {
        case .stock: " (own numbers)"
        case .foreign: " (foreign numbers)"
        case nil: ""
        }
      let (from, to) = (transition.from?.name ?? "[*]", transition.to?.name ?? "[*]")
      return "  \(from) --> \(to): \(transition.step.rawValue)\(note)"
    }
    return (["stateDiagram-v2"] + lines).joined(separator: "\n")
  }
}
