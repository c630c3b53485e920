import Messages
import NIOCore
import Testing

@testable import Protobuf

/// Every guard, with bytes made by hand.
struct WireGuardTests {
  /// `parent = 1` string, `page_size = 2` int32, `page_token = 3` string.
  private func list(_ bytes: [UInt8]) throws(WireError) -> InventoryV1.ListNumbersRequest {
    try InventoryV1.ListNumbersRequest(serialized: ByteBuffer(bytes: bytes))
  }

  private func refusal(_ bytes: [UInt8]) -> WireError? {
    do {
      _ = try list(bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ([0x0A], WireError(.truncated, at: "parent")),
    ([0x0A, 5, 0x61], WireError(.truncated, at: "parent")),
    ([0x10, 0x80], WireError(.truncated, at: "page_size")),
    ([0x0A, 0x80], WireError(.truncated, at: "parent")),
    ([0x80], WireError(.truncated)),
    ([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], WireError(.truncated, at: "parent")),
    ([0x10] + Array(repeating: 0xFF, count: 10) + [0x01], WireError(.malformedVarint, at: "page_size")),
    ([0x0A, 0x81, 0x80, 0x80, 0x80, 0x80, 0x00, 0x61], WireError(.malformedVarint, at: "parent")),
    ([0x8A, 0x80, 0x80, 0x80, 0x80, 0x00, 0x00], WireError(.malformedVarint)),
    ([0x02, 0x00], WireError(.invalidFieldNumber)),
    ([0xFA, 0xFF, 0xFF, 0xFF, 0x1F, 0x00], WireError(.invalidFieldNumber)),
    ([0x08, 0x01], WireError(.wireTypeMismatch, at: "parent")),
    ([0x12, 0x01, 0x01], WireError(.wireTypeMismatch, at: "page_size")),
    ([0x15, 1, 0, 0, 0], WireError(.wireTypeMismatch, at: "page_size")),
    ([0x7E], WireError(.wireTypeMismatch)),
    ([0x0B, 0x0C], WireError(.groupRefused, at: "parent")),
    ([0x7B, 0x7C], WireError(.groupRefused)),
    ([0x79, 0, 0, 0], WireError(.truncated)),
    ([0x0A, 3, 0x61, 0, 0x62], WireError(.nulInString, at: "parent")),
    ([0x0A, 12] + Array("numbers/123\0".utf8), WireError(.nulInString, at: "parent")),
    ([0x0A, 2, 0xC0, 0x80], WireError(.invalidUTF8, at: "parent")),
    ([0x0A, 3, 0xED, 0xA0, 0x80], WireError(.invalidUTF8, at: "parent")),
    ([0x0A, 4, 0xF4, 0x90, 0x80, 0x80], WireError(.invalidUTF8, at: "parent")),
    ([0x0A, 2, 0xE2, 0x82], WireError(.invalidUTF8, at: "parent")),
  ])
  func isRefused(bytes: [UInt8], error: WireError) {
    #expect(refusal(bytes) == error)
  }

  @Test func unknownFieldsAreSkippedAndTheLastScalarWins() throws {
    let bytes: [UInt8] = [
      0x0A, 1, 0x61, 0x78, 7, 0x7D, 1, 2, 3, 4, 0x79, 1, 2, 3, 4, 5, 6, 7, 8, 0x7A, 1, 0, 0x0A, 1, 0x62,
    ]
    #expect(try list(bytes) == InventoryV1.ListNumbersRequest(parent: "b"))
    #expect(try list([]) == InventoryV1.ListNumbersRequest())
  }

  @Test func numbersAreTruncatedAsEveryParserDoes() throws {
    let minusOne = [0x10] + Array(repeating: UInt8(0xFF), count: 9) + [0x01]
    #expect(try list(minusOne).pageSize == -1)
  }

  @Test func aSingularSubmessageMayOccurOnce() {
    let criteria: [UInt8] = [0x0A, 4, 0x0A, 2, 0x55, 0x53]
    #expect(throws: WireError(.duplicateSubmessage, at: "criteria")) {
      try InventoryV1.SearchNumbersRequest(serialized: ByteBuffer(bytes: criteria + criteria))
    }
    let specific: [UInt8] = [0x1A, 3, 0x0A, 1, 0x31]
    #expect(throws: WireError(.duplicateSubmessage, at: "specific")) {
      try InventoryV1.ReserveNumbersRequest(serialized: ByteBuffer(bytes: specific + specific))
    }
  }

  @Test func thePathLeadsIntoSubmessages() {
    #expect(throws: WireError(.nulInString, at: "quantity.criteria.city")) {
      try InventoryV1.ReserveNumbersRequest(
        serialized: ByteBuffer(bytes: [0x22, 5, 0x0A, 3, 0x2A, 1, 0])
      )
    }
  }

  @Test func aSubmessageDoesNotReachBeyondItsEnd() {
    #expect(throws: WireError(.truncated, at: "criteria.country_code")) {
      try InventoryV1.SearchNumbersRequest(serialized: ByteBuffer(bytes: [0x0A, 2, 0x0A, 2, 0x55, 0x53]))
    }
  }

  @Test func memoryIsBounded() {
    // 2 bytes on the wire, more than 200 in memory, 60,000 times.
    let hostile = Array(repeating: [0x0A, 0x00] as [UInt8], count: 60_000).flatMap { $0 }
    #expect(throws: WireError(.overBudget)) {
      try InventoryV1.ListNumbersResponse(serialized: ByteBuffer(bytes: hostile))
    }
  }

  @Test func shortStringsFitTheBudget() throws {
    let response = InventoryV1.AssignNumbersResponse(phoneNumbers: Array(repeating: "1", count: 100_000))
    #expect(try InventoryV1.AssignNumbersResponse(serialized: response.serialized()) == response)
  }

  @Test func elementsAreCounted() {
    let unknown = Array(repeating: [0x78, 0x00] as [UInt8], count: WireValidator.maxElements + 1).flatMap {
      $0
    }
    #expect(throws: WireError(.tooManyElements)) {
      try InventoryV1.ListNumbersRequest(serialized: ByteBuffer(bytes: unknown))
    }
  }
}
