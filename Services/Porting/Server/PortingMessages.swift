import Messages
import PortingRules
import ServiceKit
import Telephony

extension PortingV1.PortOrder {
  init(_ order: PortOrder) {
    self.init(
      name: order.name,
      location: order.location,
      numbers: order.numbers.map(PortingV1.NumberPortability.init),
      state: State(rawValue: Int32(order.state.rawValue)),
      meaning: order.meaning,
      nextActor: order.nextActor,
      createTime: GoogleProtobuf.Timestamp(order.createTime),
      updateTime: GoogleProtobuf.Timestamp(order.updateTime),
      etag: "\"\(order.version)\""
    )
  }
}

extension PortingV1.NumberPortability {
  init(_ number: NumberPortability) {
    self.init(
      phoneNumber: number.phoneNumber,
      portability: PortingV1.Portability(rawValue: Int32(number.answer.rawValue)),
      reason: number.reason,
      fix: number.fix,
      losingCarrier: number.losingCarrier
    )
  }
}
