#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

/* zlib wants its stream at one address, and pointers into input and output. Both stay here, so that Swift hands over
   arrays only. */

static inline z_stream *_Nullable trunkline_gzip_compressor(int level) {
  z_stream *stream = (z_stream *)calloc(1, sizeof *stream);
  if (stream && deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    free(stream);
    return NULL;
  }
  return stream;
}

static inline z_stream *_Nullable trunkline_gzip_expander(void) {
  z_stream *stream = (z_stream *)calloc(1, sizeof *stream);
  if (stream && inflateInit2(stream, 15 + 16) != Z_OK) {
    free(stream);
    return NULL;
  }
  return stream;
}

static inline void trunkline_gzip_end_compressor(z_stream *_Nonnull stream) {
  deflateEnd(stream);
  free(stream);
}

static inline void trunkline_gzip_end_expander(z_stream *_Nonnull stream) {
  inflateEnd(stream);
  free(stream);
}

/* What one turn took of the input and put into the output, and zlib's code. */
typedef struct {
  size_t taken;
  size_t written;
  int code;
} trunkline_gzip_turn;

/* Works on input from an offset on until it ends or the output is full. */
static inline trunkline_gzip_turn trunkline_gzip_step(
    z_stream *_Nonnull stream, int compresses, const uint8_t *_Nonnull input, size_t offset, size_t count,
    uint8_t *_Nonnull output, size_t capacity) {
  trunkline_gzip_turn turn;
  stream->next_in = (Bytef *)(input + offset);
  stream->avail_in = (uInt)(count - offset);
  stream->next_out = output;
  stream->avail_out = (uInt)capacity;
  turn.code = compresses ? deflate(stream, Z_FINISH) : inflate(stream, Z_NO_FLUSH);
  turn.taken = count - offset - stream->avail_in;
  turn.written = capacity - stream->avail_out;
  return turn;
}
