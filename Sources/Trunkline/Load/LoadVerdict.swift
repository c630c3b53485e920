import Load

/// Whether a run was good enough.
enum LoadVerdict {
  /// What is wrong with it; nothing when it was. Unless a threshold is about errors, there may be none.
  static func breaches(of thresholds: [LoadThreshold], in result: LoadResult) -> [String] {
    let breaches = thresholds.compactMap { $0.breach(in: result) }
    let areErrorsLimited = thresholds.contains { $0.figure == .errors || $0.figure == .errorPercentage }
    if areErrorsLimited || result.isClean { return breaches }
    return breaches + ["\(result.errors.counting("call")) did not end with OK"]
  }
}
