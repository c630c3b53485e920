import Protobuf

/// Writes a service: its methods, the protocol of its handlers, its client.
struct ServiceWriter {
  private let service: ServiceDescriptor
  private let package: String
  private let methods: [MethodCode]

  init(_ service: ServiceDescriptor, package: String, types: TypeNames) {
    self.service = service
    self.package = package
    methods = service.methods.map { MethodCode($0, of: service, types: types) }
  }

  private var constants: String { "\(package).\(service.name)Methods" }

  func write(to code: inout CodeWriter) {
    code.blankLine()
    code.block("extension \(package)") { code in
      writeConstants(to: &code)
      code.blankLine()
      writeProtocol(to: &code)
      code.blankLine()
      writeClient(to: &code)
    }
    code.blankLine()
    writeDefinition(to: &code)
  }

  private func writeConstants(to code: inout CodeWriter) {
    code.line("/// The methods of `\(service.fullName)` as their proto declares them.")
    code.block("public enum \(service.name)Methods") { code in
      for method in methods {
        method.writeConstant(to: &code)
      }
      code.line("/// All of them.")
      code.line("public static let all: [Method] = [\(methods.map(\.name).joined(separator: ", "))]")
    }
  }

  private func writeProtocol(to code: inout CodeWriter) {
    code.documentation(service.comment)
    code.block("public protocol \(SwiftName.escaped(service.name)): Sendable") { code in
      for method in methods { method.writeRequirement(to: &code) }
    }
  }

  private func writeClient(to code: inout CodeWriter) {
    code.line("/// Calls `\(service.fullName)`.")
    code.block("public struct \(service.name)Client: Sendable") { code in
      code.line("private let channel: any RPCChannel")
      code.blankLine()
      code.line("/// A client whose calls go over `channel`.")
      code.block("public init(_ channel: any RPCChannel)") { code in
        code.line("self.channel = channel")
      }
      for method in methods {
        code.blankLine()
        method.writeClient(methods: constants, to: &code)
      }
    }
  }

  private func writeDefinition(to code: inout CodeWriter) {
    code.block("extension \(package).\(SwiftName.escaped(service.name))") { code in
      code.line("/// The service as a server offers it.")
      code.block("public var definition: ServiceDefinition") { code in
        code.line("ServiceDefinition(name: \"\(service.fullName)\", methods: [")
        for method in methods { method.writeBinding(methods: constants, to: &code) }
        code.line("])")
      }
    }
  }
}
