#include "CPhoneNumber.h"

#include <phonenumbers/phonenumberutil.h>

#include <cstring>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

constexpr char kNoRegion[] = "ZZ";

// The library keeps extensions and leading zeros apart from the national number; E.164 joins them again.
bool DigitsOf(const PhoneNumber &number, uint64_t *digits) {
  std::string text;
  PhoneNumberUtil::GetInstance()->Format(number, PhoneNumberUtil::E164, &text);
  uint64_t value = 0;
  size_t count = 0;
  for (char character : text) {
    if (character == '+') continue;
    if (character < '0' || character > '9' || ++count > 15) return false;
    value = value * 10 + static_cast<uint64_t>(character - '0');
  }
  *digits = value;
  return count > 0;
}

PhoneNumberUtil::ErrorType Read(uint64_t digits, PhoneNumber *number) {
  return PhoneNumberUtil::GetInstance()->Parse("+" + std::to_string(digits), kNoRegion, number);
}

}  // namespace

int32_t trunkline_phone_number_parse(const char *text, size_t length, const char *region, uint64_t *digits) {
  PhoneNumber number;
  auto error = PhoneNumberUtil::GetInstance()->Parse(std::string(text, length), region, &number);
  if (error != PhoneNumberUtil::NO_PARSING_ERROR) return error;
  return DigitsOf(number, digits) ? 0 : static_cast<int32_t>(PhoneNumberUtil::NOT_A_NUMBER);
}

int32_t trunkline_phone_number_describe(uint64_t digits, trunkline_phone_number_facts *facts) {
  PhoneNumber number;
  auto error = Read(digits, &number);
  if (error != PhoneNumberUtil::NO_PARSING_ERROR) return error;
  auto *util = PhoneNumberUtil::GetInstance();
  std::string region;
  util->GetRegionCodeForNumber(number, &region);
  std::memset(facts, 0, sizeof *facts);
  facts->is_valid = util->IsValidNumber(number) ? 1 : 0;
  facts->type = util->GetNumberType(number);
  facts->area_code_length = util->GetLengthOfGeographicalAreaCode(number);
  facts->destination_code_length = util->GetLengthOfNationalDestinationCode(number);
  if (region != kNoRegion) std::strncpy(facts->region, region.c_str(), sizeof facts->region - 1);
  return 0;
}

size_t trunkline_phone_number_format_national(uint64_t digits, char *buffer, size_t capacity) {
  PhoneNumber number;
  if (Read(digits, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return 0;
  std::string text;
  PhoneNumberUtil::GetInstance()->Format(number, PhoneNumberUtil::NATIONAL, &text);
  if (text.size() <= capacity) std::memcpy(buffer, text.data(), text.size());
  return text.size();
}

size_t trunkline_phone_number_keypad_digits(const char *text, size_t length, char *buffer, size_t capacity) {
  std::string digits(text, length);
  PhoneNumberUtil::GetInstance()->ConvertAlphaCharactersInNumber(&digits);
  if (digits.size() <= capacity) std::memcpy(buffer, digits.data(), digits.size());
  return digits.size();
}
