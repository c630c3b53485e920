/// Ids that the service chooses: 12 of `a-z0-9`, so many that two never meet.
enum NewID {
  static func make() -> String {
    var random = SystemRandomNumberGenerator()
    let symbols = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    return String((0..<12).map { _ in symbols[Int.random(in: symbols.indices, using: &random)] })
  }
}
