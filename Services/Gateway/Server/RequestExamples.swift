/// Requests as somebody would make them, for the description of REST: by method, as JSON. They work on a suite that the
/// demonstration has run on.
public enum RequestExamples {
  private static let organization = "organizations/demo"
  private static let location = "organizations/demo/locations/headquarters"
  private static let criteria = #"{"countryCode": "US", "areaCode": "201"}"#
  private static let address = """
    {"countryCode": "US", "region": "NJ", "city": "Jersey City", "postalCode": "07302", \
    "street": "Montgomery St", "buildingNumber": "30", "floor": "5"}
    """

  /// All examples, by names such as `trunkline.inventory.v1.InventoryService/GetNumber`.
  public static let all = Dictionary(
    uniqueKeysWithValues: [
      ("trunkline.catalog.v1.ProviderCatalogService", catalog),
      ("trunkline.inventory.v1.InventoryService", inventory),
      ("trunkline.ordering.v1.OrderingService", ordering),
      ("trunkline.ordering.v1.LocationSetUpService", ["ListSetUpOrders": parent]),
      ("trunkline.porting.v1.PortingService", porting),
      ("trunkline.emergency.v1.EmergencyAddressService", emergencyAddress),
      ("trunkline.gateway.v1.OverviewService", overview),
      ("trunkline.gateway.v1.EventService", ["ListOrganizationEvents": parent]),
      ("trunkline.gateway.v1.WebhookService", webhooks),
      ("trunkline.sandbox.v1.ClockService", ["GetClock": "{}"]),
    ].flatMap { service, examples in examples.map { ("\(service)/\($0)", $1) } }
  )

  private static let parent = #"{"parent": "\#(organization)", "pageSize": 10}"#

  private static let catalog = [
    "CreateLocation": """
    {"parent": "\(organization)", \
    "location": {"displayName": "Branch", "countryCode": "FR", "timeZone": "Europe/Paris"}}
    """,
    "CreateRequirementGroup": """
    {"parent": "\(organization)", "requirementGroup": {"displayName": "French numbers", "countryCode": "FR", \
    "numberType": "LOCAL", "action": "NEW_NUMBERS"}}
    """,
    "GetContractContact": #"{"name": "\#(location)"}"#,
    "GetCountry": #"{"name": "countries/fr"}"#,
    "GetNoticeAddresses": #"{"organization": "\#(organization)"}"#,
    "GetLocation": #"{"name": "\#(location)"}"#,
    "GetOrganization": #"{"name": "\#(organization)"}"#,
    "GetProvider": #"{"name": "providers/aldergate"}"#,
    "ListCountries": #"{"pageSize": 5}"#,
    "ListLocations": parent,
    "ListProviders": #"{"market": "US", "pageSize": 5}"#,
    "ListRequiredMigrations": #"{"parent": "\#(organization)"}"#,
    "ListRequirementGroups": parent,
    "ListSupportDesks": "{}",
    "PlanMigration": #"{"location": "\#(location)", "to": "LOCAL_GATEWAY"}"#,
  ]

  private static let inventory = [
    "CountNumbers": #"{"parent": "\#(organization)"}"#,
    "ExplainSearch": #"{"search": {"criteria": \#(criteria)}}"#,
    "GetNumber": #"{"name": "numbers/12012004321"}"#,
    "GetStock": #"{"criteria": \#(criteria)}"#,
    "ListNumbers": parent,
    "ReserveNumbers":
      #"{"parent": "\#(organization)", "quantity": {"criteria": \#(criteria), "count": 2}}"#,
    "SearchNumbers": #"{"criteria": \#(criteria), "pageSize": 3}"#,
  ]

  private static let ordering = [
    "CreateOrder": """
    {"parent": "\(organization)", \
    "order": {"location": "\(location)", "quantity": {"criteria": \(criteria), "count": 1}}}
    """,
    "ListBillingEvents": parent,
    "ListOrders": parent,
  ]

  private static let porting = [
    "CheckPortability": #"{"location": "\#(location)", "phoneNumbers": ["+12015550199"]}"#,
    "CreatePortOrder": """
    {"parent": "\(organization)", \
    "portOrder": {"location": "\(location)", "numbers": [{"phoneNumber": "+12015550199"}]}}
    """,
    "ListPortOrders": parent,
    "ListPortOuts": parent,
    "PreviewDates": #"{"location": "\#(location)", "portType": "STANDARD"}"#,
  ]

  private static let emergencyAddress = [
    "GetEmergencyAddress": #"{"name": "\#(location)/emergencyAddress"}"#,
    "GetNotificationContacts": #"{"location": "\#(location)"}"#,
    "ListAddressChanges": #"{"parent": "\#(location)/emergencyAddress", "pageSize": 10}"#,
    "ListAddressUses": #"{"parent": "\#(location)/emergencyAddress", "pageSize": 10}"#,
    "SetLocationAddress": #"{"location": "\#(location)", "address": \#(address)}"#,
  ]

  private static let overview = [
    "GetOrganizationDashboard": #"{"name": "\#(organization)/dashboard"}"#,
    "GetLocationOverview": #"{"name": "\#(location)/overview"}"#,
    "ListPstnOrders": parent,
  ]

  private static let webhooks = [
    "CreateWebhook": """
    {"parent": "\(organization)", \
    "webhook": {"url": "https://example.com/events", "kinds": ["PORT_OUT_CHANGED"]}}
    """,
    "ListWebhooks": #"{"parent": "\#(organization)"}"#,
  ]
}
