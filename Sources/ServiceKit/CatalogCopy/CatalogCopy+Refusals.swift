import Messages
import NIOCore
import RPC
import Storage
import Telephony

extension CatalogCopy {
  /// Reasons that may come from a copy that is behind.
  private static let doubtfulReasons: Set<String> = [
    "LOCATION_NOT_FOUND", "CALLING_PLAN_NOT_ENABLED", "OUTBOUND_CALLING_PLAN_REQUIRED",
    "NOT_AVAILABLE_ON_TRIAL",
    "TRIAL_NUMBER_LIMIT", "SERVICE_LICENSE_REQUIRED", "PARTNER_NOT_ENROLLED",
    "COUNTRY_NOT_OFFERED",
  ]

  /// Carries out what is decided by the copy. Before it refuses anybody because of the copy, the catalog itself is
  /// asked: whoever made a location a moment ago finds it, also while its event is still on the way.
  ///
  /// - Throws: what the body throws; `UNAVAILABLE` / `CATALOG_STALE` when the catalog cannot be asked and the copy is
  ///   known to be behind, because no answer is better than a wrong one.
  public func deciding<Answer>(
    organization: String,
    location: String,
    context: ServerContext,
    _ body: () async throws -> Answer
  ) async throws -> Answer {
    do {
      return try await body()
    } catch let refusal as Refusal
      where refusal.violations.contains(where: { Self.doubtfulReasons.contains($0.reason) })
    {
      guard try await refresh(organization, location, context) else {
        if liveness.isLive { throw refusal }
        throw RPCError.catalogStale(refusal, stalenessMilliseconds: liveness.stalenessMilliseconds(clock))
      }
      return try await body()
    }
  }

  /// Reads both from the catalog; false when it cannot be reached.
  private func refresh(_ organization: String, _ location: String, _ context: ServerContext) async throws
    -> Bool
  {
    let caller = Caller(principal: "services/\(signer.issuer)", organization: organization, role: .service)
    var options = try CallOptions(from: context).calling(as: caller, signer: signer)
    if options.deadline == nil { options.deadline = .after(.seconds(5)) }
    do {
      let name = "organizations/\(organization)"
      let client = client
      let asked = options
      let account = try await Self.found {
        try await client.getOrganization(CatalogV1.GetOrganizationRequest(name: name), options: asked)
      }
      let site: CatalogV1.Location? = try await Self.found {
        try await client.getLocation(CatalogV1.GetLocationRequest(name: location), options: asked)
      }
      let country = try await country(of: site, asked)
      let partner = try await partner(of: context, asked)
      try await database.write { transaction in
        try CatalogTables(transaction).put(account, site, partner, country)
        try note(partner.map { .partner($0) }, transaction)
        try note(account.map { .organization($0) }, transaction)
        try note(country.map { .country($0) }, transaction)
        try note(site.map { .location($0) }, transaction)
      }
      return true
    } catch is RPCError {
      return false
    }
  }

  private func country(
    of site: CatalogV1.Location?,
    _ options: CallOptions
  ) async throws -> CatalogV1.Country? {
    guard let code = site?.countryCode else { return nil }
    return try await Self.found {
      try await client.getCountry(.init(name: "countries/\(code.lowercased())"), options: options)
    }
  }

  private func partner(of context: ServerContext, _ options: CallOptions) async throws -> CatalogV1.Partner? {
    guard let id = context.caller?.partner, !id.isEmpty else { return nil }
    return try await Self.found {
      try await client.getPartner(CatalogV1.GetPartnerRequest(name: "partners/\(id)"), options: options)
    }
  }

  /// The answer of a call; nil when the catalog says that there is no such thing.
  private static func found<Answer>(_ call: () async throws -> Answer) async throws -> Answer? {
    do {
      return try await call()
    } catch let error as RPCError where error.code == .notFound || error.code == .invalidArgument {
      return nil
    }
  }
}
