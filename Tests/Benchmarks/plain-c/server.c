// The limit: what one thread of plain C reaches with the same two libraries, epoll and nothing else.
//
// It knows one message and two paths that do the same. It checks neither deadlines nor metadata: it is what
// our server is measured against, not an example of a server.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <nghttp2/nghttp2.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/v1/messages.pb-c.h"

enum {
  kReadBytes = 65536,
  kWriteBytes = 131072,
  kRequestBytes = 256,
  kReplyBytes = 256,
  kArenaBytes = 1024,
  kPrefixBytes = 5,
};

typedef struct Stream {
  struct Stream *next_free;
  size_t request_length;
  size_t reply_length;
  size_t reply_sent;
  uint8_t request[kRequestBytes];
  uint8_t reply[kReplyBytes];
} Stream;

typedef struct Connection {
  int socket;
  nghttp2_session *session;
  bool waits_to_write;
  size_t pending_length;
  size_t pending_sent;
  uint8_t pending[kWriteBytes];
} Connection;

typedef struct Arena {
  size_t used;
  _Alignas(16) uint8_t bytes[kArenaBytes];
} Arena;

static Stream *free_streams;
static int poll_descriptor;

static void *arena_allocate(void *context, size_t size) {
  Arena *arena = context;
  size_t start = (arena->used + 15) & ~(size_t)15;
  if (start + size > sizeof arena->bytes) return NULL;
  arena->used = start + size;
  return arena->bytes + start;
}

static void arena_free(void *context, void *pointer) {
  (void)context;
  (void)pointer;
}

static Stream *take_stream(void) {
  Stream *stream = free_streams;
  if (stream) {
    free_streams = stream->next_free;
  } else {
    stream = malloc(sizeof *stream);
    if (!stream) abort();
  }
  stream->request_length = stream->reply_length = stream->reply_sent = 0;
  return stream;
}

static void give_back_stream(Stream *stream) {
  stream->next_free = free_streams;
  free_streams = stream;
}

// "+12015550123" is shown as "(201) 555-0123".
static void display(const char *number, char shown[15]) {
  shown[0] = '(';
  memcpy(shown + 1, number + 2, 3);
  memcpy(shown + 4, ") ", 2);
  memcpy(shown + 6, number + 5, 3);
  shown[9] = '-';
  memcpy(shown + 10, number + 8, 4);
  shown[14] = 0;
}

// Fills the reply of a complete request; false when the request is not one.
static bool answer(Stream *stream) {
  Arena arena = {0};
  ProtobufCAllocator allocator = {arena_allocate, arena_free, &arena};
  const uint8_t *prefix = stream->request;
  if (stream->request_length < kPrefixBytes || prefix[0] != 0) return false;
  size_t length = (size_t)prefix[1] << 24 | (size_t)prefix[2] << 16 | (size_t)prefix[3] << 8 | prefix[4];
  if (length != stream->request_length - kPrefixBytes) return false;
  Bench__V1__LookUpRequest *request =
      bench__v1__look_up_request__unpack(&allocator, length, prefix + kPrefixBytes);
  if (!request || strlen(request->phone_number) != 12) return false;

  char shown[15];
  display(request->phone_number, shown);
  Bench__V1__LookUpResponse reply = BENCH__V1__LOOK_UP_RESPONSE__INIT;
  reply.phone_number = request->phone_number;
  reply.state = 3;
  reply.country_code = "US";
  reply.region = "NJ";
  reply.city = "Jersey City";
  reply.location = "organizations/acme/locations/hq1";
  reply.display_number = shown;
  size_t packed = bench__v1__look_up_response__pack(&reply, stream->reply + kPrefixBytes);
  stream->reply[0] = 0;
  stream->reply[1] = (uint8_t)(packed >> 24);
  stream->reply[2] = (uint8_t)(packed >> 16);
  stream->reply[3] = (uint8_t)(packed >> 8);
  stream->reply[4] = (uint8_t)packed;
  stream->reply_length = kPrefixBytes + packed;
  return true;
}

#define HEADER(NAME, VALUE)                                                                  \
  {(uint8_t *)(NAME), (uint8_t *)(VALUE), sizeof(NAME) - 1, sizeof(VALUE) - 1,               \
   NGHTTP2_NV_FLAG_NO_COPY_NAME | NGHTTP2_NV_FLAG_NO_COPY_VALUE}

static ssize_t read_reply(nghttp2_session *session, int32_t stream_id, uint8_t *buffer, size_t length,
                          uint32_t *flags, nghttp2_data_source *source, void *user_data) {
  (void)user_data;
  Stream *stream = source->ptr;
  size_t left = stream->reply_length - stream->reply_sent;
  if (length > left) length = left;
  memcpy(buffer, stream->reply + stream->reply_sent, length);
  stream->reply_sent += length;
  if (stream->reply_sent == stream->reply_length) {
    static const nghttp2_nv trailers[] = {HEADER("grpc-status", "0")};
    *flags |= NGHTTP2_DATA_FLAG_EOF | NGHTTP2_DATA_FLAG_NO_END_STREAM;
    nghttp2_submit_trailer(session, stream_id, trailers, 1);
  }
  return (ssize_t)length;
}

static int on_begin_headers(nghttp2_session *session, const nghttp2_frame *frame, void *user_data) {
  (void)user_data;
  if (frame->headers.cat == NGHTTP2_HCAT_REQUEST)
    nghttp2_session_set_stream_user_data(session, frame->hd.stream_id, take_stream());
  return 0;
}

static int on_data_chunk(nghttp2_session *session, uint8_t frame_flags, int32_t stream_id,
                         const uint8_t *data, size_t length, void *user_data) {
  (void)frame_flags;
  (void)user_data;
  Stream *stream = nghttp2_session_get_stream_user_data(session, stream_id);
  if (!stream) return 0;
  if (length > kRequestBytes - stream->request_length) return NGHTTP2_ERR_CALLBACK_FAILURE;
  memcpy(stream->request + stream->request_length, data, length);
  stream->request_length += length;
  return 0;
}

static int on_frame(nghttp2_session *session, const nghttp2_frame *frame, void *user_data) {
  (void)user_data;
  if (!(frame->hd.flags & NGHTTP2_FLAG_END_STREAM)) return 0;
  if (frame->hd.type != NGHTTP2_DATA && frame->hd.type != NGHTTP2_HEADERS) return 0;
  Stream *stream = nghttp2_session_get_stream_user_data(session, frame->hd.stream_id);
  if (!stream) return 0;
  static const nghttp2_nv started[] = {HEADER(":status", "200"), HEADER("content-type", "application/grpc")};
  static const nghttp2_nv refused[] = {HEADER(":status", "200"), HEADER("content-type", "application/grpc"),
                                       HEADER("grpc-status", "3")};
  if (!answer(stream)) return nghttp2_submit_response(session, frame->hd.stream_id, refused, 3, NULL);
  nghttp2_data_provider reply = {.source = {.ptr = stream}, .read_callback = read_reply};
  return nghttp2_submit_response(session, frame->hd.stream_id, started, 2, &reply);
}

static int on_stream_close(nghttp2_session *session, int32_t stream_id, uint32_t error_code, void *user_data) {
  (void)error_code;
  (void)user_data;
  Stream *stream = nghttp2_session_get_stream_user_data(session, stream_id);
  if (stream) give_back_stream(stream);
  return 0;
}

static void watch(Connection *connection, bool write) {
  if (connection->waits_to_write == write) return;
  connection->waits_to_write = write;
  struct epoll_event event = {.events = write ? EPOLLIN | EPOLLOUT : EPOLLIN, .data.ptr = connection};
  epoll_ctl(poll_descriptor, EPOLL_CTL_MOD, connection->socket, &event);
}

// Writes everything nghttp2 has, in as few calls as fit; false when the connection is over.
static bool write_out(Connection *connection) {
  for (;;) {
    while (connection->pending_sent < connection->pending_length) {
      ssize_t written = write(connection->socket, connection->pending + connection->pending_sent,
                              connection->pending_length - connection->pending_sent);
      if (written < 0 && errno == EAGAIN) return watch(connection, true), true;
      if (written < 0) return false;
      connection->pending_sent += (size_t)written;
    }
    connection->pending_length = connection->pending_sent = 0;
    // A frame is at most 16,384 bytes and its header: what does not fit waits in nghttp2.
    while (kWriteBytes - connection->pending_length > 16384 + 9) {
      const uint8_t *bytes;
      ssize_t length = nghttp2_session_mem_send(connection->session, &bytes);
      if (length < 0) return false;
      if (length == 0) break;
      memcpy(connection->pending + connection->pending_length, bytes, (size_t)length);
      connection->pending_length += (size_t)length;
    }
    if (connection->pending_length == 0) break;
  }
  watch(connection, false);
  return nghttp2_session_want_read(connection->session) || nghttp2_session_want_write(connection->session);
}

static bool read_in(Connection *connection) {
  static uint8_t buffer[kReadBytes];
  ssize_t length = read(connection->socket, buffer, sizeof buffer);
  if (length < 0) return errno == EAGAIN;
  if (length == 0) return false;
  return nghttp2_session_mem_recv(connection->session, buffer, (size_t)length) == length;
}

static void close_connection(Connection *connection) {
  nghttp2_session_del(connection->session);
  close(connection->socket);
  free(connection);
}

static nghttp2_session_callbacks *callbacks;
static nghttp2_option *options;

static void accept_connection(int listener) {
  int accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
  if (accepted < 0) return;
  int on = 1;
  setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  Connection *connection = calloc(1, sizeof *connection);
  if (!connection) abort();
  connection->socket = accepted;
  nghttp2_session_server_new2(&connection->session, callbacks, connection, options);
  nghttp2_settings_entry settings[] = {{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, 256},
                                       {NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1}};
  nghttp2_submit_settings(connection->session, NGHTTP2_FLAG_NONE, settings, 2);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
  epoll_ctl(poll_descriptor, EPOLL_CTL_ADD, accepted, &event);
  if (!write_out(connection)) close_connection(connection);
}

static int listen_on(uint16_t port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 128)) return -1;
  return listener;
}

int main(int count, char **arguments) {
  if (count != 2) return fprintf(stderr, "usage: %s PORT\n", arguments[0]), 2;
  signal(SIGPIPE, SIG_IGN);
  nghttp2_session_callbacks_new(&callbacks);
  nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, on_begin_headers);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data_chunk);
  nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_stream_close);
  nghttp2_option_new(&options);
  nghttp2_option_set_no_closed_streams(options, 1);

  int listener = listen_on((uint16_t)atoi(arguments[1]));
  if (listener < 0) return perror("listen"), 1;
  poll_descriptor = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(poll_descriptor, EPOLL_CTL_ADD, listener, &event);
  printf("listening on 127.0.0.1:%s\n", arguments[1]);
  fflush(stdout);

  for (;;) {
    struct epoll_event events[64];
    int ready = epoll_wait(poll_descriptor, events, 64, -1);
    for (int index = 0; index < ready; index++) {
      Connection *connection = events[index].data.ptr;
      if (!connection) {
        accept_connection(listener);
        continue;
      }
      bool open = !(events[index].events & EPOLLIN) || read_in(connection);
      if (!open || !write_out(connection)) close_connection(connection);
    }
  }
}
