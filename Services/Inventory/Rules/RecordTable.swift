/// Records by their ids, in places that are used again.
struct RecordTable<Record: Sendable>: Sendable {
  private var places = NumberTable()
  private var records: [Record?] = []
  private var freePlaces: [Int] = []

  var count: Int { places.count }

  /// Makes room for many more.
  mutating func reserve(_ count: Int) {
    places.reserve(places.count + count)
    records.reserveCapacity(records.count + count)
  }

  /// The record of an id; nil removes it.
  subscript(id: Int64) -> Record? {
    get { places[UInt64(bitPattern: id)].flatMap { records[Int($0)] } }
    set {
      let key = UInt64(bitPattern: id)
      switch (places[key], newValue) {
      case (let place?, let record?): records[Int(place)] = record
      case (let place?, nil):
        records[Int(place)] = nil
        freePlaces.append(Int(place))
        places[key] = nil
      case (nil, let record?): places[key] = Int64(add(record))
      case (nil, nil): break
      }
    }
  }

  /// Takes a record whose id is not there yet.
  mutating func insert(_ record: Record, newID id: Int64) {
    places[UInt64(bitPattern: id)] = Int64(add(record))
  }

  /// Calls the body with every record, in no order.
  func forEach(_ body: (Record) -> Void) {
    for case let record? in records { body(record) }
  }

  /// Every record, in no order.
  var all: [Record] { records.compactMap(\.self) }

  private mutating func add(_ record: Record) -> Int {
    guard let place = freePlaces.popLast() else {
      records.append(record)
      return records.count - 1
    }
    records[place] = record
    return place
  }
}
