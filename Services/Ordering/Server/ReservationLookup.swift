import Messages
import OrderingRules
import RPC
import ServiceKit
import Telephony

/// What a reservation holds, or why it cannot be ordered; neither when no reservation is named.
struct ReservationReading: Sendable {
  var numbers: ReservedNumbers?
  var problem: Violation?
}

/// Reads the reservation that somebody wants to order, to check what the order would be.
struct ReservationLookup: Sendable {
  let inventory: InventoryV1.InventoryServiceClient
  let signer: CallerSigner

  /// - Throws: when the inventory did not answer.
  func read(
    _ order: OrderingV1.Order,
    _ organization: String,
    context: ServerContext
  ) async throws -> ReservationReading {
    let asked = OrderRequest(order, organization: organization, country: "")
    guard let name = asked.namedReservation else { return ReservationReading(numbers: Self.specific(order)) }
    let caller = Caller(principal: "services/\(signer.issuer)", organization: organization, role: .service)
    let options = try CallOptions(from: context).calling(as: caller, signer: signer)
    do {
      let reservation = try await inventory.getReservation(.init(name: name), options: options)
      return ReservationReading(
        numbers: try Self.numbers(reservation),
        problem: Self.problem(reservation, fencingToken: order.fencingToken)
      )
    } catch let error as RPCError where error.isRefusal {
      return ReservationReading(
        problem: Violation(
          field: "order.reservation",
          reason: error.reason,
          description: error.message
        )
      )
    }
  }

  /// What is known of numbers that are asked for by name: which of them are toll-free.
  private static func specific(_ order: OrderingV1.Order) -> ReservedNumbers? {
    guard case .specific(let specific) = order.selection else { return nil }
    let numbers = specific.phoneNumbers.prefix(1_000).compactMap(TelephoneNumber.init(e164:))
    return ReservedNumbers(numbers, isBlock: false)
  }

  private static func numbers(_ reservation: InventoryV1.Reservation) throws -> ReservedNumbers {
    let numbers = reservation.phoneNumbers.compactMap(TelephoneNumber.init(e164:))
    guard numbers.count == reservation.phoneNumbers.count else { throw RPCError.inventoryAnswerMalformed }
    return ReservedNumbers(numbers, isBlock: reservation.block)
  }

  /// The inventory decides again when it is asked to hold the numbers; this is for telling all that is wrong at once.
  private static func problem(_ reservation: InventoryV1.Reservation, fencingToken: Int64) -> Violation? {
    func violation(_ field: String, _ reason: String, _ description: String) -> Violation {
      Violation(field: field, reason: reason, description: description)
    }
    switch reservation.state {
    case .active where reservation.fencingToken == fencingToken || fencingToken <= 0: return nil
    case .active:
      return violation(
        "order.fencing_token",
        "FENCING_TOKEN_MISMATCH",
        "It is not the token of the reservation. Read the reservation again."
      )
    case .expired:
      return violation(
        "order.reservation",
        "RESERVATION_EXPIRED",
        "Its lease ran out. Reserve numbers again."
      )
    case .heldByOrder:
      return violation(
        "order.reservation",
        "RESERVATION_HELD_BY_ORDER",
        "An order holds it already. Cancel that order first, or reserve other numbers."
      )
    default:
      return violation(
        "order.reservation",
        "RESERVATION_NOT_ACTIVE",
        "It is \(reservation.state.name) and cannot be ordered. Reserve numbers again."
      )
    }
  }
}

extension ReservedNumbers {
  /// With what the metadata says of them; toll-free numbers of North America belong to no country of it.
  init(_ numbers: [TelephoneNumber], isBlock: Bool) {
    let metadata = numbers.map(\.metadata)
    self.init(
      numbers: numbers,
      isBlock: isBlock,
      tollFreeCount: metadata.count { $0?.type == .tollFree },
      countryCodes: Set(metadata.compactMap { $0?.type == .tollFree ? nil : $0?.countryCode })
    )
  }
}
