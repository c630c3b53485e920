import Messages
import OrderingRules
import RPC
import ServiceKit
import Telephony

/// Reads the reservation that somebody wants to order, to check what the order would be.
struct ReservationLookup: Sendable {
  let inventory: InventoryV1.InventoryServiceClient
  let signer: CallerSigner

  /// Fills in the numbers of the reservation, or why it cannot be ordered.
  /// - Throws: when the inventory did not answer.
  func complete(_ check: inout OrderCheck, context: ServerContext) async throws {
    guard check.request.namesReservation else { return }
    let caller = Caller(
      principal: "services/\(signer.issuer)",
      organization: check.request.organization,
      role: .service
    )
    let options = try CallOptions(from: context).calling(as: caller, signer: signer)
    do {
      let request = InventoryV1.GetReservationRequest(name: check.request.reservation)
      let reservation = try await inventory.getReservation(request, options: options)
      check.reservation = try Self.numbers(reservation)
      check.reservationProblem = Self.problem(reservation, fencingToken: check.request.fencingToken)
    } catch let error as RPCError where error.isRefusal {
      check.reservationProblem = Violation(
        field: "order.reservation",
        reason: error.reason.isEmpty ? "RESERVATION_NOT_FOUND" : error.reason,
        description: error.message
      )
    }
  }

  private static func numbers(_ reservation: InventoryV1.Reservation) throws -> ReservedNumbers {
    let numbers = reservation.phoneNumbers.compactMap(TelephoneNumber.init(e164:))
    guard numbers.count == reservation.phoneNumbers.count else { throw RPCError.inventoryAnswerMalformed }
    return ReservedNumbers(
      numbers: numbers,
      isBlock: reservation.block,
      tollFreeCount: numbers.count { $0.metadata?.type == .tollFree }
    )
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
