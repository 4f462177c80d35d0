// Makes the text of firmware-spec/quarterwave.h: the dictionary for firmware in C99.
import { C_PRIMITIVES } from './c-primitives.mjs';

const C_TYPES = {
  u8: 'uint8_t',
  u16: 'uint16_t',
  u32: 'uint32_t',
  u64: 'uint64_t',
  i16: 'int16_t',
  i32: 'int32_t',
  id: 'uint8_t',
  bytes: 'struct qw_bytes',
  text: 'struct qw_bytes',
  'i32[]': 'struct qw_i32s',
};
/** Bytes of a field; of one that varies, those of its count. */
const FIXED_BYTES = { u8: 1, u16: 2, u32: 4, u64: 8, i16: 2, i32: 4, id: 16, bytes: 2, text: 2, 'i32[]': 2 };
const SETS = {
  kinds: 'kind',
  states: 'state',
  causes: 'cause',
  outcomes: 'outcome',
  verdicts: 'verdict',
  directions: 'direction',
};
const WIDTH = 118;

const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll('-', '_');
const upper = (name) => snake(name).toUpperCase();
const hex = (value, digits) => `0x${value.toString(16).padStart(digits, '0')}u`;
const suffix = (type) => (type === 'i32[]' ? 'i32s' : type);

function comment(text) {
  const lines = [''];
  for (const word of text.replaceAll('*/', '* /').split(/\s+/)) {
    if (lines.at(-1).length + word.length + 6 > WIDTH) lines.push('');
    lines.push(`${lines.pop()} ${word}`);
  }
  return `/*${lines.join('\n  ')} */`;
}

const defines = (prefix, entries) =>
  entries.map(([name, value]) => `#define QW_${prefix}_${upper(name)} ${value}`).join('\n');

const knownTest = (set, values) => `static inline int qw_is_${SETS[set]}(uint8_t value) {
  return ${Object.values(values)
    .map((value) => `value == ${value}`)
    .join(' || ')};
}`;

const member = ({ name, type, about }) =>
  `  ${C_TYPES[type]} ${snake(name)}${type === 'id' ? '[16]' : ''};`.concat(` ${comment(`${type}: ${about}`)}`);

function take({ name, type, values }) {
  const target = `out->${snake(name)}`;
  if (type === 'id') return `  qw_take_id(&reader, ${target});`;
  if (values !== undefined) return `  ${target} = qw_take_value(&reader, qw_is_${SETS[values]});`;
  return `  ${target} = qw_take_${suffix(type)}(&reader);`;
}

function add({ name, type, values }) {
  const value = `in->${snake(name)}`;
  return values === undefined
    ? `  qw_add_${suffix(type)}(&writer, ${value});`
    : `  qw_add_value(&writer, ${value}, qw_is_${SETS[values]});`;
}

function structure(name, about, fields) {
  if (fields.length === 0) return comment(`${name}: empty. ${about}`);
  const id = snake(name.replaceAll(' ', '_'));
  const bytes = fields.reduce((sum, { type }) => sum + FIXED_BYTES[type], 0);
  return `${comment(`${name}: ${about}`)}
#define QW_${id.toUpperCase()}_BYTES ${bytes}u /* without what varies in length */
struct qw_${id} {
${fields.map(member).join('\n')}
};

static inline int qw_decode_${id}(const uint8_t *payload, size_t length, struct qw_${id} *out) {
  struct qw_reader reader = {payload, length, QW_OK};
  memset(out, 0, sizeof *out);
${fields.map(take).join('\n')}
  return reader.result;
}

static inline size_t qw_encode_${id}(const struct qw_${id} *in, uint8_t *target, size_t room) {
  struct qw_writer writer = {target, room, 0};
${fields.map(add).join('\n')}
  return writer.failed ? 0 : room - writer.left;
}`;
}

function messageParts(message) {
  return ['request', 'reply'].map((part) =>
    typeof message[part] === 'string'
      ? comment(`${message.name} ${part}: struct qw_${snake(message[part])}`)
      : structure(
          `${message.name} ${part}`,
          part === 'request' ? message.about : `what the board answers to ${message.name}.`,
          message[part],
        ),
  );
}

/** @param source the file the dictionary comes from, for the first line */
export function cHeader(dictionary, dictionaryCrc, source) {
  const { magic, major, header, messages, events, records, error, errors } = dictionary;
  const headerBytes = header.reduce((sum, { type }) => sum + FIXED_BYTES[type], 0);
  return `/* Made from ${source} by scripts/generate-messages.mjs; edit that and run it again.

   The messages of firmware-spec/protocol.md in C99, without allocation or other libraries. Structures are for the
   program and are never laid over bytes; qw_decode_* and qw_encode_* go between the two. Decoding skips bytes after the
   last known field and gives QW_OK or why not, when the structure must not be used. Encoding gives the length of the
   payload, or 0 where there is no room for it or a value would not decode. SPDX-License-Identifier: Apache-2.0 */
#ifndef QUARTERWAVE_H
#define QUARTERWAVE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define QW_MAGIC ${hex(magic, 2)}
#define QW_MAJOR ${major}u
#define QW_DICTIONARY_CRC ${hex(dictionaryCrc, 8)}
#define QW_HEADER_BYTES ${headerBytes}u
#define QW_CRC_BYTES 4u
#define QW_MAX_U64 UINT64_C(9007199254740991)

${Object.entries(SETS)
  .map(([set, name]) => defines(upper(name), Object.entries(dictionary[set])))
  .join('\n\n')}

/* Requests and replies. */
${defines(
  'OP',
  messages.map(({ name, op }) => [name, `${op}u`]),
)}

/* Events. */
${defines(
  'EVENT',
  events.map(({ name, op }) => [name, `${op}u`]),
)}

${errors.map(({ name, code, about }) => `#define QW_ERROR_${upper(name)} ${code} ${comment(about)}`).join('\n')}
${C_PRIMITIVES}
${Object.keys(SETS)
  .map((set) => knownTest(set, dictionary[set]))
  .join('\n\n')}

${[
  structure('header', 'what every body begins with; its kind and magic are checked where the frame is.', header),
  ...Object.entries(records).map(([name, fields]) => structure(name, 'several replies share it.', fields)),
  ...messages.flatMap(messageParts),
  ...events.map((event) => structure(`${event.name} event`, event.about, event.fields)),
  structure('error', 'what a refused request is answered with.', error),
].join('\n\n')}

#endif
`;
}
