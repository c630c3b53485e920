import ArgumentParser
import Messages

/// `trunkline orders create`
struct CreateOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Order new numbers for a location.",
    discussion: """
      Take the numbers of a reservation, name the numbers, or say how many (--count)
      or how long a run (--block), and which. In assisted countries give a count and
      a type; then attach documents and submit the order.

      Examples:
        trunkline orders create --reservation 7f3c --location headquarters
        trunkline orders create +12015550123 --location headquarters
        trunkline orders create --count 20 --policy backorder --location headquarters
        trunkline orders create --count 5 --type LOCAL --location berlin
        trunkline orders create --count 5 --type LOCAL --location athens \\
          --requirements athens --applicant address.json
      """
  )

  /// As the API names them.
  enum Policy: String, ExpressibleByArgument, CaseIterable {
    case all, partial, backorder

    var message: OrderingV1.Fulfillment.Policy {
      switch self {
      case .all: .all
      case .partial: .partial
      case .backorder: .backorder
      }
    }
  }

  @Argument(help: "Numbers with + and country code.")
  var numbers: [String] = []

  @Option(
    help: ArgumentHelp("Name or id of a reservation, whose numbers are taken.", valueName: "reservation")
  )
  var reservation: String?

  @Option(help: "How many numbers the system chooses, 1 to 100.")
  var count: Int32?

  @Option(help: ArgumentHelp("Length of a run of consecutive numbers: 10, 50 or 100.", valueName: "size"))
  var block: Int32?

  @Option(help: ArgumentHelp("Name or id of the location that gets the numbers.", valueName: "location"))
  var location: String

  @Option(help: "When not all are to be had: all or none, as many as there are, or wait for stock.")
  var policy = Policy.all

  @Option(help: "The fewest numbers that are of use, with --policy partial.")
  var minimum: Int32 = 0

  @Flag(help: "Order service numbers, for auto attendants and the like.")
  var service = false

  @Option(help: ArgumentHelp("What the reviewer of an assisted order should know.", valueName: "text"))
  var details = ""

  @OptionGroup var applicant: ApplicantOption

  @Option(
    help: ArgumentHelp(
      "Requirement group whose values and documents are taken (trunkline catalog requirements).",
      valueName: "group"
    )
  )
  var requirements: String?

  @Option(
    help: ArgumentHelp("Fencing token of the reservation; looked up when not given.", valueName: "token")
  )
  var fencingToken: Int64?

  @Flag(help: "Check everything and change nothing.")
  var validateOnly = false

  @OptionGroup(title: "Which numbers") var criteria: CriteriaOptions
  @OptionGroup var organization: OrganizationOption
  @OptionGroup var request: RequestOption
  @OptionGroup(title: "The suite") var gateway: GatewayOptions

  func validate() throws {
    let ways = [!numbers.isEmpty, reservation != nil, count != nil, block != nil]
    guard ways.count(where: { $0 }) == 1 else {
      throw ValidationError("Give numbers, or --reservation, or --count, or --block: one of them.")
    }
  }

  func run() async throws {
    let requestID = request.id
    let order = try await gateway.call { client in
      var order = try wish()
      if let reservation {
        order.reservation = organization.resource("reservations", reservation)
        order.fencingToken = try await token(of: order.reservation, client)
      }
      let source = try await source(client)
      if let source { order.applicant = source.filling(order.applicant) }
      let made = try await client.ordering.createOrder(
        .init(parent: organization.name, order: order, requestId: requestID, validateOnly: validateOnly),
        options: client.options
      )
      guard let source, !validateOnly else { return made }
      return try await source.attachDocuments(to: made, requestID: requestID, client)
    }
    try Output.show(order, asJSON: gateway.json) { Orders.sheet(order) }
  }

  private func source(_ client: GatewayClient) async throws -> RequirementSource? {
    guard let requirements else { return nil }
    return try await RequirementSource(organization.resource("requirementGroups", requirements), client)
  }

  private func wish() throws -> OrderingV1.Order {
    OrderingV1.Order(
      location: organization.resource("locations", location),
      selection: selection,
      fulfillment: .init(policy: policy.message, minimum: minimum),
      usage: service ? .service : .standard,
      details: details,
      applicant: try applicant.message()
    )
  }

  private var selection: OrderingV1.Order.Selection? {
    var criteria = criteria.message
    // Numbers are of the country of their location; the service fills it in.
    if criteria.countryCode == CriteriaOptions.standardCountry { criteria.countryCode = "" }
    if let count { return .quantity(.init(criteria: criteria, count: count)) }
    if let block { return .block(.init(criteria: criteria, size: block)) }
    return numbers.isEmpty ? nil : .specific(.init(phoneNumbers: numbers))
  }

  private func token(of reservation: String, _ client: GatewayClient) async throws -> Int64 {
    if let fencingToken { return fencingToken }
    return try await client.inventory.getReservation(.init(name: reservation), options: client.options)
      .fencingToken
  }
}
