import Messages
import ServiceKit
import Synchronization

/// All organizations, partners and locations as they are answered, so that no read waits for the database.
///
/// A change is noted when it is durable. Changes that were committed one after the other may be noted in another
/// order; the version decides.
final class CatalogMemory: Sendable {
  private struct State {
    var organizations: [String: CatalogV1.Organization] = [:]
    /// By the name of their organization, sorted by their own.
    var locations: [String: [CatalogV1.Location]] = [:]
    var partners: [String: CatalogV1.Partner] = [:]
  }

  /// Checks the calls of partners; here every change is known at once.
  let partnerGate = PartnerGate(isWhole: true)
  private let state = Mutex(State())

  /// Notes an organization unless a later version is there.
  func note(_ organization: CatalogV1.Organization) {
    state.withLock { state in
      let known = state.organizations[organization.name]?.etag ?? ""
      guard ETag.version(organization.etag) > ETag.version(known) else { return }
      state.organizations[organization.name] = organization
      partnerGate.note(organization.name, managedBy: organization.managingPartner)
    }
  }

  /// Notes a partner unless a later version is there.
  func note(_ partner: CatalogV1.Partner) {
    state.withLock { state in
      let known = state.partners[partner.name]?.etag ?? ""
      guard ETag.version(partner.etag) > ETag.version(known) else { return }
      state.partners[partner.name] = partner
      partnerGate.note(partner.name, isEnrolled: partner.enrolled)
    }
  }

  /// Notes a location unless a later version is there.
  func note(_ location: CatalogV1.Location) {
    let organization = Self.organization(of: location.name)
    state.withLock { state in
      Self.note(location, in: &state.locations[organization, default: []])
    }
  }

  private static func note(_ location: CatalogV1.Location, in locations: inout [CatalogV1.Location]) {
    let position = position(of: location.name, in: locations)
    guard position < locations.count, locations[position].name == location.name else {
      return locations.insert(location, at: position)
    }
    guard ETag.version(location.etag) > ETag.version(locations[position].etag) else { return }
    locations[position] = location
  }

  func organization(_ name: String) -> CatalogV1.Organization? {
    state.withLock { $0.organizations[name] }
  }

  func partner(_ name: String) -> CatalogV1.Partner? {
    state.withLock { $0.partners[name] }
  }

  func location(_ name: String) -> CatalogV1.Location? {
    state.withLock { state in
      guard let locations = state.locations[Self.organization(of: name)] else { return nil }
      let position = Self.position(of: name, in: locations)
      return position < locations.count && locations[position].name == name ? locations[position] : nil
    }
  }

  /// All locations of an organization.
  func locations(of organization: String) -> [CatalogV1.Location] {
    state.withLock { $0.locations[organization] ?? [] }
  }

  /// The locations of an organization whose names come after one, and whether there are more.
  func locations(
    of organization: String,
    after name: String,
    limit: Int
  ) -> (page: [CatalogV1.Location], hasMore: Bool) {
    state.withLock { state in
      let all = state.locations[organization] ?? []
      var start = Self.position(of: name, in: all)
      if start < all.count, all[start].name == name { start += 1 }
      let page = all[start...].prefix(limit)
      return (Array(page), start + page.count < all.count)
    }
  }

  /// The position of a name, or where it would be.
  private static func position(of name: String, in locations: [CatalogV1.Location]) -> Int {
    var low = 0
    var high = locations.count
    while low < high {
      let middle = (low + high) / 2
      if locations[middle].name < name { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// `organizations/{organization}` of a location's name.
  private static func organization(of location: String) -> String {
    location.split(separator: "/").prefix(2).joined(separator: "/")
  }
}
