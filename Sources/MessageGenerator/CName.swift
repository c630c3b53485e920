/// Names that protoc-c 1.4.1 gives to what it writes.
enum CName {
  /// `trunkline.inventory.v1.Number` -> `Trunkline__Inventory__V1__Number`, a struct or an enum.
  static func type(_ fullName: String) -> String {
    fullName.split(separator: ".").map { SwiftName.upperCamel(String($0)) }.joined(separator: "__")
  }

  /// `trunkline.inventory.v1.StockBlock` -> `trunkline__inventory__v1__stock_block`, before `__init`.
  static func function(_ fullName: String) -> String {
    fullName.split(separator: ".").map { camelToLower($0) }.joined(separator: "__")
  }

  /// The type that says which field of a oneof is set.
  static func oneofCase(_ oneof: String, of message: String) -> String {
    "\(type(message))__\(SwiftName.upperCamel(oneof))Case"
  }

  /// A member of a struct.
  static func member(_ field: String) -> String {
    let name = field.lowercased()
    return SwiftName.escaped(keywords.contains(name) ? name + "_" : name)
  }

  private static func camelToLower(_ name: Substring) -> String {
    var lower = ""
    var wasUpper = true
    for character in name {
      if character.isUppercase, !wasUpper { lower += "_" }
      lower += character.lowercased()
      wasUpper = character.isUppercase
    }
    return lower
  }

  private static let keywords: Set<String> = [
    "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break", "case", "catch", "char", "class",
    "compl",
    "const", "const_cast", "continue", "default", "delete", "do", "double", "dynamic_cast", "else", "enum",
    "explicit",
    "extern", "false", "float", "for", "friend", "goto", "if", "inline", "int", "long", "mutable",
    "namespace", "new",
    "not", "not_eq", "operator", "or", "or_eq", "private", "protected", "public", "register",
    "reinterpret_cast",
    "return", "short", "signed", "sizeof", "static", "static_cast", "struct", "switch", "template", "this",
    "throw",
    "true", "try", "typedef", "typeid", "typename", "union", "unsigned", "using", "virtual", "void",
    "volatile",
    "wchar_t", "while", "xor", "xor_eq",
  ]
}
