import Foundation
import Yams

/// A configuration file, read and checked against a schema.
public enum ConfigurationFile {
  /// Everything that is wrong with a file; empty when a service would start with it.
  ///
  /// - Parameter schemas: of all services; the file's key `service` says which one it is for.
  public static func check(_ path: String, schemas: [ConfigurationSchema]) -> [ConfigurationProblem] {
    var report = ConfigurationReport(origin: path, showsLines: true)
    guard let root = compose(path, into: &report) else { return report.problems }
    guard let name = root.mapping?[Node(ServiceKeys.service)] else {
      report.add(missingServiceMessage(schemas), at: nil, key: ServiceKeys.service)
      return report.problems
    }
    guard let schema = schemas.first(where: { $0.service == name.scalar?.string }) else {
      report.add(missingServiceMessage(schemas), at: name, key: ServiceKeys.service)
      return report.problems
    }
    do {
      _ = try ConfigurationLoader(schema: schema, file: path).load()
      return []
    } catch {
      return error.problems
    }
  }

  /// The nodes of a file by key; problems go into the report.
  static func load(
    _ path: String,
    schema: ConfigurationSchema,
    report: inout ConfigurationReport
  ) -> [String: Node] {
    guard let root = compose(path, into: &report) else { return [:] }
    return values(in: root, schema: schema, report: &report)
  }

  private static func compose(_ path: String, into report: inout ConfigurationReport) -> Node? {
    guard let data = FileManager.default.contents(atPath: path) else {
      report.add("cannot be read. Check that it exists and that this user may read it.", at: nil, key: "")
      return nil
    }
    guard data.count <= 1 << 20, let text = String(validating: data, as: UTF8.self) else {
      report.add("is no UTF-8 text of at most 1 MiB.", at: nil, key: "")
      return nil
    }
    do {
      return try Yams.compose(yaml: text) ?? Node([(Node, Node)]())
    } catch {
      report.add(problem(of: error, path: path))
      return nil
    }
  }

  private static func problem(of error: any Error, path: String) -> ConfigurationProblem {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return ConfigurationProblem(origin: path, line: mark.line, message: "is no YAML here: \(problem).")
    case .duplicatedKeysInMapping(let duplicates, let context):
      return ConfigurationProblem(
        origin: path,
        line: context.mark.line,
        key: duplicates.joined(separator: ", "),
        message: "is there twice. Keep one."
      )
    default:
      return ConfigurationProblem(origin: path, message: "is no YAML.")
    }
  }

  private static func values(
    in root: Node,
    schema: ConfigurationSchema,
    report: inout ConfigurationReport
  ) -> [String: Node] {
    guard checkService(root, schema: schema, report: &report) else { return [:] }
    var found: [String: Node] = [:]
    collect(root, path: "", schema: schema, into: &found, report: &report)
    for (name, node) in found {
      _ = schema.key(named: name)?.decode(node, &report)
    }
    return found
  }

  /// Goes down through the sections until a name is a key of the schema.
  private static func collect(
    _ node: Node,
    path: String,
    schema: ConfigurationSchema,
    into found: inout [String: Node],
    report: inout ConfigurationReport
  ) {
    guard let mapping = node.mapping else {
      // A section without content is written `listen:`.
      if node.scalar?.string.isEmpty != true { report.add("is no section.", at: node, key: path) }
      return
    }
    for (name, value) in mapping {
      let word = name.scalar?.string ?? "(no name)"
      let key = path.isEmpty ? word : "\(path).\(word)"
      if key == ServiceKeys.service {
        continue
      } else if schema.key(named: key) != nil {
        found[key] = value
      } else if schema.keyNames.contains(where: { $0.hasPrefix("\(key).") }) {
        collect(value, path: key, schema: schema, into: &found, report: &report)
      } else {
        report.add(unknownKeyMessage(key, known: schema.keyNames(near: path)), at: name, key: key)
      }
    }
  }

  /// Of a file that is meant for another service nothing else is worth telling.
  private static func checkService(
    _ root: Node,
    schema: ConfigurationSchema,
    report: inout ConfigurationReport
  ) -> Bool {
    let name = root.mapping?[Node(ServiceKeys.service)]
    if name?.scalar?.string == schema.service { return true }
    report.add(
      "must be \(schema.service) for this service; the file is for another one, or does not say for which.",
      at: name,
      key: ServiceKeys.service
    )
    return false
  }

  private static func missingServiceMessage(_ schemas: [ConfigurationSchema]) -> String {
    "must name the service the file is for: one of \(schemas.map(\.service).joined(separator: ", "))."
  }
}

extension ConfigurationSchema {
  /// What may stand in a section, or at the top: keys, and the names of sections.
  fileprivate func keyNames(near section: String) -> [String] {
    let prefix = section.isEmpty ? "" : "\(section)."
    let names = keyNames.filter { $0.hasPrefix(prefix) }.map { name in
      prefix + name.dropFirst(prefix.count).prefix { $0 != "." }
    }
    return Array(Set(names)).sorted()
  }
}
