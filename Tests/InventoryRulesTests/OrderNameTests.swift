import Testing

@testable import InventoryRules

@Suite struct OrderNameTests {
  @Test(arguments: [
    ("", false), ("organizations/acme/orders/0189f0a0-0000-7000-8000-0123456789ab", true),
    ("organizations/acme/portOrders/fedcba98-7654-3210-8000-0123456789ab", true),
    ("organizations/acme/orders/o1", false), ("organizations/acme/orders/o1/children/o2", false),
    ("organizations/acme/orders/0189F0A0-0000-7000-8000-0123456789ab", false),
    ("organizations/acme/orders/0189f0a0-0000-7000-8000-0123456789abc", false),
    ("organizations/acme/orders/0189f0a000000-7000-8000-0123456789ab", false),
    ("organizations/acme/others/0189f0a0-0000-7000-8000-0123456789ab", false),
  ])
  func everyNameComesBack(text: String, isCompact: Bool) {
    let name = OrderName(text)
    #expect(name.text == text)
    if case .uuid = name { #expect(isCompact) } else { #expect(!isCompact) }
  }

  @Test func recordsOfOrdersWithOneHashAreKeptApart() {
    var index = OrderIndex()
    let orders = [(1, 2), (2, 1), (3, 0)].map { high, low in
      OrderName.uuid(.orders, organization: "acme", high: high, low: low)
    }
    for (id, order) in orders.enumerated() { index.insert(Int64(id), order) }
    #expect(index.ids(orders[1]) == [0, 1, 2])
    index.remove(0, orders[0])
    #expect(index.ids(orders[1]) == [1, 2])
    index.remove(2, orders[2])
    index.remove(1, orders[1])
    #expect(index.ids(orders[1]).isEmpty)
  }
}
