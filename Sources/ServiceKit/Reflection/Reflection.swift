import Synchronization

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
public final class Reflection: Sendable {
  private let services: [String]
  private let fileDescriptorSet: @Sendable () -> [UInt8]
  private let cachedIndex = Mutex<DescriptorIndex?>(nil)

  /// - Parameters:
  ///   - services: those that are listed.
  ///   - fileDescriptorSet: asked for once, when the first question comes.
  public init(services: [String], fileDescriptorSet: @escaping @Sendable () -> [UInt8]) {
    self.services = services.sorted()
    self.fileDescriptorSet = fileDescriptorSet
  }

  private var index: DescriptorIndex {
    cachedIndex.withLock { cached in
      if let index = cached { return index }
      let index = DescriptorIndex(fileDescriptorSet: fileDescriptorSet())
      cached = index
      return index
    }
  }

  /// - Parameter sent: names of the files that this stream had already; they are not sent as dependencies
  ///   again.
  func answer(_ query: ReflectionQuery, sent: inout Set<String>) -> ReflectionAnswer {
    switch query {
    case .services:
      return .services(services)
    case .file(let name):
      return files(index.files[name], sent: &sent) ?? .notFound("file \(name)")
    case .symbol(let symbol):
      return files(index.file(declaring: symbol), sent: &sent) ?? .notFound("symbol \(symbol)")
    case .extension(let type, let number):
      return files(index.file(extending: type, number: number), sent: &sent)
        ?? .notFound("extension \(number) of \(type)")
    case .extensionNumbers(let type):
      return index.extensionNumbers(of: type).map { .extensionNumbers(type: type, $0) }
        ?? .notFound("type \(type)")
    }
  }

  private func files(_ file: DescriptorIndex.File?, sent: inout Set<String>) -> ReflectionAnswer? {
    guard let file else { return nil }
    let needed = index.withDependencies(file).filter { $0.name == file.name || !sent.contains($0.name) }
    sent.formUnion(needed.map(\.name))
    return .files(needed.map(\.bytes))
  }
}
