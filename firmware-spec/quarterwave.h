/* Made from firmware-spec/messages.json by scripts/generate-messages.mjs; edit that and run it again.

   The messages of firmware-spec/protocol.md in C99, without allocation or other libraries. Structures are for the
   program and are never laid over bytes; qw_decode_* and qw_encode_* go between the two. Decoding skips bytes after the
   last known field and gives QW_OK or why not, when the structure must not be used. Encoding gives the length of the
   payload, or 0 where there is no room for it or a value would not decode. SPDX-License-Identifier: Apache-2.0 */
#ifndef QUARTERWAVE_H
#define QUARTERWAVE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define QW_MAGIC 0xc1u
#define QW_MAJOR 1u
#define QW_DICTIONARY_CRC 0xbfa3da25u
#define QW_HEADER_BYTES 16u
#define QW_CRC_BYTES 4u
#define QW_MAX_U64 UINT64_C(9007199254740991)

#define QW_KIND_REQUEST 0
#define QW_KIND_REPLY 1
#define QW_KIND_EVENT 2
#define QW_KIND_ERROR 5

#define QW_STATE_SAFE 0
#define QW_STATE_IDLE 1
#define QW_STATE_RUNNING 2
#define QW_STATE_FAULT 3

#define QW_OUTCOME_DONE 0
#define QW_OUTCOME_ABORTED 1
#define QW_OUTCOME_INDETERMINATE 2

#define QW_DIRECTION_FORWARD 0
#define QW_DIRECTION_BACKWARD 1

/* Requests and replies. */
#define QW_OP_HELLO 1u
#define QW_OP_IDENTIFY 2u
#define QW_OP_STATUS 3u
#define QW_OP_READ 4u
#define QW_OP_LOAD 5u
#define QW_OP_FIRE 6u
#define QW_OP_RECORD 7u
#define QW_OP_GROUND 8u

/* Events. */
#define QW_EVENT_STARTED 32769u

#define QW_ERROR_WRONG_SESSION 101 /* session of an earlier boot or another host; say hello */
#define QW_ERROR_UNKNOWN_OP 102 /* no such message in this dictionary */
#define QW_ERROR_BAD_PAYLOAD 103 /* payload does not decode */
#define QW_ERROR_UNSUPPORTED_MAJOR 104 /* board speaks another protocol major */
#define QW_ERROR_WRONG_DICTIONARY 105 /* host was built from another dictionary; compare the CRC-32 of hello */
#define QW_ERROR_PLAN_NOT_LOADED 201 /* no complete plan of that id */
#define QW_ERROR_PLAN_CORRUPT 202 /* bytes do not hash to their id, or do not decode */
#define QW_ERROR_PLAN_TOO_LARGE 203 /* measured and limit in bytes */
#define QW_ERROR_BAD_ARRAY 204 /* no array of that number, or another shape */
#define QW_ERROR_SERIAL_GAP 221 /* serial above lastSerial + 1 */
#define QW_ERROR_BLOCK_TOO_LONG 301 /* measured and limit in ticks */
#define QW_ERROR_WINDOW_TOO_LONG 302 /* column window longer than its block; ticks */
#define QW_ERROR_ROW_VOLTAGE 401 /* microvolts */
#define QW_ERROR_READ_VOLTAGE 402 /* microvolts */
#define QW_ERROR_NO_RECORD 601 /* serial never fired, or its record has left the ring */
#define QW_ERROR_SERIAL_OF_OTHER_PLAN 602 /* that serial was fired with another plan */
#define QW_ERROR_MEMORY_FAILED 603 /* the retained memory cannot be written; nothing was fired */

/* What decoding gives. */
#define QW_OK 0
#define QW_TRUNCATED 1      /* the payload ends before its last field */
#define QW_UNKNOWN_VALUE 2  /* a number that is in no set */
#define QW_UNSAFE_INTEGER 3 /* a u64 above 2^53 - 1 */
#define QW_BAD_TEXT 4       /* text that is not UTF-8 */

/* Views into a buffer, never copies: valid as long as the buffer is. text is a struct qw_bytes too, without a NUL. */
struct qw_bytes {
  const uint8_t *data;
  uint16_t count;
};

/* Integers as they stand on the wire; read them with qw_i32_at, write them with qw_put_i32_at before encoding. */
struct qw_i32s {
  const uint8_t *data; /* 4 * count bytes, little-endian, not aligned */
  uint16_t count;
};

static inline uint16_t qw_get_u16(const uint8_t *from) { return (uint16_t)(from[0] | ((unsigned)from[1] << 8)); }

static inline uint32_t qw_get_u32(const uint8_t *from) {
  return (uint32_t)qw_get_u16(from) | ((uint32_t)qw_get_u16(from + 2) << 16);
}

static inline void qw_put_u16(uint8_t *to, uint16_t value) {
  to[0] = (uint8_t)(value & 0xffu);
  to[1] = (uint8_t)(value >> 8);
}

static inline void qw_put_u32(uint8_t *to, uint32_t value) {
  qw_put_u16(to, (uint16_t)(value & 0xffffu));
  qw_put_u16(to + 2, (uint16_t)(value >> 16));
}

/* Two's complement whatever the compiler makes of a conversion that does not fit. */
static inline int32_t qw_signed32(uint32_t bits) {
  int32_t value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static inline int16_t qw_signed16(uint16_t bits) {
  int16_t value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

/* The integer of that index; 0 past the end. */
static inline int32_t qw_i32_at(struct qw_i32s integers, size_t index) {
  return index < integers.count ? qw_signed32(qw_get_u32(integers.data + 4 * index)) : 0;
}

/* Writes one integer of what will be a struct qw_i32s; the caller's buffer must hold it. */
static inline void qw_put_i32_at(uint8_t *integers, size_t index, int32_t value) {
  qw_put_u32(integers + 4 * index, (uint32_t)value);
}

static inline int qw_is_utf8(const uint8_t *text, size_t length) {
  size_t at = 0;
  while (at < length) {
    uint8_t lead = text[at++];
    size_t more = lead < 0x80 ? 0 : lead < 0xc2 ? 4 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 4;
    if (more == 4 || more > length - at) return 0;
    if (more > 0) {
      uint8_t least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
      uint8_t most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
      if (text[at] < least || text[at] > most) return 0;
    }
    for (; more > 0; more -= 1, at += 1) {
      if ((text[at] & 0xc0) != 0x80) return 0;
    }
  }
  return 1;
}

/* Takes fields from the start of a payload; the first failure is kept and everything after it is 0. */
struct qw_reader {
  const uint8_t *at;
  size_t left;
  int result;
};

static inline const uint8_t *qw_take(struct qw_reader *reader, size_t bytes) {
  const uint8_t *from = reader->at;
  if (reader->result != QW_OK) return NULL;
  if (bytes > reader->left) {
    reader->result = QW_TRUNCATED;
    return NULL;
  }
  reader->at += bytes;
  reader->left -= bytes;
  return from;
}

static inline uint8_t qw_take_u8(struct qw_reader *reader) {
  const uint8_t *from = qw_take(reader, 1);
  return from == NULL ? 0 : from[0];
}

static inline uint8_t qw_take_value(struct qw_reader *reader, int (*is_known)(uint8_t)) {
  uint8_t value = qw_take_u8(reader);
  if (reader->result == QW_OK && !is_known(value)) reader->result = QW_UNKNOWN_VALUE;
  return value;
}

static inline uint16_t qw_take_u16(struct qw_reader *reader) {
  const uint8_t *from = qw_take(reader, 2);
  return from == NULL ? 0 : qw_get_u16(from);
}

static inline uint32_t qw_take_u32(struct qw_reader *reader) {
  const uint8_t *from = qw_take(reader, 4);
  return from == NULL ? 0 : qw_get_u32(from);
}

static inline uint64_t qw_take_u64(struct qw_reader *reader) {
  const uint8_t *from = qw_take(reader, 8);
  uint64_t value = from == NULL ? 0 : (uint64_t)qw_get_u32(from) | ((uint64_t)qw_get_u32(from + 4) << 32);
  if (value > QW_MAX_U64) reader->result = QW_UNSAFE_INTEGER;
  return value;
}

static inline int16_t qw_take_i16(struct qw_reader *reader) { return qw_signed16(qw_take_u16(reader)); }

static inline int32_t qw_take_i32(struct qw_reader *reader) { return qw_signed32(qw_take_u32(reader)); }

static inline void qw_take_id(struct qw_reader *reader, uint8_t id[16]) {
  const uint8_t *from = qw_take(reader, 16);
  if (from != NULL) memcpy(id, from, 16);
}

static inline struct qw_bytes qw_take_bytes(struct qw_reader *reader) {
  struct qw_bytes view;
  view.count = qw_take_u16(reader);
  view.data = qw_take(reader, view.count);
  if (view.data == NULL) view.count = 0;
  return view;
}

static inline struct qw_bytes qw_take_text(struct qw_reader *reader) {
  struct qw_bytes view = qw_take_bytes(reader);
  if (reader->result == QW_OK && !qw_is_utf8(view.data, view.count)) reader->result = QW_BAD_TEXT;
  return view;
}

static inline struct qw_i32s qw_take_i32s(struct qw_reader *reader) {
  struct qw_i32s view;
  view.count = qw_take_u16(reader);
  view.data = qw_take(reader, (size_t)4 * view.count);
  if (view.data == NULL) view.count = 0;
  return view;
}

/* Puts fields one after the other; fails for good where there is no room or a value would not decode. */
struct qw_writer {
  uint8_t *at;
  size_t left;
  int failed;
};

static inline uint8_t *qw_room(struct qw_writer *writer, size_t bytes) {
  uint8_t *to = writer->at;
  if (bytes > writer->left) writer->failed = 1;
  if (writer->failed) return NULL;
  writer->at += bytes;
  writer->left -= bytes;
  return to;
}

static inline void qw_add_u8(struct qw_writer *writer, uint8_t value) {
  uint8_t *to = qw_room(writer, 1);
  if (to != NULL) to[0] = value;
}

static inline void qw_add_value(struct qw_writer *writer, uint8_t value, int (*is_known)(uint8_t)) {
  if (!is_known(value)) writer->failed = 1;
  qw_add_u8(writer, value);
}

static inline void qw_add_u16(struct qw_writer *writer, uint16_t value) {
  uint8_t *to = qw_room(writer, 2);
  if (to != NULL) qw_put_u16(to, value);
}

static inline void qw_add_u32(struct qw_writer *writer, uint32_t value) {
  uint8_t *to = qw_room(writer, 4);
  if (to != NULL) qw_put_u32(to, value);
}

static inline void qw_add_u64(struct qw_writer *writer, uint64_t value) {
  if (value > QW_MAX_U64) writer->failed = 1;
  qw_add_u32(writer, (uint32_t)(value & 0xffffffffu));
  qw_add_u32(writer, (uint32_t)(value >> 32));
}

static inline void qw_add_i16(struct qw_writer *writer, int16_t value) { qw_add_u16(writer, (uint16_t)value); }

static inline void qw_add_i32(struct qw_writer *writer, int32_t value) { qw_add_u32(writer, (uint32_t)value); }

static inline void qw_add_raw(struct qw_writer *writer, const uint8_t *data, size_t bytes) {
  uint8_t *to = qw_room(writer, bytes);
  /* the data may already stand where they belong */
  if (to != NULL && bytes > 0) memmove(to, data, bytes);
}

static inline void qw_add_id(struct qw_writer *writer, const uint8_t id[16]) { qw_add_raw(writer, id, 16); }

static inline void qw_add_bytes(struct qw_writer *writer, struct qw_bytes view) {
  qw_add_u16(writer, view.count);
  qw_add_raw(writer, view.data, view.count);
}

static inline void qw_add_text(struct qw_writer *writer, struct qw_bytes view) {
  if (!qw_is_utf8(view.data, view.count)) writer->failed = 1;
  qw_add_bytes(writer, view);
}

static inline void qw_add_i32s(struct qw_writer *writer, struct qw_i32s view) {
  qw_add_u16(writer, view.count);
  qw_add_raw(writer, view.data, (size_t)4 * view.count);
}

static inline int qw_is_kind(uint8_t value) {
  return value == 0 || value == 1 || value == 2 || value == 5;
}

static inline int qw_is_state(uint8_t value) {
  return value == 0 || value == 1 || value == 2 || value == 3;
}

static inline int qw_is_outcome(uint8_t value) {
  return value == 0 || value == 1 || value == 2;
}

static inline int qw_is_direction(uint8_t value) {
  return value == 0 || value == 1;
}

/* header: what every body begins with; its kind and magic are checked where the frame is. */
#define QW_HEADER_BYTES 16u /* without what varies in length */
struct qw_header {
  uint8_t magic; /* u8: 0xC1: protocol major 1 */
  uint8_t kind; /* u8: see kinds */
  uint16_t dictionary; /* u16: low 16 bits of the CRC-32 of this dictionary in canonical form; 0 in the hello request; a board answers
   other requests that carry another with error 105 */
  uint32_t session; /* u32: host nonce xor boot nonce; 0 in the hello request, already the new session in its reply */
  uint16_t sequence; /* u16: rises by one with every frame of this sender, modulo 65536 */
  uint16_t acknowledged; /* u16: sequence of the last frame accepted from the other side */
  uint16_t op; /* u16: message number */
  uint16_t request; /* u16: chosen by the host, echoed in the reply; 0 in events */
};

static inline int qw_decode_header(const uint8_t *payload, size_t length, struct qw_header *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->magic = qw_take_u8(&reader);
  out->kind = qw_take_u8(&reader);
  out->dictionary = qw_take_u16(&reader);
  out->session = qw_take_u32(&reader);
  out->sequence = qw_take_u16(&reader);
  out->acknowledged = qw_take_u16(&reader);
  out->op = qw_take_u16(&reader);
  out->request = qw_take_u16(&reader);
  return reader.result;
}

static inline size_t qw_encode_header(const struct qw_header *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u8(&writer, in->magic);
  qw_add_u8(&writer, in->kind);
  qw_add_u16(&writer, in->dictionary);
  qw_add_u32(&writer, in->session);
  qw_add_u16(&writer, in->sequence);
  qw_add_u16(&writer, in->acknowledged);
  qw_add_u16(&writer, in->op);
  qw_add_u16(&writer, in->request);
  return writer.failed ? 0 : room - writer.left;
}

/* record: several replies share it. */
#define QW_RECORD_BYTES 47u /* without what varies in length */
struct qw_record {
  uint32_t serial; /* u32: which firing */
  uint8_t plan_id[16]; /* id: what was fired */
  uint8_t outcome; /* u8: see outcomes */
  uint64_t start_tick; /* u64: board clock at the first edge */
  uint32_t duration_ticks; /* u32: from first edge to the end of the last block done */
  uint16_t blocks_done; /* u16: whole blocks delivered */
  uint32_t windows_fired; /* u32: column windows opened */
  uint64_t energy_picojoules; /* u64: drawn by the array; 0 where not measured */
};

static inline int qw_decode_record(const uint8_t *payload, size_t length, struct qw_record *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->serial = qw_take_u32(&reader);
  qw_take_id(&reader, out->plan_id);
  out->outcome = qw_take_value(&reader, qw_is_outcome);
  out->start_tick = qw_take_u64(&reader);
  out->duration_ticks = qw_take_u32(&reader);
  out->blocks_done = qw_take_u16(&reader);
  out->windows_fired = qw_take_u32(&reader);
  out->energy_picojoules = qw_take_u64(&reader);
  return reader.result;
}

static inline size_t qw_encode_record(const struct qw_record *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->serial);
  qw_add_id(&writer, in->plan_id);
  qw_add_value(&writer, in->outcome, qw_is_outcome);
  qw_add_u64(&writer, in->start_tick);
  qw_add_u32(&writer, in->duration_ticks);
  qw_add_u16(&writer, in->blocks_done);
  qw_add_u32(&writer, in->windows_fired);
  qw_add_u64(&writer, in->energy_picojoules);
  return writer.failed ? 0 : room - writer.left;
}

/* hello request: Opens a session: session = hostNonce xor bootNonce. A board sends nothing before its first hello. */
#define QW_HELLO_REQUEST_BYTES 5u /* without what varies in length */
struct qw_hello_request {
  uint32_t host_nonce; /* u32: random, neither 0 nor the boot nonce */
  uint8_t major; /* u8: protocol major the host speaks */
};

static inline int qw_decode_hello_request(const uint8_t *payload, size_t length, struct qw_hello_request *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->host_nonce = qw_take_u32(&reader);
  out->major = qw_take_u8(&reader);
  return reader.result;
}

static inline size_t qw_encode_hello_request(const struct qw_hello_request *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->host_nonce);
  qw_add_u8(&writer, in->major);
  return writer.failed ? 0 : room - writer.left;
}

/* hello reply: what the board answers to hello. */
#define QW_HELLO_REPLY_BYTES 16u /* without what varies in length */
struct qw_hello_reply {
  uint32_t boot_nonce; /* u32: random at every boot, never 0 */
  uint32_t dictionary; /* u32: CRC-32 of this dictionary as the board was built with it */
  uint16_t max_body; /* u16: largest body (header to CRC) the board takes, bytes */
  uint8_t max_in_flight; /* u8: requests the board holds at once */
  uint32_t last_serial; /* u32: highest serial ever fired; 0 for none */
  uint8_t state; /* u8: see states */
};

static inline int qw_decode_hello_reply(const uint8_t *payload, size_t length, struct qw_hello_reply *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->boot_nonce = qw_take_u32(&reader);
  out->dictionary = qw_take_u32(&reader);
  out->max_body = qw_take_u16(&reader);
  out->max_in_flight = qw_take_u8(&reader);
  out->last_serial = qw_take_u32(&reader);
  out->state = qw_take_value(&reader, qw_is_state);
  return reader.result;
}

static inline size_t qw_encode_hello_reply(const struct qw_hello_reply *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->boot_nonce);
  qw_add_u32(&writer, in->dictionary);
  qw_add_u16(&writer, in->max_body);
  qw_add_u8(&writer, in->max_in_flight);
  qw_add_u32(&writer, in->last_serial);
  qw_add_value(&writer, in->state, qw_is_state);
  return writer.failed ? 0 : room - writer.left;
}

/* identify request: One piece of the identity document: UTF-8 JSON, at most 65536 bytes, schema
   identity.schema.json. */
#define QW_IDENTIFY_REQUEST_BYTES 6u /* without what varies in length */
struct qw_identify_request {
  uint32_t offset; /* u32: first byte wanted */
  uint16_t count; /* u16: most bytes wanted */
};

static inline int qw_decode_identify_request(const uint8_t *payload, size_t length, struct qw_identify_request *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->offset = qw_take_u32(&reader);
  out->count = qw_take_u16(&reader);
  return reader.result;
}

static inline size_t qw_encode_identify_request(const struct qw_identify_request *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->offset);
  qw_add_u16(&writer, in->count);
  return writer.failed ? 0 : room - writer.left;
}

/* identify reply: what the board answers to identify. */
#define QW_IDENTIFY_REPLY_BYTES 6u /* without what varies in length */
struct qw_identify_reply {
  uint32_t total; /* u32: length of the whole document, bytes */
  struct qw_bytes piece; /* bytes: empty at the end */
};

static inline int qw_decode_identify_reply(const uint8_t *payload, size_t length, struct qw_identify_reply *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->total = qw_take_u32(&reader);
  out->piece = qw_take_bytes(&reader);
  return reader.result;
}

static inline size_t qw_encode_identify_reply(const struct qw_identify_reply *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->total);
  qw_add_bytes(&writer, in->piece);
  return writer.failed ? 0 : room - writer.left;
}

/* status request: empty. State and clock; allowed in every state. */

/* status reply: what the board answers to status. */
#define QW_STATUS_REPLY_BYTES 21u /* without what varies in length */
struct qw_status_reply {
  uint8_t state; /* u8: see states */
  uint32_t last_serial; /* u32: highest serial ever fired */
  uint64_t board_ticks; /* u64: board clock */
  uint32_t frames_discarded; /* u32: since boot: bad CRC, bad COBS, too short, too long, or sent before a hello */
  uint32_t bytes_discarded; /* u32: since boot: bytes in no intact frame and no line */
};

static inline int qw_decode_status_reply(const uint8_t *payload, size_t length, struct qw_status_reply *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->state = qw_take_value(&reader, qw_is_state);
  out->last_serial = qw_take_u32(&reader);
  out->board_ticks = qw_take_u64(&reader);
  out->frames_discarded = qw_take_u32(&reader);
  out->bytes_discarded = qw_take_u32(&reader);
  return reader.result;
}

static inline size_t qw_encode_status_reply(const struct qw_status_reply *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_value(&writer, in->state, qw_is_state);
  qw_add_u32(&writer, in->last_serial);
  qw_add_u64(&writer, in->board_ticks);
  qw_add_u32(&writer, in->frames_discarded);
  qw_add_u32(&writer, in->bytes_discarded);
  return writer.failed ? 0 : room - writer.left;
}

/* read request: Holds the lines for T_rd and samples the currents into the virtual grounds. Moves no cell; may be
   repeated. */
#define QW_READ_REQUEST_BYTES 4u /* without what varies in length */
struct qw_read_request {
  uint8_t array; /* u8: array number */
  uint8_t direction; /* u8: see directions */
  struct qw_i32s codes; /* i32[]: DAC code per driven line: rows forward, columns backward */
};

static inline int qw_decode_read_request(const uint8_t *payload, size_t length, struct qw_read_request *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->array = qw_take_u8(&reader);
  out->direction = qw_take_value(&reader, qw_is_direction);
  out->codes = qw_take_i32s(&reader);
  return reader.result;
}

static inline size_t qw_encode_read_request(const struct qw_read_request *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u8(&writer, in->array);
  qw_add_value(&writer, in->direction, qw_is_direction);
  qw_add_i32s(&writer, in->codes);
  return writer.failed ? 0 : room - writer.left;
}

/* read reply: what the board answers to read. */
#define QW_READ_REPLY_BYTES 22u /* without what varies in length */
struct qw_read_reply {
  uint64_t start_tick; /* u64: board clock at the start */
  uint32_t duration_ticks; /* u32: T_rd */
  uint64_t energy_picojoules; /* u64: drawn by the array; 0 where not measured */
  struct qw_i32s codes; /* i32[]: ADC code per sensed line: columns forward, rows backward */
};

static inline int qw_decode_read_reply(const uint8_t *payload, size_t length, struct qw_read_reply *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->start_tick = qw_take_u64(&reader);
  out->duration_ticks = qw_take_u32(&reader);
  out->energy_picojoules = qw_take_u64(&reader);
  out->codes = qw_take_i32s(&reader);
  return reader.result;
}

static inline size_t qw_encode_read_reply(const struct qw_read_reply *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u64(&writer, in->start_tick);
  qw_add_u32(&writer, in->duration_ticks);
  qw_add_u64(&writer, in->energy_picojoules);
  qw_add_i32s(&writer, in->codes);
  return writer.failed ? 0 : room - writer.left;
}

/* load request: One piece of a plan, addressed by its content. Loading again is harmless. Loads never fire. */
#define QW_LOAD_REQUEST_BYTES 26u /* without what varies in length */
struct qw_load_request {
  uint8_t plan_id[16]; /* id: first 16 bytes of the SHA-256 of the whole plan */
  uint32_t total; /* u32: length of the whole plan, bytes */
  uint32_t offset; /* u32: where this piece belongs */
  struct qw_bytes piece; /* bytes: the bytes */
};

static inline int qw_decode_load_request(const uint8_t *payload, size_t length, struct qw_load_request *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  qw_take_id(&reader, out->plan_id);
  out->total = qw_take_u32(&reader);
  out->offset = qw_take_u32(&reader);
  out->piece = qw_take_bytes(&reader);
  return reader.result;
}

static inline size_t qw_encode_load_request(const struct qw_load_request *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_id(&writer, in->plan_id);
  qw_add_u32(&writer, in->total);
  qw_add_u32(&writer, in->offset);
  qw_add_bytes(&writer, in->piece);
  return writer.failed ? 0 : room - writer.left;
}

/* load reply: what the board answers to load. */
#define QW_LOAD_REPLY_BYTES 4u /* without what varies in length */
struct qw_load_reply {
  uint32_t received; /* u32: bytes of this plan held, from its start */
};

static inline int qw_decode_load_reply(const uint8_t *payload, size_t length, struct qw_load_reply *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->received = qw_take_u32(&reader);
  return reader.result;
}

static inline size_t qw_encode_load_reply(const struct qw_load_reply *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->received);
  return writer.failed ? 0 : room - writer.left;
}

/* fire request: Checks a loaded plan against every limit and runs it once. serial must be lastSerial + 1; a serial
   at or below lastSerial makes no edge and returns its record. Sends a started event at the first edge. */
#define QW_FIRE_REQUEST_BYTES 20u /* without what varies in length */
struct qw_fire_request {
  uint8_t plan_id[16]; /* id: of a completely loaded plan */
  uint32_t serial; /* u32: 1 and up, rises by one with every firing for the life of the board */
};

static inline int qw_decode_fire_request(const uint8_t *payload, size_t length, struct qw_fire_request *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  qw_take_id(&reader, out->plan_id);
  out->serial = qw_take_u32(&reader);
  return reader.result;
}

static inline size_t qw_encode_fire_request(const struct qw_fire_request *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_id(&writer, in->plan_id);
  qw_add_u32(&writer, in->serial);
  return writer.failed ? 0 : room - writer.left;
}

/* fire reply: struct qw_record */

/* record request: The retained record of one serial. A board keeps at least the last 64. */
#define QW_RECORD_REQUEST_BYTES 4u /* without what varies in length */
struct qw_record_request {
  uint32_t serial; /* u32: which */
};

static inline int qw_decode_record_request(const uint8_t *payload, size_t length, struct qw_record_request *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->serial = qw_take_u32(&reader);
  return reader.result;
}

static inline size_t qw_encode_record_request(const struct qw_record_request *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->serial);
  return writer.failed ? 0 : room - writer.left;
}

/* record reply: struct qw_record */

/* ground request: empty. Opens every switch, puts every DAC to 0 V, reads every line back. Allowed in every state. */

/* ground reply: what the board answers to ground. */
#define QW_GROUND_REPLY_BYTES 13u /* without what varies in length */
struct qw_ground_reply {
  uint8_t grounded; /* u8: 1 when every line read back within its tolerance */
  uint32_t residual_microvolts; /* u32: largest |V| read back */
  uint64_t board_ticks; /* u64: when it was measured */
};

static inline int qw_decode_ground_reply(const uint8_t *payload, size_t length, struct qw_ground_reply *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->grounded = qw_take_u8(&reader);
  out->residual_microvolts = qw_take_u32(&reader);
  out->board_ticks = qw_take_u64(&reader);
  return reader.result;
}

static inline size_t qw_encode_ground_reply(const struct qw_ground_reply *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u8(&writer, in->grounded);
  qw_add_u32(&writer, in->residual_microvolts);
  qw_add_u64(&writer, in->board_ticks);
  return writer.failed ? 0 : room - writer.left;
}

/* started event: The first edge of a plan has been made. */
#define QW_STARTED_EVENT_BYTES 12u /* without what varies in length */
struct qw_started_event {
  uint32_t serial; /* u32: which firing */
  uint64_t start_tick; /* u64: board clock at the first edge */
};

static inline int qw_decode_started_event(const uint8_t *payload, size_t length, struct qw_started_event *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->serial = qw_take_u32(&reader);
  out->start_tick = qw_take_u64(&reader);
  return reader.result;
}

static inline size_t qw_encode_started_event(const struct qw_started_event *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->serial);
  qw_add_u64(&writer, in->start_tick);
  return writer.failed ? 0 : room - writer.left;
}

/* error: what a refused request is answered with. */
#define QW_ERROR_BYTES 24u /* without what varies in length */
struct qw_error {
  int16_t code; /* i16: see errors */
  int32_t block; /* i32: -1 where it says nothing */
  int32_t row; /* i32: -1 where it says nothing */
  int32_t column; /* i32: -1 where it says nothing */
  int32_t measured; /* i32: what was asked: microvolts, ticks or bytes as the error says */
  int32_t limit; /* i32: what is allowed, in the same unit */
  struct qw_bytes text; /* text: for people, at most 200 bytes */
};

static inline int qw_decode_error(const uint8_t *payload, size_t length, struct qw_error *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->code = qw_take_i16(&reader);
  out->block = qw_take_i32(&reader);
  out->row = qw_take_i32(&reader);
  out->column = qw_take_i32(&reader);
  out->measured = qw_take_i32(&reader);
  out->limit = qw_take_i32(&reader);
  out->text = qw_take_text(&reader);
  return reader.result;
}

static inline size_t qw_encode_error(const struct qw_error *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_i16(&writer, in->code);
  qw_add_i32(&writer, in->block);
  qw_add_i32(&writer, in->row);
  qw_add_i32(&writer, in->column);
  qw_add_i32(&writer, in->measured);
  qw_add_i32(&writer, in->limit);
  qw_add_text(&writer, in->text);
  return writer.failed ? 0 : room - writer.left;
}

#endif
