// The part of firmware-spec/quarterwave.h that is the same for every dictionary: bytes <-> numbers, all bounds-checked.
export const C_PRIMITIVES = String.raw`
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
`;
