import Messages
import Protobuf
import RPC

/// What a server says of its methods: its reflection service, in whichever version it has.
struct ServerDescriptors {
  private let channel: any RPCChannel
  private let options: CallOptions

  init(_ channel: any RPCChannel, options: CallOptions) {
    self.channel = channel
    self.options = options
  }

  /// The files that declare the services, with all that they import. A server without reflection is taken to be one
  /// of the suite.
  func files(declaring services: [String]) async throws -> DescriptorSet {
    for version in ["v1", "v1alpha"] {
      do {
        return try await files(declaring: services, version: version)
      } catch let error as RPCError where error.code == .unimplemented {
        continue
      }
    }
    return ProtoDescriptors.all
  }

  private func files(declaring services: [String], version: String) async throws -> DescriptorSet {
    // Both versions have the same messages.
    let method = Method(
      service: "grpc.reflection.\(version).ServerReflection",
      name: "ServerReflectionInfo",
      shape: .bidirectional,
      access: .public
    )
    let call: BidirectionalCall<ReflectionV1.ServerReflectionRequest, ReflectionV1.ServerReflectionResponse>
    call = try await channel.bidirectional(method, options: options)
    defer { call.responses.cancel() }
    var answers = call.responses.makeAsyncIterator()
    var files = CollectedFiles()
    for service in Set(services) {
      try await call.send(.init(messageRequest: .fileContainingSymbol(service)))
      try files.add(try await answers.next(), asked: service)
    }
    // Some servers send what a file imports along with it, others wait to be asked.
    while let name = files.missing {
      try await call.send(.init(messageRequest: .fileByFilename(name)))
      try files.add(try await answers.next(), asked: name)
    }
    return try files.descriptors()
  }
}

/// The files that came so far.
private struct CollectedFiles {
  private var files: [String: FileDescriptor] = [:]

  mutating func add(_ response: ReflectionV1.ServerReflectionResponse?, asked: String) throws {
    guard case .fileDescriptorResponse(let answer)? = response?.messageResponse else {
      throw CommandFailure(
        description: "The server knows no \(asked); see what it has with `grpcurl … list`."
      )
    }
    var set = WireWriter()
    for file in answer.fileDescriptorProto { set.append(1, file) }
    let before = files.count
    for file in try DescriptorSet(serialized: set.bytes).files { files[file.name] = file }
    guard files.count > before || files[asked] != nil || missing == nil else {
      throw CommandFailure(description: "The server does not send \(asked), which its files import.")
    }
  }

  /// A file that another one imports, and nobody sent.
  var missing: String? {
    files.values.flatMap(\.dependencies).first { files[$0] == nil }
  }

  /// All of them, each after those that it imports.
  func descriptors() throws -> DescriptorSet {
    var ordered: [FileDescriptor] = []
    var seen: Set<String> = []
    func visit(_ file: FileDescriptor) {
      guard seen.insert(file.name).inserted else { return }
      for name in file.dependencies { files[name].map(visit) }
      ordered.append(file)
    }
    for file in files.values.sorted(by: { $0.name < $1.name }) { visit(file) }
    return DescriptorSet(files: ordered)
  }
}
