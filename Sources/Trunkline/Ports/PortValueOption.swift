import ArgumentParser
import Messages

/// Something that a country asks for, such as `SIRET=35600000000048` or `RIO:+33142345678=...`.
struct PortValueOption: ExpressibleByArgument {
  let message: PortingV1.PortValue

  init?(argument: String) {
    let halves = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let names = halves[0].split(separator: ":", maxSplits: 1)
    guard halves.count == 2, let field = names.first else { return nil }
    message = .init(
      field: field.uppercased(),
      text: String(halves[1]),
      phoneNumber: names.count > 1 ? String(names[1]) : ""
    )
  }
}

extension [PortingV1.PortValue] {
  /// These with others in the place of those of the same field and number; one without text is taken out.
  func replaced(by others: [PortingV1.PortValue]) -> [PortingV1.PortValue] {
    let kept = filter { old in !others.contains { $0.field == old.field && $0.phoneNumber == old.phoneNumber }
    }
    return kept + others.filter { !$0.text.isEmpty }
  }
}
