#include <stddef.h>
#include <stdint.h>

// libFuzzer without its main function, which would be in the way of the one that the Swift package manager names.
int LLVMFuzzerRunDriver(int *count, char ***arguments, int (*callback)(const uint8_t *data, size_t size));
