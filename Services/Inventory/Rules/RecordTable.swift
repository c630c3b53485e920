/// Records by their ids, in places that are used again.
struct RecordTable<Record: Sendable>: Sendable {
  private var places = NumberTable()
  private var records: [Record?] = []
  private var freePlaces: [Int] = []

  var count: Int { places.count }

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
