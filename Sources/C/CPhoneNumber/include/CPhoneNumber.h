// A C face of Google's libphonenumber (Debian: libphonenumber-dev), which is C++.
// Every function can be called from any thread at the same time.
#ifndef TRUNKLINE_CPHONENUMBER_H
#define TRUNKLINE_CPHONENUMBER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// What the metadata says about one number.
typedef struct {
  int32_t is_valid;          // 1 when the number belongs to a plan and has its length
  int32_t type;              // PhoneNumberUtil::PhoneNumberType
  char region[4];            // ISO 3166-1 alpha-2 code, "001" for non-geographic plans, empty when unknown
  int32_t area_code_length;  // digits of the geographical area code, 0 when there is none
  int32_t destination_code_length;  // digits of the national destination code, 0 when there is none
} trunkline_phone_number_facts;

// Reads a number as a person of `region` (two letters, or "ZZ" for none) writes it. Returns 0 and sets
// `*digits` to the E.164 digits, or returns PhoneNumberUtil::ErrorType.
int32_t trunkline_phone_number_parse(const char *text, size_t length, const char *region, uint64_t *digits);

// Looks a number up by its E.164 digits. Returns 0, or PhoneNumberUtil::ErrorType.
int32_t trunkline_phone_number_describe(uint64_t digits, trunkline_phone_number_facts *facts);

// Writes the number as people of its own country write it, without a final NUL. Returns the bytes
// that it has; 0 when the number cannot be read, more than `capacity` when they did not fit.
size_t trunkline_phone_number_format_national(uint64_t digits, char *buffer, size_t capacity);

// Writes the text with its letters turned into the digits of their keys (ITU-T E.161), without a final NUL.
// Returns the bytes that it has, more than `capacity` when they did not fit.
size_t trunkline_phone_number_keypad_digits(const char *text, size_t length, char *buffer, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
