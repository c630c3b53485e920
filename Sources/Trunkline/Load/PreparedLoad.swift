import ArgumentParser
import Foundation
import Load
import NIOCore
import Protobuf
import RPC

/// A journey whose requests are known to fit the methods that a server has.
struct PreparedLoad {
  let template: RequestTemplate
  let later: [LoadStep]

  init(_ journey: Journey, of descriptors: DescriptorSet) throws {
    let json = ProtobufJSON(descriptors)
    let methods = try journey.calls.map { try descriptors.unaryMethod(named: $0.method) }
    guard let first = methods.first else { throw ValidationError("There is no call to make.") }
    template = try Self.template(journey.calls[0].request, first.request, json)
    later = try journey.calls.indices.dropFirst().map { index in
      try Self.step(
        journey.calls[index],
        methods[index].request,
        answers: methods[..<index].map(\.response),
        json,
        descriptors
      )
    }
  }

  private static func template(_ text: String, _ type: String, _ json: ProtobufJSON) throws -> RequestTemplate
  {
    var random = SystemRandomNumberGenerator()
    do {
      return try RequestTemplate(compiling: text, using: &random) { try json.bytes(from: $0, type: type) }
    } catch {
      throw CommandFailure(description: "The request does not fit \(type): \(error)", exitCode: EX_USAGE)
    }
  }

  private static func step(
    _ call: Journey.Call,
    _ type: String,
    answers: [String],
    _ json: ProtobufJSON,
    _ descriptors: DescriptorSet
  ) throws -> LoadStep {
    do {
      let request = try LaterRequest(call.request, answers: answers, of: descriptors)
      // Once before the run, so that a request that does not fit is known.
      _ = try json.bytes(from: request.sample, type: type)
      return LoadStep(path: "/\(call.method)", repeatsOn: call.repeatsOn) { answers in
        request.text(answers).flatMap { try? json.bytes(from: $0, type: type) }
      }
    } catch {
      throw CommandFailure(
        description: "The request of \(call.method) does not fit \(type): \(error)",
        exitCode: EX_USAGE
      )
    }
  }
}

extension DescriptorSet {
  /// A method by `service/method` that takes one message.
  func unaryMethod(named text: String) throws -> MethodDescriptor {
    let parts = text.split(separator: "/").map(String.init)
    let service = service(named: parts.first ?? "")
    guard parts.count == 2, let service, let found = service.methods.first(where: { $0.name == parts[1] })
    else {
      let known = service?.methods.map(\.name).joined(separator: ", ")
      throw ValidationError(
        "\(text) is no method. "
          + (known.map { "\(parts[0]) has \($0)." }
            ?? "Write service and method, such as trunkline.inventory.v1.InventoryService/GetNumber.")
      )
    }
    guard !found.isClientStreaming else {
      throw ValidationError("\(text) takes a stream of messages. Choose a method that takes one.")
    }
    return found
  }
}
