import Messages
import NIOCore
import Protobuf
import Testing

struct RoundTripTests {
  @Test func everyKindOfFieldSurvives() throws {
    let request = InventoryV1.ReserveNumbersRequest(
      parent: "organizations/demo",
      requestId: "b1946ac9-2492-4d23-87a1-5f0d8a3e7b11",
      selection: .quantity(
        InventoryV1.NumberQuantity(
          criteria: InventoryV1.NumberCriteria(countryCode: "US", city: "Zürich ☎️", numberType: .tollFree),
          count: 100)),
      bestEffort: true
    )
    #expect(try InventoryV1.ReserveNumbersRequest(serialized: request.serialized()) == request)
  }
}
