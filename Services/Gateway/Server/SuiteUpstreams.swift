import Messages
import RPC

/// The services behind the gateway.
public struct SuiteUpstreams: Sendable {
  public let inventory: Upstream
  public let ordering: Upstream
  public let porting: Upstream
  public let emergencyAddress: Upstream
  public let providerCatalog: Upstream

  public init(
    inventory: Upstream,
    ordering: Upstream,
    porting: Upstream,
    emergencyAddress: Upstream,
    providerCatalog: Upstream
  ) {
    self.inventory = inventory
    self.ordering = ordering
    self.porting = porting
    self.emergencyAddress = emergencyAddress
    self.providerCatalog = providerCatalog
  }

  /// All of them.
  public var all: [Upstream] { [inventory, ordering, porting, emergencyAddress, providerCatalog] }
}

/// What all of them offer to customers. Ordering's list of its own orders is not there: the gateway's shows port orders
/// with them.
public func proxiedServices(_ suite: SuiteUpstreams) -> [ServiceDefinition] {
  [
    proxiedService(InventoryV1.InventoryServiceMethods.all, to: suite.inventory),
    proxiedService(OrderingV1.OrderingServiceMethods.all, to: suite.ordering),
    proxiedService(OrderingV1.LocationSetUpServiceMethods.all, to: suite.ordering),
    proxiedService(PortingV1.PortingServiceMethods.all, to: suite.porting),
    proxiedService(EmergencyV1.EmergencyAddressServiceMethods.all, to: suite.emergencyAddress),
    proxiedService(CatalogV1.ProviderCatalogServiceMethods.all, to: suite.providerCatalog),
  ]
}
