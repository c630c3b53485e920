import Messages
import RPC
import ServiceKit
import Telephony

extension ProviderCatalogServer {
  public func getCountry(
    _ request: CatalogV1.GetCountryRequest,
    context: ServerContext
  ) throws -> CatalogV1.Country {
    let name = try ResourceName(request.name, pattern: "countries/*", field: "name")
    guard let country = countries.country(named: name.text) else {
      throw Refusal.resourceNotFound(name.text)
    }
    return country
  }

  public func listCountries(
    _ request: CatalogV1.ListCountriesRequest,
    context: ServerContext
  ) throws -> CatalogV1.ListCountriesResponse {
    let page = try PageRequest(size: request.pageSize, token: request.pageToken)
    let limit = request.pageSize == 0 ? Int.max : page.size
    let rest = countries.all.drop { !page.after.isEmpty && $0.name <= "countries/\(page.after)" }
    let last = rest.prefix(limit).last?.name.dropFirst("countries/".count) ?? ""
    return CatalogV1.ListCountriesResponse(
      countries: Array(rest.prefix(limit)),
      nextPageToken: rest.count > limit ? String(last) : ""
    )
  }
}
