import CNghttp2
import Glibc

/// Gives the same field again for a pair of nghttp2's buffers that it saw lately.
///
/// The headers of a connection repeat, and for what stands in a table (RFC 7541, section 2.3) nghttp2 hands out the same
/// buffers each time: two addresses are compared, instead of two strings made. What is spelt out each time, such as the
/// paths of some clients, is compared byte by byte. Buffers are held as long as their field, so that their addresses
/// stand for nothing else meanwhile.
struct FieldCache: ~Copyable {
  private struct Buffers {
    let name: OpaquePointer
    let value: OpaquePointer
    var wasUsed = false

    func release() {
      nghttp2_rcbuf_decref(name)
      nghttp2_rcbuf_decref(value)
    }
  }

  /// More than the fields of a request, and few enough to go through them all.
  private static let capacity = 24
  /// What is huge is not worth keeping for the life of a connection.
  private static let largestBytes = 1_024

  private var buffers: [Buffers] = []
  /// The fields that they stand for.
  private var fields: [HeaderField] = []
  /// Where the next field should be: those of a section follow each other.
  private var likely = 0
  private var nextToGo = 0

  mutating func field(_ name: OpaquePointer, _ value: OpaquePointer) -> HeaderField {
    if let index = indexOf(name, value) ?? indexOfSpelling(name, value) {
      buffers[index].wasUsed = true
      likely = index + 1 < fields.count ? index + 1 : 0
      return fields[index]
    }
    let field = HeaderField(Self.string(name), Self.string(value))
    if field.name.utf8.count + field.value.utf8.count <= Self.largestBytes { keep(field, name, value) }
    return field
  }

  private func indexOf(_ name: OpaquePointer, _ value: OpaquePointer) -> Int? {
    for index in buffers.indices[likely...]
    where buffers[index].value == value && buffers[index].name == name { return index }
    for index in buffers.indices[..<likely]
    where buffers[index].value == value && buffers[index].name == name { return index }
    return nil
  }

  private func indexOfSpelling(_ name: OpaquePointer, _ value: OpaquePointer) -> Int? {
    let name = nghttp2_rcbuf_get_buf(name)
    let value = nghttp2_rcbuf_get_buf(value)
    return buffers.firstIndex {
      Self.equal(nghttp2_rcbuf_get_buf($0.value), value) && Self.equal(nghttp2_rcbuf_get_buf($0.name), name)
    }
  }

  private static func equal(_ one: nghttp2_vec, _ other: nghttp2_vec) -> Bool {
    one.len == other.len && memcmp(one.base, other.base, one.len) == 0
  }

  private mutating func keep(_ field: HeaderField, _ name: OpaquePointer, _ value: OpaquePointer) {
    nghttp2_rcbuf_incref(name)
    nghttp2_rcbuf_incref(value)
    guard fields.count == Self.capacity else {
      buffers.append(Buffers(name: name, value: value))
      return fields.append(field)
    }
    // What came again since the last time round stays; what differs with every call goes.
    while buffers[nextToGo].wasUsed {
      buffers[nextToGo].wasUsed = false
      nextToGo = (nextToGo + 1) % Self.capacity
    }
    buffers[nextToGo].release()
    buffers[nextToGo] = Buffers(name: name, value: value)
    fields[nextToGo] = field
    nextToGo = (nextToGo + 1) % Self.capacity
  }

  deinit {
    for pair in buffers { pair.release() }
  }

  private static func string(_ buffer: OpaquePointer) -> String {
    let bytes = nghttp2_rcbuf_get_buf(buffer)
    return String(decoding: UnsafeBufferPointer(start: bytes.base, count: bytes.len), as: UTF8.self)
  }
}
