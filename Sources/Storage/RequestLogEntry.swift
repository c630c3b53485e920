/// A mutating call as its log sees it.
struct IdempotentRequest: Sendable {
  let key: RequestKey
  let digest: RequestKeyDigest
  let hash: [UInt8]
  let nowMilliseconds: Int64

  init(_ key: RequestKey, _ hash: [UInt8], _ nowMilliseconds: Int64) {
    self.key = key
    digest = RequestKeyDigest(key)
    self.hash = hash
    self.nowMilliseconds = nowMilliseconds
  }
}

/// A call and its answer as they are stored.
struct RequestLogEntry {
  let key: RequestKey
  let hash: [UInt8]
  let response: [UInt8]

  init(_ reader: inout RecordReader) throws(StorageError) {
    key = RequestKey(principal: try reader.text(), method: try reader.text(), requestID: try reader.text())
    hash = try reader.blob()
    response = try reader.blob()
  }
}

extension RecordPacker {
  mutating func append(_ request: IdempotentRequest, _ response: [UInt8]) {
    append(request.key.principal)
    append(request.key.method)
    append(request.key.requestID)
    append(request.hash)
    append(response)
  }
}
