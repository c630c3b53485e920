import Messages
import Synchronization
import Telephony

/// What countries offer, in memory: it is stated with each answer that offers numbers.
public final class CountryOffers: Sendable {
  /// What one country offers.
  public struct Offer: Sendable {
    public let hasTollFree: Bool
    public let useLimits: [TypeV1.UseLimit]

    /// The limits for people.
    ///
    /// - Parameter isService: whether the numbers are service numbers.
    public func limitTexts(isService: Bool) -> [String] {
      useLimits.compactMap { $0.rule?.text(isService: isService) }
    }
  }

  private struct State {
    /// By the code of the country.
    var offers: [String: Offer] = [:]
    /// Codes of countries by the names of locations.
    var countries: [String: String] = [:]
  }

  private let state = Mutex(State())

  func note(_ country: CatalogV1.Country) {
    let offer = Offer(hasTollFree: country.tollFree, useLimits: country.useLimits)
    state.withLock { $0.offers[country.countryCode] = offer }
  }

  func note(_ location: String, in country: String) {
    state.withLock { $0.countries[location] = country }
  }

  /// That of a country; nil while nothing is known of it.
  ///
  /// - Parameter code: ISO 3166-1 alpha-2, upper case.
  public func offer(in code: String) -> Offer? { state.withLock { $0.offers[code] } }

  /// That of the country of a location; nil while nothing is known of it.
  ///
  /// - Parameter location: `organizations/{organization}/locations/{location}`.
  public func offer(at location: String) -> Offer? {
    state.withLock { state in state.countries[location].flatMap { state.offers[$0] } }
  }
}

extension TypeV1.UseLimit {
  public init(_ limit: UseLimit) {
    switch limit {
    case .notForContactCenters: self = .notForContactCenters
    case .notForResale: self = .notForResale
    case .noX11But911: self = .noX11But911
    case .someDestinationsClosed: self = .someDestinationsClosed
    case .callerNameMayDiffer: self = .callerNameMayDiffer
    }
  }

  /// Nil for one that this program does not know.
  var rule: UseLimit? { UseLimit.allCases.first { Self($0) == self } }
}
