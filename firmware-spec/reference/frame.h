/* Frames and lines of firmware-spec/protocol.md, sections 1 and 2, in C99: COBS, CRC-32 and a receiver that is fed byte by
   byte. No allocation, no I/O, no clock; memory is what the caller gives. To be read beside the text, and used as it is.
   Compile with the folder of quarterwave.h in the include path. SPDX-License-Identifier: Apache-2.0 */
#ifndef QUARTERWAVE_FRAME_H
#define QUARTERWAVE_FRAME_H

#include "quarterwave.h"

/* ---- CRC-32/ISO-HDLC ---- */

static inline uint32_t qw_crc32(const uint8_t *data, size_t length) {
  /* four bits at a time: 64 bytes of table, where 256 entries would take a kilobyte */
  static const uint32_t table[16] = {0x00000000u, 0x1db71064u, 0x3b6e20c8u, 0x26d930acu, 0x76dc4190u, 0x6b6b51f4u,
                                     0x4db26158u, 0x5005713cu, 0xedb88320u, 0xf00f9344u, 0xd6d6a3e8u, 0xcb61b38cu,
                                     0x9b64c2b0u, 0x86d3d2d4u, 0xa00ae278u, 0xbdbdf21cu};
  uint32_t crc = 0xffffffffu;
  size_t at;
  for (at = 0; at < length; at += 1) {
    crc ^= data[at];
    crc = (crc >> 4) ^ table[crc & 15u];
    crc = (crc >> 4) ^ table[crc & 15u];
  }
  return crc ^ 0xffffffffu;
}

/* ---- COBS ---- */

/* Bytes that so many bytes may grow to. */
static inline size_t qw_cobs_bound(size_t length) { return length + 1 + length / 254; }

/* The length of the encoding, 0 where room is below qw_cobs_bound(length). from and to must not overlap. */
static inline size_t qw_cobs_encode(const uint8_t *from, size_t length, uint8_t *to, size_t room) {
  size_t code_at = 0, end = 1, at;
  uint8_t code = 1;
  if (room < qw_cobs_bound(length)) return 0;
  for (at = 0; at < length; at += 1) {
    if (from[at] != 0) {
      to[end++] = from[at];
      code += 1;
    }
    /* a full piece at the very end needs nothing after it */
    if (from[at] == 0 || (code == 0xff && at + 1 < length)) {
      to[code_at] = code;
      code_at = end++;
      code = 1;
    }
  }
  to[code_at] = code;
  return end;
}

/* 1 and the length of what was encoded, which may take the place of the encoding; 0 where no encoder writes such bytes. */
static inline int qw_cobs_decode(const uint8_t *from, size_t length, uint8_t *to, size_t *decoded) {
  size_t at = 0, end = 0;
  if (length == 0) return 0;
  while (at < length) {
    uint8_t code = from[at++];
    size_t piece;
    if (code == 0 || (size_t)(code - 1) > length - at) return 0;
    for (piece = code - 1u; piece > 0; piece -= 1) {
      if (from[at] == 0) return 0;
      to[end++] = from[at++];
    }
    if (code != 0xff && at < length) to[end++] = 0;
  }
  *decoded = end;
  return 1;
}

/* ---- Bodies ---- */

enum qw_reason {
  QW_INTACT,
  QW_BAD_COBS,
  QW_TOO_SHORT,
  QW_TOO_LONG,
  QW_BAD_CRC,
  QW_WRONG_MAGIC,
  QW_UNKNOWN_KIND,
  QW_NOT_TEXT,
  QW_LINE_TOO_LONG,
  QW_UNFINISHED_LINE,
  QW_UNFINISHED_FRAME
};

struct qw_frame {
  struct qw_header header;
  const uint8_t *payload; /* inside the body */
  size_t length;          /* of the payload */
};

static inline enum qw_reason qw_open_body(const uint8_t *body, size_t length, struct qw_frame *frame) {
  size_t checked = length - QW_CRC_BYTES;
  if (length < QW_HEADER_BYTES + QW_CRC_BYTES) return QW_TOO_SHORT;
  if (qw_crc32(body, checked) != qw_get_u32(body + checked)) return QW_BAD_CRC;
  if (qw_decode_header(body, checked, &frame->header) != QW_OK) return QW_TOO_SHORT;
  if (frame->header.magic != QW_MAGIC) return QW_WRONG_MAGIC;
  if (!qw_is_kind(frame->header.kind)) return QW_UNKNOWN_KIND;
  frame->payload = body + QW_HEADER_BYTES;
  frame->length = checked - QW_HEADER_BYTES;
  return QW_INTACT;
}

/* Writes a whole frame, both 0x00 included. The payload already stands at body + QW_HEADER_BYTES, and body has room for
   QW_CRC_BYTES behind it. The length of the frame, 0 where target is smaller than qw_cobs_bound of the body and 2. */
static inline size_t qw_write_frame(const struct qw_header *header, uint8_t *body, size_t payload_length,
                                    uint8_t *target, size_t room) {
  size_t checked = QW_HEADER_BYTES + payload_length, encoded;
  if (room < 2 || qw_encode_header(header, body, QW_HEADER_BYTES) == 0) return 0;
  qw_put_u32(body + checked, qw_crc32(body, checked));
  encoded = qw_cobs_encode(body, checked + QW_CRC_BYTES, target + 1, room - 2);
  if (encoded == 0) return 0;
  target[0] = 0;
  target[encoded + 1] = 0;
  return encoded + 2;
}

/* ---- The receiver ---- */

#define QW_LINE_BYTES 256u /* of the longest line, its line feed included */

enum qw_happening { QW_NOTHING, QW_FRAME, QW_LINE, QW_DISCARDED };

/* What one byte completed. Views into the receiver's buffer, valid until the next byte. */
struct qw_event {
  enum qw_happening happening;
  struct qw_frame frame; /* QW_FRAME */
  const char *line;      /* QW_LINE: with a NUL at its end, without its line feed */
  enum qw_reason reason; /* QW_DISCARDED */
  size_t discarded;      /* QW_DISCARDED: bytes, delimiters not counted */
  int in_frame;          /* QW_DISCARDED: 1 where they stood where a frame belongs */
};

enum qw_mode { QW_MODE_TEXT, QW_MODE_UNDECIDED, QW_MODE_FRAME };

struct qw_receiver {
  uint8_t *buffer;
  size_t max_body;
  enum qw_mode mode; /* undecided follows a 0x00 until the second byte after it */
  uint8_t first;     /* while undecided: the first byte after the 0x00, 0 before it */
  size_t length;     /* bytes since the last delimiter, those that did not fit included */
  int printable;
};

/* Bytes the buffer of a receiver must have. */
static inline size_t qw_receiver_bytes(size_t max_body) {
  size_t frame = qw_cobs_bound(max_body);
  return frame > QW_LINE_BYTES ? frame : QW_LINE_BYTES;
}

/* 1, or 0 where the buffer is smaller than qw_receiver_bytes(max_body). */
static inline int qw_receiver_start(struct qw_receiver *receiver, uint8_t *buffer, size_t size, size_t max_body) {
  receiver->buffer = buffer;
  receiver->max_body = max_body;
  receiver->mode = QW_MODE_TEXT;
  receiver->first = 0;
  receiver->length = 0;
  receiver->printable = 1;
  return size >= qw_receiver_bytes(max_body);
}

static inline struct qw_event qw_nothing(void) {
  struct qw_event event;
  memset(&event, 0, sizeof event);
  return event;
}

static inline struct qw_event qw_discard(struct qw_receiver *receiver, enum qw_reason reason, size_t bytes) {
  struct qw_event event = qw_nothing();
  event.happening = QW_DISCARDED;
  event.reason = reason;
  event.discarded = bytes;
  event.in_frame = receiver->mode == QW_MODE_FRAME;
  receiver->length = 0;
  receiver->printable = 1;
  return event;
}

static inline void qw_keep(struct qw_receiver *receiver, uint8_t byte, size_t room) {
  if (receiver->length < room) receiver->buffer[receiver->length] = byte;
  receiver->length += 1;
}

/* Whether a line may hold the byte, or end with it. */
static inline int qw_is_text(uint8_t byte) { return (byte >= 0x20 && byte <= 0x7e) || byte == '\r' || byte == '\n'; }

/* Why the text so far can no longer become a line; QW_INTACT where it still can. */
static inline enum qw_reason qw_text_flaw(const struct qw_receiver *receiver) {
  if (!receiver->printable) return QW_NOT_TEXT;
  return receiver->length >= QW_LINE_BYTES ? QW_LINE_TOO_LONG : QW_INTACT;
}

static inline struct qw_event qw_end_line(struct qw_receiver *receiver) {
  struct qw_event event = qw_nothing();
  size_t end = receiver->length;
  enum qw_reason flaw = qw_text_flaw(receiver);
  if (flaw != QW_INTACT) return qw_discard(receiver, flaw, end + 1);
  receiver->length = 0;
  if (end > 0 && receiver->buffer[end - 1] == '\r') end -= 1;
  if (end == 0) return event;
  receiver->buffer[end] = 0;
  event.happening = QW_LINE;
  event.line = (const char *)receiver->buffer;
  return event;
}

static inline struct qw_event qw_take_text_byte(struct qw_receiver *receiver, uint8_t byte) {
  size_t length = receiver->length;
  int after_return = length > 0 && length <= QW_LINE_BYTES && receiver->buffer[length - 1] == '\r';
  if (byte == '\n') return qw_end_line(receiver);
  /* a carriage return is allowed just before the line feed */
  if (after_return || !qw_is_text(byte)) receiver->printable = 0;
  qw_keep(receiver, byte, QW_LINE_BYTES);
  return qw_nothing();
}

static inline struct qw_event qw_end_frame(struct qw_receiver *receiver) {
  struct qw_event event = qw_nothing();
  size_t encoded = receiver->length, length = 0;
  enum qw_reason reason;
  if (encoded > qw_cobs_bound(receiver->max_body)) return qw_discard(receiver, QW_TOO_LONG, encoded);
  if (!qw_cobs_decode(receiver->buffer, encoded, receiver->buffer, &length)) {
    return qw_discard(receiver, QW_BAD_COBS, encoded);
  }
  reason = qw_open_body(receiver->buffer, length, &event.frame);
  /* an encoding that is short enough may still hold a byte or two too many */
  if (reason == QW_INTACT && length > receiver->max_body) reason = QW_TOO_LONG;
  if (reason != QW_INTACT) return qw_discard(receiver, reason, encoded);
  receiver->length = 0;
  event.happening = QW_FRAME;
  return event;
}

/* What a 0x00 ends. */
static inline struct qw_event qw_end_segment(struct qw_receiver *receiver) {
  struct qw_event event = qw_nothing();
  size_t length = receiver->length;
  if (receiver->mode == QW_MODE_FRAME) {
    event = qw_end_frame(receiver);
  } else if (length > 0) {
    enum qw_reason flaw = qw_text_flaw(receiver);
    event = qw_discard(receiver, flaw == QW_INTACT ? QW_UNFINISHED_LINE : flaw, length);
  }
  receiver->mode = QW_MODE_UNDECIDED;
  receiver->first = 0;
  return event;
}

/* Takes the next byte from the wire; never believes a length, and finds the next intact frame after any garbage. */
static inline struct qw_event qw_receive(struct qw_receiver *receiver, uint8_t byte) {
  if (receiver->mode == QW_MODE_UNDECIDED) {
    uint8_t first = receiver->first;
    if (first == 0) {
      receiver->first = byte;
      return qw_nothing();
    }
    /* the second byte after a 0x00 tells: the magic stands in no text. A first one alone never completes anything */
    receiver->mode = byte == QW_MAGIC ? QW_MODE_FRAME : QW_MODE_TEXT;
    if (receiver->mode == QW_MODE_FRAME) qw_keep(receiver, first, qw_receiver_bytes(receiver->max_body));
    else qw_take_text_byte(receiver, first);
  }
  if (byte == 0) return qw_end_segment(receiver);
  if (receiver->mode == QW_MODE_TEXT) return qw_take_text_byte(receiver, byte);
  qw_keep(receiver, byte, qw_receiver_bytes(receiver->max_body));
  return qw_nothing();
}

/* To be called once no byte has come for 100 ms, so that a person can still type ABOR: what is unfinished is dropped as if
   a 0x00 had come. Text that can still become a line stays, as people type slowly. */
static inline struct qw_event qw_receiver_idle(struct qw_receiver *receiver) {
  struct qw_event event = qw_nothing();
  uint8_t first = receiver->mode == QW_MODE_UNDECIDED ? receiver->first : 0;
  enum qw_reason flaw = qw_text_flaw(receiver);
  if (first != 0 && !qw_is_text(first)) {
    receiver->mode = QW_MODE_FRAME;
    receiver->length = 1;
  }
  if (receiver->mode == QW_MODE_FRAME) event = qw_discard(receiver, QW_UNFINISHED_FRAME, receiver->length);
  else if (receiver->mode == QW_MODE_TEXT && flaw != QW_INTACT) event = qw_discard(receiver, flaw, receiver->length);
  else return event;
  receiver->mode = QW_MODE_UNDECIDED;
  receiver->first = 0;
  return event;
}

#endif
