import Messages
import ServiceKit
import Telephony

extension FilledInGroup {
  /// The applicant of an order: what the order says itself counts more. The address is each order's own, because it has
  /// to lie where the numbers are.
  func completing(_ applicant: OrderingV1.Applicant?) -> OrderingV1.Applicant {
    var whole = applicant ?? OrderingV1.Applicant()
    func text(_ field: ApplicantField, _ own: String) -> String {
      own.isEmpty ? self.text(field.rawValue) : own
    }
    whole.representativeName = text(.representativeName, whole.representativeName)
    whole.contactPhone = text(.contactPhone, whole.contactPhone)
    whole.contactEmail = text(.contactEmail, whole.contactEmail)
    whole.companyName = text(.companyName, whole.companyName)
    whole.vatId = text(.vatID, whole.vatId)
    whole.fiscalCode = text(.fiscalCode, whole.fiscalCode)
    whole.birthDate = text(.birthDate, whole.birthDate)
    whole.birthPlace = text(.birthPlace, whole.birthPlace)
    whole.gender = text(.gender, whole.gender)
    whole.nationality = text(.nationality, whole.nationality)
    whole.serviceDescription = text(.serviceDescription, whole.serviceDescription)
    return whole
  }
}
