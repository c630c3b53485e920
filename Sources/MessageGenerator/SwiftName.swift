/// Names of the generated Swift code.
enum SwiftName {
  /// `trunkline.inventory.v1` -> `InventoryV1`; `grpc.testing` -> `GrpcTesting`.
  static func package(_ package: String) -> String {
    let parts = package.split(separator: ".").map(String.init)
    let isVersioned = parts.count > 1 && parts.last?.wholeMatch(of: /v[0-9]+[a-z0-9]*/) != nil
    return (isVersioned ? parts.suffix(2) : parts[...]).map(upperCamel).joined()
  }

  /// `page_size` -> `PageSize`.
  static func upperCamel(_ name: String) -> String {
    name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// `page_size` -> `pageSize`; `PORTING_IN` -> `portingIn`; `GetNumber` -> `getNumber`.
  static func lowerCamel(_ name: String) -> String {
    let isUpperSnake = name.allSatisfy { !$0.isLowercase }
    let camel = upperCamel(isUpperSnake ? name.lowercased() : name)
    return camel.prefix(1).lowercased() + camel.dropFirst()
  }

  /// `Number.State`, `PORTING_IN` -> `portingIn`; `NumberType`, `NUMBER_TYPE_UNSPECIFIED` -> `unspecified`.
  static func enumCase(_ value: String, of enumName: String) -> String {
    let prefix = upperSnake(enumName) + "_"
    let short = value.hasPrefix(prefix) ? String(value.dropFirst(prefix.count)) : value
    let usable = short.first?.isLetter == true ? short : value
    return escaped(lowerCamel(usable))
  }

  /// A name of a property, method, case or type, in backticks where Swift needs them.
  static func escaped(_ name: String) -> String {
    keywords.contains(name) ? "`\(name)`" : name
  }

  /// `NumberType` -> `NUMBER_TYPE`.
  private static func upperSnake(_ name: String) -> String {
    var snake = ""
    for character in name {
      if character.isUppercase, let last = snake.last, last != "_" { snake.append("_") }
      snake += character.uppercased()
    }
    return snake
  }

  private static let keywords: Set<String> = [
    "Any", "Protocol", "Self", "Type", "as", "associatedtype", "break", "case", "catch", "class", "continue",
    "default", "defer", "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate",
    "for",
    "func", "guard", "if", "import", "in", "init", "inout", "internal", "is", "let", "nil", "operator",
    "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return", "self", "static",
    "struct",
    "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
  ]
}
