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
#define QW_DICTIONARY_CRC 0x247fbfe5u
#define QW_HEADER_BYTES 16u
#define QW_CRC_BYTES 4u
#define QW_MAX_U64 UINT64_C(9007199254740991)

#define QW_KIND_REQUEST 0
#define QW_KIND_REPLY 1
#define QW_KIND_EVENT 2
#define QW_KIND_ACKNOWLEDGEMENT 3
#define QW_KIND_GAP 4
#define QW_KIND_ERROR 5

#define QW_STATE_BOOT 0
#define QW_STATE_SAFE 1
#define QW_STATE_IDLE 2
#define QW_STATE_ARMED 3
#define QW_STATE_RUNNING 4
#define QW_STATE_FAULT 5
#define QW_STATE_INDETERMINATE 6

#define QW_CAUSE_BOOT 0
#define QW_CAUSE_GROUND 1
#define QW_CAUSE_ABORT 2
#define QW_CAUSE_LEASE 3
#define QW_CAUSE_WATCHDOG 16
#define QW_CAUSE_OVER_CURRENT 17
#define QW_CAUSE_READ_BACK 18
#define QW_CAUSE_EMERGENCY_STOP 19
#define QW_CAUSE_OUTPUT_TIME 20

#define QW_OUTCOME_DONE 0
#define QW_OUTCOME_ABORTED 1
#define QW_OUTCOME_INDETERMINATE 2

#define QW_VERDICT_NONE 0
#define QW_VERDICT_UNCHANGED 1
#define QW_VERDICT_PARTIAL 2
#define QW_VERDICT_COMPLETE 3

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
#define QW_OP_RELEASE 9u
#define QW_OP_ARM 10u
#define QW_OP_CHECK 11u
#define QW_OP_RECONCILE 12u
#define QW_OP_CLEAR 13u
#define QW_OP_LOWER 14u
#define QW_OP_TRACE 15u
#define QW_OP_SAMPLES 16u

/* Events. */
#define QW_EVENT_STARTED 32769u

#define QW_ERROR_WRONG_SESSION 101 /* session of an earlier boot or another host; measured is the boot nonce, as an i32 */
#define QW_ERROR_UNKNOWN_OP 102 /* no such message in this dictionary */
#define QW_ERROR_BAD_PAYLOAD 103 /* payload does not decode, or a value in it cannot be */
#define QW_ERROR_UNSUPPORTED_MAJOR 104 /* board speaks another protocol major */
#define QW_ERROR_WRONG_DICTIONARY 105 /* host was built from another dictionary; compare the CRC-32 of hello */
#define QW_ERROR_BUSY 106 /* another host has armed the board; measured is what is left of its lease, in ms */
#define QW_ERROR_PLAN_NOT_LOADED 201 /* no complete plan of that id */
#define QW_ERROR_PLAN_CORRUPT 202 /* bytes do not hash to their id, or do not decode */
#define QW_ERROR_PLAN_TOO_LARGE 203 /* measured and limit in bytes */
#define QW_ERROR_BAD_ARRAY 204 /* no array of that number, or another shape */
#define QW_ERROR_TOO_MANY_SAMPLES 205 /* measured and limit in currents */
#define QW_ERROR_NOT_ABLE 206 /* the board has not what the plan needs: driven columns, floating rows, gates, samples; or the plan leaves its
   gates out */
#define QW_ERROR_SERIAL_GAP 221 /* serial above lastSerial + 1 */
#define QW_ERROR_BLOCK_TOO_LONG 301 /* measured and limit in ticks */
#define QW_ERROR_WINDOW_TOO_LONG 302 /* column window longer than its block; ticks */
#define QW_ERROR_OUTPUT_TOO_LONG 303 /* a row, driven column or gate is away from 0 V for too long without a break; ticks */
#define QW_ERROR_OFF_GRID 304 /* a time is no multiple of edgeTicks; measured is the time, limit the grid, in ticks */
#define QW_ERROR_GUARD 305 /* a switch would close before settleTicks, or open later than openTicks before the end of its block; ticks */
#define QW_ERROR_SAMPLE_TIME 306 /* a sample after the end of its block, of no sensed line, or of one that was not connected for readSeconds; ticks */
#define QW_ERROR_ROW_VOLTAGE 401 /* of a row or a driven column; microvolts */
#define QW_ERROR_READ_VOLTAGE 402 /* microvolts */
#define QW_ERROR_LIMIT_RAISE 403 /* limits can only be lowered; microvolts or ticks */
#define QW_ERROR_LIMITS_CHANGED 404 /* the host knows another identity document; identify again */
#define QW_ERROR_GATE_VOLTAGE 405 /* microvolts */
#define QW_ERROR_REFERENCE_VOLTAGE 407 /* minus the sum of the driven lines is beyond the DAC's full scale (microvolts), or the reference is driven where
   the lines beside it are not sensed */
#define QW_ERROR_FAULTED 501 /* not while a fault is latched; clear it */
#define QW_ERROR_UNRECONCILED 502 /* a plan was cut off by a reset: read the cells, then reconcile */
#define QW_ERROR_NOT_RELEASED 503 /* outputs are locked in safe; release */
#define QW_ERROR_NOT_ARMED 504 /* no such token; arm */
#define QW_ERROR_CAUSE_REMAINS 505 /* the cause of the fault is still there */
#define QW_ERROR_WRONG_STATE 506 /* not in this state */
#define QW_ERROR_NO_RECORD 601 /* serial never fired, or its record has left the ring */
#define QW_ERROR_SERIAL_OF_OTHER_PLAN 602 /* that serial was fired with another plan */
#define QW_ERROR_MEMORY_FAILED 603 /* the retained memory cannot be written; nothing was fired, lowered or reconciled */
#define QW_ERROR_NOTHING_TO_RECONCILE 604 /* no plan was cut off, or it was another serial */

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
  return value == 0 || value == 1 || value == 2 || value == 3 || value == 4 || value == 5;
}

static inline int qw_is_state(uint8_t value) {
  return value == 0 || value == 1 || value == 2 || value == 3 || value == 4 || value == 5 || value == 6;
}

static inline int qw_is_cause(uint8_t value) {
  return value == 0 || value == 1 || value == 2 || value == 3 || value == 16 || value == 17 || value == 18 || value == 19 || value == 20;
}

static inline int qw_is_outcome(uint8_t value) {
  return value == 0 || value == 1 || value == 2;
}

static inline int qw_is_verdict(uint8_t value) {
  return value == 0 || value == 1 || value == 2 || value == 3;
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
  uint16_t sequence; /* u16: of a numbered frame, rises by one modulo 65536 from 0 at the start of a session; 0 in others */
  uint16_t acknowledged; /* u16: sequence of the last numbered frame accepted from the other side; 65535 before the first */
  uint16_t op; /* u16: message number; 0 in frames about the session itself */
  uint16_t request; /* u16: chosen by the host, echoed in the answer; 0 in events and where op is 0 */
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
#define QW_RECORD_BYTES 48u /* without what varies in length */
struct qw_record {
  uint32_t serial; /* u32: which firing */
  uint8_t plan_id[16]; /* id: what was fired */
  uint8_t outcome; /* u8: see outcomes */
  uint8_t verdict; /* u8: what the host found in the cells of an indeterminate one */
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
  out->verdict = qw_take_value(&reader, qw_is_verdict);
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
  qw_add_value(&writer, in->verdict, qw_is_verdict);
  qw_add_u64(&writer, in->start_tick);
  qw_add_u32(&writer, in->duration_ticks);
  qw_add_u16(&writer, in->blocks_done);
  qw_add_u32(&writer, in->windows_fired);
  qw_add_u64(&writer, in->energy_picojoules);
  return writer.failed ? 0 : room - writer.left;
}

/* hello request: Opens a session: session = hostNonce xor bootNonce. Before its first hello a board says nothing
   but that an earlier session is over. The same nonce again changes nothing and is answered again. */
#define QW_HELLO_REQUEST_BYTES 9u /* without what varies in length */
struct qw_hello_request {
  uint32_t host_nonce; /* u32: random, neither 0 nor the boot nonce */
  uint8_t major; /* u8: protocol major the host speaks */
  uint32_t previous; /* u32: session that this one goes on from; 0 for none */
};

static inline int qw_decode_hello_request(const uint8_t *payload, size_t length, struct qw_hello_request *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->host_nonce = qw_take_u32(&reader);
  out->major = qw_take_u8(&reader);
  out->previous = qw_take_u32(&reader);
  return reader.result;
}

static inline size_t qw_encode_hello_request(const struct qw_hello_request *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->host_nonce);
  qw_add_u8(&writer, in->major);
  qw_add_u32(&writer, in->previous);
  return writer.failed ? 0 : room - writer.left;
}

/* hello reply: what the board answers to hello. */
#define QW_HELLO_REPLY_BYTES 25u /* without what varies in length */
struct qw_hello_reply {
  uint32_t boot_nonce; /* u32: random at every boot, never 0 */
  uint32_t dictionary; /* u32: CRC-32 of this dictionary as the board was built with it */
  uint32_t identity; /* u32: CRC-32 of the identity document */
  uint16_t max_body; /* u16: largest body (header to CRC) the board takes, bytes */
  uint8_t max_in_flight; /* u8: requests the board holds at once */
  uint32_t receive_bytes; /* u32: bodies of unanswered requests the board holds at once, bytes */
  uint32_t last_serial; /* u32: highest serial ever fired; 0 for none */
  uint8_t state; /* u8: see states */
  uint8_t cause; /* u8: why it is in safe or fault; the latest cause in other states */
};

static inline int qw_decode_hello_reply(const uint8_t *payload, size_t length, struct qw_hello_reply *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->boot_nonce = qw_take_u32(&reader);
  out->dictionary = qw_take_u32(&reader);
  out->identity = qw_take_u32(&reader);
  out->max_body = qw_take_u16(&reader);
  out->max_in_flight = qw_take_u8(&reader);
  out->receive_bytes = qw_take_u32(&reader);
  out->last_serial = qw_take_u32(&reader);
  out->state = qw_take_value(&reader, qw_is_state);
  out->cause = qw_take_value(&reader, qw_is_cause);
  return reader.result;
}

static inline size_t qw_encode_hello_reply(const struct qw_hello_reply *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->boot_nonce);
  qw_add_u32(&writer, in->dictionary);
  qw_add_u32(&writer, in->identity);
  qw_add_u16(&writer, in->max_body);
  qw_add_u8(&writer, in->max_in_flight);
  qw_add_u32(&writer, in->receive_bytes);
  qw_add_u32(&writer, in->last_serial);
  qw_add_value(&writer, in->state, qw_is_state);
  qw_add_value(&writer, in->cause, qw_is_cause);
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
#define QW_STATUS_REPLY_BYTES 38u /* without what varies in length */
struct qw_status_reply {
  uint8_t state; /* u8: see states */
  uint8_t cause; /* u8: why it is in safe or fault; the latest cause in other states */
  uint32_t last_serial; /* u32: highest serial ever fired */
  uint64_t board_ticks; /* u64: board clock */
  uint32_t lease_milliseconds; /* u32: left of the lease; 0 where nothing is armed */
  uint64_t grounded_ticks; /* u64: board clock when the outputs were last read back as grounded; 0 for never */
  uint32_t residual_microvolts; /* u32: largest |V| that was read back then */
  uint32_t frames_discarded; /* u32: since boot: damaged (section 1), unfinished, or sent before a hello */
  uint32_t bytes_discarded; /* u32: since boot: bytes in no intact frame and no line */
};

static inline int qw_decode_status_reply(const uint8_t *payload, size_t length, struct qw_status_reply *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->state = qw_take_value(&reader, qw_is_state);
  out->cause = qw_take_value(&reader, qw_is_cause);
  out->last_serial = qw_take_u32(&reader);
  out->board_ticks = qw_take_u64(&reader);
  out->lease_milliseconds = qw_take_u32(&reader);
  out->grounded_ticks = qw_take_u64(&reader);
  out->residual_microvolts = qw_take_u32(&reader);
  out->frames_discarded = qw_take_u32(&reader);
  out->bytes_discarded = qw_take_u32(&reader);
  return reader.result;
}

static inline size_t qw_encode_status_reply(const struct qw_status_reply *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_value(&writer, in->state, qw_is_state);
  qw_add_value(&writer, in->cause, qw_is_cause);
  qw_add_u32(&writer, in->last_serial);
  qw_add_u64(&writer, in->board_ticks);
  qw_add_u32(&writer, in->lease_milliseconds);
  qw_add_u64(&writer, in->grounded_ticks);
  qw_add_u32(&writer, in->residual_microvolts);
  qw_add_u32(&writer, in->frames_discarded);
  qw_add_u32(&writer, in->bytes_discarded);
  return writer.failed ? 0 : room - writer.left;
}

/* read request: Holds the lines for T_rd and samples the currents into the virtual grounds. Moves no cell; may be
   repeated. Allowed in idle, armed and indeterminate. */
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

/* load request: One piece of a plan, addressed by its content. Loading again is harmless. Loads never fire. The
   last piece checks the hash. */
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
   at or below lastSerial makes no edge and returns its record. Sends a started event at the first edge. Answered
   when the plan is over. */
#define QW_FIRE_REQUEST_BYTES 24u /* without what varies in length */
struct qw_fire_request {
  uint8_t plan_id[16]; /* id: of a completely loaded plan */
  uint32_t serial; /* u32: 1 and up, rises by one with every firing for the life of the board */
  uint32_t token; /* u32: of the arming in force */
};

static inline int qw_decode_fire_request(const uint8_t *payload, size_t length, struct qw_fire_request *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  qw_take_id(&reader, out->plan_id);
  out->serial = qw_take_u32(&reader);
  out->token = qw_take_u32(&reader);
  return reader.result;
}

static inline size_t qw_encode_fire_request(const struct qw_fire_request *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_id(&writer, in->plan_id);
  qw_add_u32(&writer, in->serial);
  qw_add_u32(&writer, in->token);
  return writer.failed ? 0 : room - writer.left;
}

/* fire reply: struct qw_record */

/* record request: The retained record of one serial, complete or not. A board keeps at least the last 64. */
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

/* ground request: empty. Stops a running plan, opens every switch, puts every DAC to 0 V, reads every line back.
   Allowed in every state; disarms. Overtakes what waits. */

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

/* release request: empty. From safe to idle: lines may be driven. Changes nothing in idle and armed. */

/* release reply: what the board answers to release. */
#define QW_RELEASE_REPLY_BYTES 1u /* without what varies in length */
struct qw_release_reply {
  uint8_t state; /* u8: see states */
};

static inline int qw_decode_release_reply(const uint8_t *payload, size_t length, struct qw_release_reply *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->state = qw_take_value(&reader, qw_is_state);
  return reader.result;
}

static inline size_t qw_encode_release_reply(const struct qw_release_reply *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_value(&writer, in->state, qw_is_state);
  return writer.failed ? 0 : room - writer.left;
}

/* arm request: From idle to armed: plans may be fired under the token until the lease ends. Arming again replaces
   the token. */
#define QW_ARM_REQUEST_BYTES 12u /* without what varies in length */
struct qw_arm_request {
  uint32_t identity; /* u32: CRC-32 of the identity document the host knows, limits included */
  uint32_t lease_milliseconds; /* u32: how long the board may hear nothing before it grounds itself */
  uint32_t token; /* u32: drawn by the host at random for this arming, never 0; void once the board leaves armed and running, and
   with the session */
};

static inline int qw_decode_arm_request(const uint8_t *payload, size_t length, struct qw_arm_request *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->identity = qw_take_u32(&reader);
  out->lease_milliseconds = qw_take_u32(&reader);
  out->token = qw_take_u32(&reader);
  return reader.result;
}

static inline size_t qw_encode_arm_request(const struct qw_arm_request *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->identity);
  qw_add_u32(&writer, in->lease_milliseconds);
  qw_add_u32(&writer, in->token);
  return writer.failed ? 0 : room - writer.left;
}

/* arm reply: what the board answers to arm. */
#define QW_ARM_REPLY_BYTES 4u /* without what varies in length */
struct qw_arm_reply {
  uint32_t lease_milliseconds; /* u32: granted: at most what was asked for; 0 from a board without a clock of its own */
};

static inline int qw_decode_arm_reply(const uint8_t *payload, size_t length, struct qw_arm_reply *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->lease_milliseconds = qw_take_u32(&reader);
  return reader.result;
}

static inline size_t qw_encode_arm_reply(const struct qw_arm_reply *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->lease_milliseconds);
  return writer.failed ? 0 : room - writer.left;
}

/* check request: Checks a loaded plan against every limit, as fire does, and makes no edge. */
#define QW_CHECK_REQUEST_BYTES 16u /* without what varies in length */
struct qw_check_request {
  uint8_t plan_id[16]; /* id: of a completely loaded plan */
};

static inline int qw_decode_check_request(const uint8_t *payload, size_t length, struct qw_check_request *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  qw_take_id(&reader, out->plan_id);
  return reader.result;
}

static inline size_t qw_encode_check_request(const struct qw_check_request *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_id(&writer, in->plan_id);
  return writer.failed ? 0 : room - writer.left;
}

/* check reply: what the board answers to check. */
#define QW_CHECK_REPLY_BYTES 18u /* without what varies in length */
struct qw_check_reply {
  uint32_t duration_ticks; /* u32: from first edge to the end of the last block */
  uint16_t blocks; /* u16: in the plan */
  uint32_t windows; /* u32: column windows it opens */
  uint32_t output_ticks; /* u32: longest time that a row, driven column or gate is away from 0 V without a break */
  uint32_t samples; /* u32: currents it samples */
};

static inline int qw_decode_check_reply(const uint8_t *payload, size_t length, struct qw_check_reply *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->duration_ticks = qw_take_u32(&reader);
  out->blocks = qw_take_u16(&reader);
  out->windows = qw_take_u32(&reader);
  out->output_ticks = qw_take_u32(&reader);
  out->samples = qw_take_u32(&reader);
  return reader.result;
}

static inline size_t qw_encode_check_reply(const struct qw_check_reply *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->duration_ticks);
  qw_add_u16(&writer, in->blocks);
  qw_add_u32(&writer, in->windows);
  qw_add_u32(&writer, in->output_ticks);
  qw_add_u32(&writer, in->samples);
  return writer.failed ? 0 : room - writer.left;
}

/* reconcile request: From indeterminate to safe: the host has read the cells that an unfinished plan may have
   moved. Again with the same serial returns the record. */
#define QW_RECONCILE_REQUEST_BYTES 5u /* without what varies in length */
struct qw_reconcile_request {
  uint32_t serial; /* u32: the unfinished firing */
  uint8_t verdict; /* u8: what the cells say */
};

static inline int qw_decode_reconcile_request(const uint8_t *payload, size_t length, struct qw_reconcile_request *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->serial = qw_take_u32(&reader);
  out->verdict = qw_take_value(&reader, qw_is_verdict);
  return reader.result;
}

static inline size_t qw_encode_reconcile_request(const struct qw_reconcile_request *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->serial);
  qw_add_value(&writer, in->verdict, qw_is_verdict);
  return writer.failed ? 0 : room - writer.left;
}

/* reconcile reply: struct qw_record */

/* clear request: From fault to safe, in two steps: with key 0 it returns a key, with that key it clears the fault
   if its cause is gone. */
#define QW_CLEAR_REQUEST_BYTES 4u /* without what varies in length */
struct qw_clear_request {
  uint32_t key; /* u32: 0 to ask for one */
};

static inline int qw_decode_clear_request(const uint8_t *payload, size_t length, struct qw_clear_request *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->key = qw_take_u32(&reader);
  return reader.result;
}

static inline size_t qw_encode_clear_request(const struct qw_clear_request *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->key);
  return writer.failed ? 0 : room - writer.left;
}

/* clear reply: what the board answers to clear. */
#define QW_CLEAR_REPLY_BYTES 6u /* without what varies in length */
struct qw_clear_reply {
  uint8_t state; /* u8: see states */
  uint8_t cause; /* u8: what the fault is */
  uint32_t key; /* u32: to clear with; 0 where there is no fault */
};

static inline int qw_decode_clear_reply(const uint8_t *payload, size_t length, struct qw_clear_reply *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->state = qw_take_value(&reader, qw_is_state);
  out->cause = qw_take_value(&reader, qw_is_cause);
  out->key = qw_take_u32(&reader);
  return reader.result;
}

static inline size_t qw_encode_clear_reply(const struct qw_clear_reply *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_value(&writer, in->state, qw_is_state);
  qw_add_value(&writer, in->cause, qw_is_cause);
  qw_add_u32(&writer, in->key);
  return writer.failed ? 0 : room - writer.left;
}

/* lower request: Lowers limits for good: they are kept without power and no message raises them. Allowed in safe
   and idle. The identity document changes with them. */
#define QW_LOWER_REQUEST_BYTES 16u /* without what varies in length */
struct qw_lower_request {
  uint32_t max_row_microvolts; /* u32: 0 to leave it */
  uint32_t max_read_microvolts; /* u32: 0 to leave it */
  uint32_t max_block_ticks; /* u32: 0 to leave it */
  uint32_t max_output_ticks; /* u32: 0 to leave it */
};

static inline int qw_decode_lower_request(const uint8_t *payload, size_t length, struct qw_lower_request *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->max_row_microvolts = qw_take_u32(&reader);
  out->max_read_microvolts = qw_take_u32(&reader);
  out->max_block_ticks = qw_take_u32(&reader);
  out->max_output_ticks = qw_take_u32(&reader);
  return reader.result;
}

static inline size_t qw_encode_lower_request(const struct qw_lower_request *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->max_row_microvolts);
  qw_add_u32(&writer, in->max_read_microvolts);
  qw_add_u32(&writer, in->max_block_ticks);
  qw_add_u32(&writer, in->max_output_ticks);
  return writer.failed ? 0 : room - writer.left;
}

/* lower reply: what the board answers to lower. */
#define QW_LOWER_REPLY_BYTES 20u /* without what varies in length */
struct qw_lower_reply {
  uint32_t max_row_microvolts; /* u32: in force */
  uint32_t max_read_microvolts; /* u32: in force */
  uint32_t max_block_ticks; /* u32: in force */
  uint32_t max_output_ticks; /* u32: in force */
  uint32_t identity; /* u32: CRC-32 of the identity document from now on */
};

static inline int qw_decode_lower_reply(const uint8_t *payload, size_t length, struct qw_lower_reply *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->max_row_microvolts = qw_take_u32(&reader);
  out->max_read_microvolts = qw_take_u32(&reader);
  out->max_block_ticks = qw_take_u32(&reader);
  out->max_output_ticks = qw_take_u32(&reader);
  out->identity = qw_take_u32(&reader);
  return reader.result;
}

static inline size_t qw_encode_lower_reply(const struct qw_lower_reply *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->max_row_microvolts);
  qw_add_u32(&writer, in->max_read_microvolts);
  qw_add_u32(&writer, in->max_block_ticks);
  qw_add_u32(&writer, in->max_output_ticks);
  qw_add_u32(&writer, in->identity);
  return writer.failed ? 0 : room - writer.left;
}

/* trace request: Edges that the board has measured on its own outputs during the last plan. Optional: unknown-op
   from a board that cannot. */
#define QW_TRACE_REQUEST_BYTES 10u /* without what varies in length */
struct qw_trace_request {
  uint32_t serial; /* u32: of the last plan */
  uint32_t offset; /* u32: first edge wanted */
  uint16_t count; /* u16: most edges wanted */
};

static inline int qw_decode_trace_request(const uint8_t *payload, size_t length, struct qw_trace_request *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->serial = qw_take_u32(&reader);
  out->offset = qw_take_u32(&reader);
  out->count = qw_take_u16(&reader);
  return reader.result;
}

static inline size_t qw_encode_trace_request(const struct qw_trace_request *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->serial);
  qw_add_u32(&writer, in->offset);
  qw_add_u16(&writer, in->count);
  return writer.failed ? 0 : room - writer.left;
}

/* trace reply: what the board answers to trace. */
#define QW_TRACE_REPLY_BYTES 6u /* without what varies in length */
struct qw_trace_reply {
  uint32_t total; /* u32: edges of the plan */
  struct qw_bytes edges; /* bytes: 10 bytes an edge: u32 ticks since the start of the plan, u16 line (rows, then column switches, then
   column DACs, then gates), i32 value: 1 closed and 0 open for a switch, else a DAC code, and for a row also
   -2147483648 floating or -2147483647 sensed */
};

static inline int qw_decode_trace_reply(const uint8_t *payload, size_t length, struct qw_trace_reply *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->total = qw_take_u32(&reader);
  out->edges = qw_take_bytes(&reader);
  return reader.result;
}

static inline size_t qw_encode_trace_reply(const struct qw_trace_reply *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->total);
  qw_add_bytes(&writer, in->edges);
  return writer.failed ? 0 : room - writer.left;
}

/* samples request: The currents that the last plan of this boot has sampled. Done in its order, so that it is
   answered after a fire sent before it and before one sent after it. Optional where maxSamples is 0. */
#define QW_SAMPLES_REQUEST_BYTES 10u /* without what varies in length */
struct qw_samples_request {
  uint32_t serial; /* u32: of the last plan */
  uint32_t offset; /* u32: first current wanted */
  uint16_t count; /* u16: most currents wanted */
};

static inline int qw_decode_samples_request(const uint8_t *payload, size_t length, struct qw_samples_request *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->serial = qw_take_u32(&reader);
  out->offset = qw_take_u32(&reader);
  out->count = qw_take_u16(&reader);
  return reader.result;
}

static inline size_t qw_encode_samples_request(const struct qw_samples_request *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->serial);
  qw_add_u32(&writer, in->offset);
  qw_add_u16(&writer, in->count);
  return writer.failed ? 0 : room - writer.left;
}

/* samples reply: what the board answers to samples. */
#define QW_SAMPLES_REPLY_BYTES 6u /* without what varies in length */
struct qw_samples_reply {
  uint32_t total; /* u32: currents the plan has sampled */
  struct qw_i32s codes; /* i32[]: ADC code per sampled line, block after block, in a block rows first, then columns */
};

static inline int qw_decode_samples_reply(const uint8_t *payload, size_t length, struct qw_samples_reply *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
  out->total = qw_take_u32(&reader);
  out->codes = qw_take_i32s(&reader);
  return reader.result;
}

static inline size_t qw_encode_samples_reply(const struct qw_samples_reply *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
  qw_add_u32(&writer, in->total);
  qw_add_i32s(&writer, in->codes);
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
