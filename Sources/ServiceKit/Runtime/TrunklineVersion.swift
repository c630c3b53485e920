/// Which version of the suite this is.
public enum TrunklineVersion {
  public static let current = "0.1.0"
}
