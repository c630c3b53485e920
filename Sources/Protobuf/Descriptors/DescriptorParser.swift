/// Turns a `FileDescriptorProto` into descriptors. Numbers are those of google/protobuf/descriptor.proto.
struct DescriptorParser {
  private let comments: [[Int]: String]

  static func file(_ bytes: ArraySlice<UInt8>) throws(WireError) -> FileDescriptor {
    let file = try DescriptorRecord(bytes)
    let parser = DescriptorParser(comments: try comments(file))
    let package = file.string(2)
    return FileDescriptor(
      name: file.string(1),
      package: package,
      dependencies: file.strings(3),
      messages: try parser.list(file, 4, in: package, path: [], parser.message),
      enums: try parser.list(file, 5, in: package, path: [], parser.enumeration),
      services: try parser.list(file, 6, in: package, path: [], parser.service),
      extensions: try extensions(file, 7, messages: 4, in: package),
      isProto3: file.string(12) == "proto3",
      serialized: Array(bytes)
    )
  }

  /// Leading comments by path: `SourceCodeInfo.Location`.
  private static func comments(_ file: DescriptorRecord) throws(WireError) -> [[Int]: String] {
    var comments: [[Int]: String] = [:]
    for location in try file.record(9)?.records(1) ?? [] where !location.string(3).isEmpty {
      comments[try location.packedIntegers(1)] = location.string(3)
    }
    return comments
  }

  /// - Parameters:
  ///   - number: of the field that holds extensions, which differs between files and messages.
  ///   - messages: of the field that holds messages.
  private static func extensions(
    _ parent: DescriptorRecord,
    _ number: Int,
    messages: Int,
    in scope: String
  ) throws(WireError) -> [ExtensionDescriptor] {
    var extensions: [ExtensionDescriptor] = []
    for field in try parent.records(number) {
      extensions.append(
        ExtensionDescriptor(
          fullName: qualified(field, in: scope),
          extended: String(field.string(2).drop { $0 == "." }),
          number: field.integer(3) ?? 0
        )
      )
    }
    for message in try parent.records(messages) {
      extensions += try Self.extensions(message, 6, messages: 3, in: qualified(message, in: scope))
    }
    return extensions
  }

  private typealias Parse<Descriptor> = (DescriptorRecord, String, [Int]) throws(WireError) -> Descriptor

  /// The elements of a repeated field, each with its full name's scope and its path in the file.
  private func list<Descriptor>(
    _ parent: DescriptorRecord,
    _ number: Int,
    in scope: String,
    path: [Int],
    _ parse: Parse<Descriptor>
  ) throws(WireError) -> [Descriptor] {
    var descriptors: [Descriptor] = []
    for (index, record) in try parent.records(number).enumerated() {
      descriptors.append(try parse(record, scope, path + [number, index]))
    }
    return descriptors
  }

  private func message(
    _ record: DescriptorRecord,
    in scope: String,
    path: [Int]
  ) throws(WireError) -> MessageDescriptor {
    let fullName = Self.qualified(record, in: scope)
    return MessageDescriptor(
      name: record.string(1),
      fullName: fullName,
      fields: try list(record, 2, in: fullName, path: path, field),
      oneofs: try list(record, 8, in: fullName, path: path, oneof),
      messages: try list(record, 3, in: fullName, path: path, message),
      enums: try list(record, 4, in: fullName, path: path, enumeration),
      isMapEntry: try record.record(7)?.bool(7) ?? false,
      comment: comments[path] ?? ""
    )
  }

  private func oneof(_ record: DescriptorRecord, in scope: String, path: [Int]) -> OneofDescriptor {
    OneofDescriptor(name: record.string(1), comment: comments[path] ?? "")
  }

  private func field(_ record: DescriptorRecord, in scope: String, path: [Int]) throws(WireError)
    -> FieldDescriptor
  {
    guard let kind = FieldDescriptor.Kind(rawValue: record.integer(5) ?? 0) else {
      throw WireError(.unreadable, at: "\(scope).\(record.string(1))")
    }
    return FieldDescriptor(
      name: record.string(1),
      jsonName: record.string(10),
      number: record.integer(3) ?? 0,
      kind: kind,
      isRepeated: record.integer(4) == 3,
      typeName: String(record.string(6).drop { $0 == "." }),
      oneofIndex: record.integer(9),
      comment: comments[path] ?? ""
    )
  }

  private func enumeration(
    _ record: DescriptorRecord,
    in scope: String,
    path: [Int]
  ) throws(WireError) -> EnumDescriptor {
    let fullName = Self.qualified(record, in: scope)
    return EnumDescriptor(
      name: record.string(1),
      fullName: fullName,
      values: try list(record, 2, in: fullName, path: path) { value, _, path in
        EnumValueDescriptor(
          name: value.string(1),
          number: Int32(truncatingIfNeeded: value.integer(2) ?? 0),
          comment: comments[path] ?? ""
        )
      },
      comment: comments[path] ?? ""
    )
  }

  private func service(
    _ record: DescriptorRecord,
    in scope: String,
    path: [Int]
  ) throws(WireError) -> ServiceDescriptor {
    let fullName = Self.qualified(record, in: scope)
    return ServiceDescriptor(
      name: record.string(1),
      fullName: fullName,
      methods: try list(record, 2, in: fullName, path: path, method),
      comment: comments[path] ?? ""
    )
  }

  private func method(
    _ record: DescriptorRecord,
    in scope: String,
    path: [Int]
  ) throws(WireError) -> MethodDescriptor {
    MethodDescriptor(
      name: record.string(1),
      fullName: Self.qualified(record, in: scope),
      request: String(record.string(2).drop { $0 == "." }),
      response: String(record.string(3).drop { $0 == "." }),
      isClientStreaming: record.bool(5),
      isServerStreaming: record.bool(6),
      numericOptions: try record.record(4)?.integers ?? [:],
      httpRules: try HTTPRule.all(in: try record.record(4)),
      comment: comments[path] ?? ""
    )
  }

  private static func qualified(_ record: DescriptorRecord, in scope: String) -> String {
    scope.isEmpty ? record.string(1) : "\(scope).\(record.string(1))"
  }
}
