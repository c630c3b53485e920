import GatewayRules
import Telephony
import Testing

@Suite struct WebhookURLTests {
  @Test(arguments: [
    ("https://example.com", "example.com", 443, "/"),
    ("https://example.com/a?b=c", "example.com", 443, "/a?b=c"),
    ("HTTPS://example.com:8443?x", "example.com", 8_443, "/?x"), ("https://[::1]:9/a", "::1", 9, "/a"),
    ("https://127.0.0.1/x", "127.0.0.1", 443, "/x"),
  ])
  func addressesAreTakenApart(text: String, host: String, port: Int, target: String) throws {
    let url = try WebhookURL(text, allowsClearText: false, field: "url")
    #expect(url.host == host && url.port == port && url.target == target && url.isSecure)
  }

  @Test(arguments: [
    "", "example.com", "ftp://example.com", "http://example.com", "https://", "https:///x",
    "https://a:b@example.com",
    "https://example.com#x", "https://example.com:0", "https://example.com:99999", "https://example.com:x",
    "https://exa mple.com", "https://ex\r\nHost: a", "https://a\\b", "https://[::1", "https://a:1:2",
    "https://" + String(repeating: "a", count: 2_000),
  ])
  func othersAreRefused(text: String) {
    let refusal = #expect(throws: Refusal.self) {
      try WebhookURL(text, allowsClearText: false, field: "webhook.url")
    }
    #expect(refusal?.reason == "INVALID_WEBHOOK_URL")
  }
}

@Suite struct NetworkAddressTests {
  private func address(_ text: String) -> NetworkAddress {
    NetworkAddress(
      text.split(separator: text.contains(":") ? ":" : ".").map {
        UInt8($0, radix: text.contains(":") ? 16 : 10) ?? 0
      }
    )
  }

  @Test(arguments: [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1", "255.255.255.255",
  ])
  func specialAddressesAreNotPublic(text: String) { #expect(!address(text).isPublic) }

  @Test(arguments: [
    "1.1.1.1", "9.255.255.255", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "198.17.0.1",
    "223.255.255.255",
  ])
  func othersArePublic(text: String) { #expect(address(text).isPublic) }

  @Test func sixIsPublicOnlyWhereItIsGivenOut() {
    func six(_ first: [UInt8], last: [UInt8] = []) -> NetworkAddress {
      NetworkAddress(first + Array(repeating: 0, count: 16 - first.count - last.count) + last)
    }
    #expect(six([0x2a, 0x00, 0x14]).isPublic && six([0x26, 0x06]).isPublic)
    for special in [
      six([], last: [1]), six([]), six([0xfe, 0x80]), six([0xfc]), six([0xff, 2]),
      six([0x20, 0x01, 0x0d, 0xb8]),
      six([0x20, 0x02, 127, 0, 0, 1]), six([0x20, 0x01, 0, 0]),
      six([0, 0x64, 0xff, 0x9b], last: [127, 0, 0, 1]),
      // IPv4 in the clothes of IPv6.
      six([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], last: [10, 0, 0, 1]),
    ] {
      #expect(!special.isPublic, "\(special)")
    }
    #expect(six([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], last: [1, 1, 1, 1]).isPublic)
  }

  @Test func aNetworkHasItsAddresses() throws {
    let network = try #require(Network("10.128.0.0/9"))
    #expect(
      network.contains(NetworkAddress([10, 200, 1, 1])) && !network.contains(NetworkAddress([10, 1, 1, 1]))
    )
    #expect(try #require(Network("::1/128")).contains(NetworkAddress(Array(repeating: 0, count: 15) + [1])))
    #expect(try #require(Network("0.0.0.0/0")).contains(NetworkAddress([8, 8, 8, 8])))
    for text in ["", "10.0.0.0", "10.0.0/8", "10.0.0.0/33", "256.0.0.0/8", "fe80::/10"] {
      #expect(Network(text) == nil)
    }
  }
}
