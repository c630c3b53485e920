import ArgumentParser
import Load
import Messages
import NIOCore
import Protobuf
import RPC

/// The request of a call that follows on another: JSON with `{{answer.field}}`, for a text of the answer, and
/// `{{uuid}}`.
struct FollowUpRequest {
  private enum Part {
    case text(String)
    case uuid
    /// A text field of the answer, by its number.
    case field(Int)
  }

  let followUp: FollowUp

  init(_ method: String, _ template: String, after first: MethodDescriptor) throws {
    let type = try MethodDescriptor.named(method).request
    let parts = try Self.parts(of: template, answer: first.response)
    // Once with empty values, so that a request that does not fit is known before the run.
    do {
      _ = try Output.encode(Self.text(parts, of: ByteBuffer()) ?? "", type: type)
    } catch {
      throw ValidationError("--then-request does not fit \(type): \(error)")
    }
    followUp = FollowUp(path: "/\(method)") { answer in
      Self.text(parts, of: answer).flatMap { try? Output.encode($0, type: type) }
    }
  }

  private static func parts(of template: String, answer: String) throws -> [Part] {
    var parts: [Part] = []
    var rest = template[...]
    while let open = rest.firstRange(of: "{{"), let close = rest.firstRange(of: "}}") {
      parts.append(.text(String(rest[..<open.lowerBound])))
      parts.append(try part(named: String(rest[open.upperBound..<close.lowerBound]), answer: answer))
      rest = rest[close.upperBound...]
    }
    return parts + [.text(String(rest))]
  }

  private static func part(named name: String, answer: String) throws -> Part {
    if name == "uuid" { return .uuid }
    let field = ProtoDescriptors.all.message(named: answer)?.fields.first {
      "answer.\($0.name)" == name && $0.kind == .string && !$0.isRepeated
    }
    guard let field else {
      throw ValidationError(
        "{{\(name)}} is neither {{uuid}} nor a text field of the answer, \(answer), such as {{answer.name}}."
      )
    }
    return .field(field.number)
  }

  private static func text(_ parts: [Part], of answer: ByteBuffer) -> String? {
    var fields: [Int: String] = [:]
    var reader = WireReader(Array(answer.readableBytesView)[...])
    do {
      while let (number, value) = try reader.next() {
        if case .bytes(let bytes) = value {
          fields[number] = String(decoding: bytes, as: UTF8.self)
        }
      }
    } catch {
      return nil
    }
    return parts.map { part in
      switch part {
      case .text(let text): text
      case .uuid: RequestOption.new()
      case .field(let number): fields[number] ?? ""
      }
    }.joined()
  }
}

extension MethodDescriptor {
  /// A method of the suite by `service/method`.
  static func named(_ text: String) throws -> MethodDescriptor {
    let parts = text.split(separator: "/").map(String.init)
    let service = ProtoDescriptors.all.service(named: parts.first ?? "")
    guard parts.count == 2, let service, let found = service.methods.first(where: { $0.name == parts[1] })
    else {
      let known = service?.methods.map(\.name).joined(separator: ", ")
      throw ValidationError(
        "\(text) is no method. "
          + (known.map { "\(parts[0]) has \($0)." }
            ?? "Write service and method, such as trunkline.inventory.v1.InventoryService/GetNumber.")
      )
    }
    return found
  }
}
