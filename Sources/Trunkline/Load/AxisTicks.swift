import Foundation

/// Where an axis that begins at 0 has its marks: round numbers, about five of them.
struct AxisTicks: Equatable {
  let values: [Double]
  /// The end of the axis, not below what is to be shown.
  let end: Double

  init(upTo largest: Double) {
    guard largest > 0, largest.isFinite else {
      (values, end) = ([0, 1], 1)
      return
    }
    let rough = largest / 5
    let power = pow(10, floor(log10(rough)))
    let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= rough } ?? rough
    let count = Int((largest / step).rounded(.up))
    values = (0...count).map { Double($0) * step }
    end = Double(count) * step
  }

  /// A mark's number, as short as it can be.
  static func text(_ value: Double) -> String {
    if value >= 10 || value == value.rounded() { return Int(value.rounded()).grouped }
    let digits = value >= 1 ? 1 : value >= 0.1 ? 2 : 3
    return String(format: "%.\(digits)f", value)
  }
}
