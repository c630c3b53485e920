import GatewayRules
import Messages
import RPC
import ServiceKit
import Telephony

/// Answers the calls of `trunkline.gateway.v1.OverviewService`, each from several services.
public struct OverviewServer: GatewayV1.OverviewService {
  let services: SuiteUpstreams
  /// How long a service may take for its part.
  let partTimeout: Duration

  public init(services: SuiteUpstreams, partTimeout: Duration) {
    self.services = services
    self.partTimeout = partTimeout
  }

  public func listPstnOrders(
    _ request: GatewayV1.ListPstnOrdersRequest,
    context: ServerContext
  ) async throws -> GatewayV1.ListPstnOrdersResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let size = try PageSize(request.pageSize, standard: 50, largest: 200).count
    let places = try ListPlaces(token: request.pageToken, count: 2).places
    let wanted = try PstnOrderWish(request.filter)
    let parts = PartsOfAnswer(for: context, timeout: partTimeout)
    var merge = PstnOrderMerge(readers(of: parent.text, from: places, parts, part: "pstn_orders"))
    let orders = try await merge.page(of: size) { wanted.includes($0) }
    return .init(pstnOrders: orders, nextPageToken: merge.token, missingParts: parts.missingParts)
  }

  /// The newest orders that are not settled, at most 50.
  func openOrders(
    of organization: String,
    location: String = "",
    _ parts: PartsOfAnswer
  ) async throws -> [GatewayV1.PstnOrder] {
    let places = [ListPlace(), ListPlace()]
    var merge = PstnOrderMerge(readers(of: organization, from: places, parts, part: "open_orders"))
    return try await merge.page(of: 50) { order in
      GatewayV1.PstnOrder.State.open.contains(order.state) && (location.isEmpty || order.location == location)
    }
  }

  /// Ordering's orders, which are of two kinds, and Porting's.
  private func readers(
    of organization: String,
    from places: [ListPlace],
    _ parts: PartsOfAnswer,
    part: String
  ) -> [PstnOrderReader] {
    let ordering = OrderingV1.PstnOrderServiceClient(services.ordering.channel)
    let porting = PortingV1.PortingServiceClient(services.porting.channel)
    let size = Int32(PstnOrderReader.chunkSize)
    return [
      PstnOrderReader(from: places[0]) { token in
        try await parts.ask(part, services.ordering) { options in
          let page = try await ordering.listPstnOrders(
            .init(parent: organization, pageSize: size, pageToken: token),
            options: options
          )
          return (page.pstnOrders.compactMap(GatewayV1.PstnOrder.init), page.nextPageToken)
        }
      },
      PstnOrderReader(from: places[1]) { token in
        try await parts.ask(part, services.porting) { options in
          let page = try await porting.listPortOrders(
            .init(parent: organization, pageSize: size, pageToken: token),
            options: options
          )
          return (page.portOrders.map { GatewayV1.PstnOrder($0) }, page.nextPageToken)
        }
      },
    ]
  }
}
