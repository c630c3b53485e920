import Telephony
import Yams

extension CountryFileReader {
  /// What an order for new numbers asks for.
  mutating func application() -> ApplicationRules {
    let days = list("review_business_days", mayBeEmpty: true, Self.count)
    if !days.isEmpty, days.count != 2 || days[0] > days[1] {
      note("is not [fewest, most], nor [] where no time is stated.", "review_business_days")
    }
    return ApplicationRules(
      applicantFields: list("applicant_fields", mayBeEmpty: true, ApplicantField.init(rawValue:)),
      documents: documents("documents", DocumentKind.init(rawValue:)),
      reviewBusinessDays: days.count == 2 && days[0] <= days[1] ? days[0]...days[1] : nil,
      hasActionRequired: flag("action_required")
    )
  }

  /// What a port in asks for, and when it is carried out.
  mutating func porting() -> PortingRules {
    PortingRules(
      types: list("port_types", PortType.init(rawValue:)),
      schedule: PortSchedule(leadTimes()),
      hours: list("port_hours", LocalHours.init(_:)),
      hasFixedHours: flag("port_hours_fixed"),
      answersAtOnce: word("portability_answer") { ["AT_ONCE": true, "LATER": false][$0] } ?? true,
      movesMessaging: flag("messaging_moves_along"),
      tellsCompletion: flag("completion_notice"),
      letter: word("letter_form", LetterForm.init(rawValue:)) ?? .countryForm,
      fields: named("port_fields", "field", PortField.init(rawValue:)).map { PortFieldRule($0, $1) },
      documents: documents("port_documents", PortDocument.init(rawValue:)),
      cutOff: cutOff()
    )
  }

  private mutating func cutOff() -> LocalTime? {
    guard rule("port_cut_off")?.value.string != "NONE" else { return nil }
    return word("port_cut_off") { LocalTime($0) }
  }

  /// Elements that are a name alone, or a section with the name and a necessity.
  mutating func named<Name>(
    _ rule: String,
    _ field: String,
    _ parse: (String) -> Name?
  ) -> [(Name, Necessity)] {
    entries(rule) { file, node, key in
      guard node.mapping != nil else { return file.word(node, key: key, parse).map { ($0, .required) } }
      guard let parts = file.section(node, key: key, known: [field, "necessity"]),
        let name = parts[field].flatMap({ file.word($0, key: "\(key).\(field)", parse) }),
        let necessity = parts["necessity"].flatMap({
          file.word($0, key: "\(key).necessity", Necessity.init(rawValue:))
        })
      else {
        file.note("is neither a name nor a section with \(field) and necessity.", at: node, key: key)
        return nil
      }
      return (name, necessity)
    }
  }

  private mutating func documents<Kind>(
    _ rule: String,
    _ parse: (String) -> Kind?
  ) -> [DocumentRule<Kind>] {
    entries(rule, mayBeEmpty: true) { file, node, key in
      guard node.mapping != nil else { return file.word(node, key: key, parse).map { DocumentRule($0) } }
      let known = ["kind", "necessity", "age", "formats"]
      guard let parts = file.section(node, key: key, known: known),
        let kind = parts["kind"].flatMap({ file.word($0, key: "\(key).kind", parse) })
      else {
        file.note("has no kind that is taken here.", at: node, key: key)
        return nil
      }
      return DocumentRule(
        kind,
        necessity: parts["necessity"].flatMap {
          file.word($0, key: "\(key).necessity", Necessity.init(rawValue:))
        } ?? .required,
        age: parts["age"].flatMap { file.word($0, key: "\(key).age", DocumentAge.init(rawValue:)) },
        formats: parts["formats"].map { file.elements($0, key: "\(key).formats") }?
          .compactMap { file.word($0, key: "\(key).formats", FileFormat.init(rawValue:)) } ?? []
      )
    }
  }

  private mutating func leadTimes() -> [PortLeadTime] {
    entries("port_lead_times") { file, node, key in
      let known = ["type", "up_to", "direct_dial_in", "donor", "days", "cutoff"]
      guard let parts = file.section(node, key: key, known: known),
        let type = parts["type"].flatMap({ file.word($0, key: "\(key).type", PortType.init(rawValue:)) }),
        let days = parts["days"].flatMap({ file.word($0, key: "\(key).days", Self.count) }),
        let cutoff = parts["cutoff"].flatMap({ file.word($0, key: "\(key).cutoff", Self.count) })
      else {
        file.note("has not the type, days and cutoff of a row, both from 1 day.", at: node, key: key)
        return nil
      }
      return PortLeadTime(
        type,
        upTo: parts["up_to"].flatMap { file.word($0, key: "\(key).up_to", Self.count) },
        isDirectDialIn: parts["direct_dial_in"].flatMap {
          file.word($0, key: "\(key).direct_dial_in", Bool.init)
        } ?? false,
        donor: parts["donor"].flatMap { file.word($0, key: "\(key).donor", Donor.init(rawValue:)) },
        businessDays: days,
        cancellationBusinessDays: cutoff
      )
    }
  }
}
