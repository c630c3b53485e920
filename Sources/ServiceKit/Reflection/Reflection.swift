import Protobuf

/// What reflection is asked, in either version of its protocol.
enum ReflectionQuery {
  case file(name: String)
  case symbol(String)
  case `extension`(type: String, number: Int32)
  case extensionNumbers(type: String)
  case services
}

/// What it answers.
enum ReflectionAnswer: Equatable {
  case files([[UInt8]])
  case extensionNumbers(type: String, [Int32])
  case services([String])
  case notFound(String)
}

/// Answers clients that learn the API from the server, such as grpcurl.
public struct Reflection: Sendable {
  private let services: [String]
  private let descriptors: @Sendable () -> DescriptorSet

  /// - Parameters:
  ///   - services: those that are listed.
  ///   - descriptors: asked for with every question, so that a server that is never asked does not read them.
  public init(services: [String], descriptors: @escaping @Sendable () -> DescriptorSet) {
    self.services = services.sorted()
    self.descriptors = descriptors
  }

  /// - Parameter sent: names of the files that this stream had already; they are not sent as dependencies
  ///   again.
  func answer(_ query: ReflectionQuery, sent: inout Set<String>) -> ReflectionAnswer {
    let all = descriptors()
    switch query {
    case .services:
      return .services(services)
    case .file(let name):
      return files(all.file(named: name), in: all, sent: &sent) ?? .notFound("file \(name)")
    case .symbol(let symbol):
      return files(all.file(declaring: withoutDot(symbol)), in: all, sent: &sent)
        ?? .notFound("symbol \(symbol)")
    case .extension(let type, let number):
      let file = all.file(extending: withoutDot(type), number: Int(number))
      return files(file, in: all, sent: &sent) ?? .notFound("extension \(number) of \(type)")
    case .extensionNumbers(let type):
      guard all.message(named: withoutDot(type)) != nil else { return .notFound("type \(type)") }
      return .extensionNumbers(type: type, all.extensionNumbers(of: withoutDot(type)).map { Int32($0) })
    }
  }

  private func files(
    _ file: FileDescriptor?,
    in all: DescriptorSet,
    sent: inout Set<String>
  ) -> ReflectionAnswer? {
    guard let file else { return nil }
    let needed = all.withDependencies(file).filter { $0.name == file.name || !sent.contains($0.name) }
    sent.formUnion(needed.map(\.name))
    return .files(needed.map(\.serialized))
  }

  /// Full names may be written with a leading dot, as descriptors do.
  private func withoutDot(_ name: String) -> String {
    String(name.drop { $0 == "." })
  }
}
