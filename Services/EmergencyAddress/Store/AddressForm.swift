import EmergencyAddressRules
import Foundation
import Storage
import Telephony

/// How the personal part of an address record is written before it is sealed.
enum AddressForm {
  /// The first byte; one of an opening brace is the form that came before. 1 had neither floor and room nor what is in
  /// force.
  private static let form: Int64 = 2

  static func encode(_ record: AddressRecord) -> [UInt8] {
    var packer = RecordPacker()
    packer.append(form)
    append(record.address, to: &packer)
    packer.append(record.information)
    packer.append(record.correction == nil ? 0 : 1 as Int64)
    if let correction = record.correction { append(correction, to: &packer) }
    packer.append(record.inForce?.progress.rawValue ?? 0)
    if let inForce = record.inForce {
      append(inForce.address, to: &packer)
      packer.append(inForce.information)
    }
    return packer.bytes
  }

  private static func append(_ address: CivicAddress, to packer: inout RecordPacker) {
    packer.append(address.countryCode)
    packer.append(address.region)
    packer.append(address.city)
    packer.append(address.postalCode)
    packer.append(address.street)
    packer.append(address.buildingNumber)
    packer.append(address.unit)
    packer.append(address.floor)
    packer.append(address.room)
  }

  static func decode(_ bytes: [UInt8], into record: inout AddressRecord) throws {
    if bytes.first == UInt8(ascii: "{") {
      record.address = try decodeFirstForm(bytes)
      return
    }
    var reader = RecordReader(bytes)
    let form = try reader.integer()
    guard (1...Self.form).contains(form) else {
      throw StorageError(.corrupt, "an address has an unknown form")
    }
    record.address = try address(&reader, form)
    record.information = try reader.text()
    if try reader.integer() == 1 { record.correction = try address(&reader, form) }
    record.inForce = form == 1 ? nil : try inForce(&reader)
  }

  private static func inForce(_ reader: inout RecordReader) throws -> AddressInForce? {
    let progress = try reader.integer()
    guard progress != 0 else { return nil }
    guard let progress = AddressProgress(rawValue: progress) else {
      throw StorageError(.corrupt, "an address in force has an unknown progress")
    }
    let address = try address(&reader, form)
    return AddressInForce(address: address, information: try reader.text(), progress: progress)
  }

  private static func address(_ reader: inout RecordReader, _ form: Int64) throws -> CivicAddress {
    CivicAddress(
      countryCode: try reader.text(),
      region: try reader.text(),
      city: try reader.text(),
      postalCode: try reader.text(),
      street: try reader.text(),
      buildingNumber: try reader.text(),
      unit: try reader.text(),
      floor: form == 1 ? "" : try reader.text(),
      room: form == 1 ? "" : try reader.text()
    )
  }

  private struct FirstForm: Codable {
    var countryCode, region, city, postalCode, street, buildingNumber, unit: String
  }

  private static func decodeFirstForm(_ bytes: [UInt8]) throws -> CivicAddress {
    let stored = try JSONDecoder().decode(FirstForm.self, from: Data(bytes))
    return CivicAddress(
      countryCode: stored.countryCode,
      region: stored.region,
      city: stored.city,
      postalCode: stored.postalCode,
      street: stored.street,
      buildingNumber: stored.buildingNumber,
      unit: stored.unit
    )
  }
}
