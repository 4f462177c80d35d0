// Makes src/protocols/messages.generated.ts, firmware-spec/quarterwave.h and the tables of firmware-spec/protocol.md from
// firmware-spec/messages.json.
// `node scripts/generate-messages.mjs` writes them; with `--check` it writes nothing and exits 1 where one has drifted.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import * as prettier from 'prettier';
import { cHeader } from './c-header.mjs';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const DICTIONARY = 'firmware-spec/messages.json';
const SOURCE = 'src/protocols/messages.generated.ts';
const SPEC = 'firmware-spec/protocol.md';
const C_HEADER = 'firmware-spec/quarterwave.h';

const dictionary = JSON.parse(readFileSync(at(DICTIONARY), 'utf8'));

/** Canonical form, protocol.md section 2: no `about`, members sorted by name, no white space. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const names = Object.keys(value)
    .filter((name) => name !== 'about')
    .toSorted();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}
const dictionaryCrc = crc32(canonical(dictionary));

const WIRE_TYPES = {
  u8: 'number',
  u16: 'number',
  u32: 'number',
  u64: 'number',
  i16: 'number',
  i32: 'number',
  id: 'string',
  bytes: 'Uint8Array',
  text: 'string',
  'i32[]': 'Int32Array',
};
const VALUE_SETS = {
  kinds: 'Kind',
  states: 'State',
  causes: 'Cause',
  outcomes: 'Outcome',
  verdicts: 'Verdict',
  directions: 'Direction',
};

const fail = (message) => {
  process.stderr.write(`${DICTIONARY}: ${message}\n`);
  process.exit(1);
};
const pascal = (name) => name.replace(/(^|-)([a-z])/g, (_, _dash, letter) => letter.toUpperCase());
const fieldsOf = (fields) => (typeof fields === 'string' ? dictionary.records[fields] : fields);
const unique = (what, values) => {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) fail(`${what} ${twice} stands twice`);
};

function checkFields(where, fields) {
  if (fields === undefined) fail(`${where} names a record that does not exist`);
  unique(
    `${where}: field`,
    fields.map((field) => field.name),
  );
  for (const { name, type, values } of fields) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) fail(`${where}.${name}: a field name is camelCase`);
    if (!(type in WIRE_TYPES)) fail(`${where}.${name} has the unknown type ${type}`);
    if (values !== undefined && (type !== 'u8' || !(values in VALUE_SETS))) fail(`${where}.${name}: bad values`);
  }
}

function checkDictionary() {
  const { messages, events, errors, records, error } = dictionary;
  unique(
    'op',
    [...messages, ...events].map((message) => message.op),
  );
  unique(
    'message',
    [...messages, ...events].map((message) => message.name),
  );
  unique(
    'error',
    errors.flatMap(({ code, name }) => [code, name]),
  );
  for (const message of messages) {
    checkFields(`${message.name} request`, fieldsOf(message.request));
    checkFields(`${message.name} reply`, fieldsOf(message.reply));
  }
  for (const event of events) checkFields(event.name, event.fields);
  for (const [name, fields] of Object.entries(records)) checkFields(name, fields);
  checkFields('error', error);
}

const quoted = (value) => `'${value}'`;

function interfaceOf(name, about, fields) {
  if (fields.length === 0) return `/** ${about} */\nexport type ${name} = Readonly<Record<string, never>>;\n`;
  const members = fields.map(({ name: field, type, values, about: says }) => {
    const ts = values === undefined ? WIRE_TYPES[type] : `${VALUE_SETS[values]}Name`;
    return `/** ${type}: ${says} */\nreadonly ${field}: ${ts};`;
  });
  return `/** ${about} */\nexport interface ${name} {\n${members.join('\n')}\n}\n`;
}

const namedSet = (constant, type, entries) =>
  `export const ${constant} = {\n${entries.map(([name, value]) => `${quoted(name)}: ${value},`).join('\n')}\n} as const;\n` +
  `export type ${type}Name = keyof typeof ${constant};\n`;

const specsOf = (fields) =>
  fields.length === 0
    ? '{}'
    : `{ ${fields.map(({ name, type, values }) => `${name}: ${quoted(values ?? type)}`).join(', ')} }`;

const typeOfPart = (message, part) =>
  typeof message[part] === 'string'
    ? `${pascal(message[part])}Fields`
    : `${pascal(message.name)}${part === 'request' ? 'Request' : 'Reply'}`;
const map = (name, entries) => `export interface ${name} {\n${entries.join('\n')}\n}\n`;
const table = (name, key, entries) =>
  `export const ${name}: Readonly<Record<${key}, FieldSpecs>> = {\n${entries.join('\n')}\n};\n`;

function typescript() {
  const { messages, events, records, error, errors } = dictionary;
  const interfaces = [
    ...Object.entries(records).map(([name, fields]) =>
      interfaceOf(`${pascal(name)}Fields`, `The ${name} that several replies share.`, fields),
    ),
    ...messages.flatMap((message) =>
      ['request', 'reply']
        .filter((part) => typeof message[part] !== 'string')
        .map((part) =>
          interfaceOf(
            typeOfPart(message, part),
            part === 'request' ? message.about : `What the board answers to ${message.name}.`,
            message[part],
          ),
        ),
    ),
    ...events.map((event) => interfaceOf(`${pascal(event.name)}Event`, event.about, event.fields)),
    interfaceOf('ErrorFields', 'What a refused request is answered with.', error),
  ];
  const messageTable = (name, part) =>
    table(
      name,
      'MessageName',
      messages.map((message) => `${quoted(message.name)}: ${specsOf(fieldsOf(message[part]))},`),
    );
  return [
    `// Made from ${DICTIONARY} by scripts/generate-messages.mjs; edit that and run it again.\n/* oxlint-disable max-lines -- as long as the dictionary */\n`,
    `/** CRC-32 of the dictionary in canonical form; a board tells its own in hello. */\nexport const DICTIONARY_CRC = ${dictionaryCrc};\n`,
    `export const PROTOCOL_MAJOR = ${dictionary.major};\n/** First byte of every body. */\nexport const MAGIC = ${dictionary.magic};\n`,
    ...Object.entries(VALUE_SETS).map(([set, type]) =>
      namedSet(set.toUpperCase(), type, Object.entries(dictionary[set])),
    ),
    namedSet(
      'OPS',
      'Message',
      messages.map(({ name, op }) => [name, op]),
    ),
    namedSet(
      'EVENT_OPS',
      'Event',
      events.map(({ name, op }) => [name, op]),
    ),
    namedSet(
      'ERROR_CODES',
      'Error',
      errors.map(({ name, code }) => [name, code]),
    ),
    `export const VALUE_SETS = { ${Object.keys(VALUE_SETS)
      .map((set) => `${set}: ${set.toUpperCase()}`)
      .join(', ')} } as const;\n`,
    `export type WireType = ${Object.keys(WIRE_TYPES).map(quoted).join(' | ')};\n`,
    `/** Fields in wire order; the name of a value set stands for a u8 of that set. */\nexport type FieldSpecs = Readonly<Record<string, WireType | keyof typeof VALUE_SETS>>;\n`,
    ...interfaces,
    map(
      'RequestFields',
      messages.map((message) => `${quoted(message.name)}: ${typeOfPart(message, 'request')};`),
    ),
    map(
      'ReplyFields',
      messages.map((message) => `${quoted(message.name)}: ${typeOfPart(message, 'reply')};`),
    ),
    map(
      'EventFields',
      events.map((event) => `${quoted(event.name)}: ${pascal(event.name)}Event;`),
    ),
    messageTable('REQUEST_SPECS', 'request'),
    messageTable('REPLY_SPECS', 'reply'),
    table(
      'EVENT_SPECS',
      'EventName',
      events.map((event) => `${quoted(event.name)}: ${specsOf(event.fields)},`),
    ),
    `export const ERROR_SPECS: FieldSpecs = ${specsOf(error)};\n`,
  ].join('\n');
}

const rows = (titles, lines) =>
  [titles, titles.map(() => '---'), ...lines]
    .map((cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
const fieldRows = (fields) =>
  fields.length === 0
    ? 'Empty.'
    : rows(
        ['field', 'type', 'meaning'],
        fields.map(({ name, type, about }) => [name, type, about]),
      );

/** The generated parts of protocol.md by the name in their markers. */
function tables() {
  const { messages, events, records, error, errors, header } = dictionary;
  const part = (title, message, which) =>
    typeof message[which] === 'string'
      ? `${title}: the record \`${message[which]}\`.`
      : `${title}:\n\n${fieldRows(message[which])}`;
  return {
    dictionary: `CRC-32 of the dictionary: \`0x${dictionaryCrc.toString(16).padStart(8, '0')}\`.`,
    header: fieldRows(header),
    sets: rows(
      ['set', 'values'],
      Object.keys(VALUE_SETS).map((set) => [
        set,
        Object.entries(dictionary[set])
          .map(([name, value]) => `${value} ${name}`)
          .join(', '),
      ]),
    ),
    messages: messages
      .map(
        (message) =>
          `### ${message.op} ${message.name}\n\n${message.about}\n\n${part('Request', message, 'request')}\n\n${part('Reply', message, 'reply')}`,
      )
      .join('\n\n'),
    records: Object.entries(records)
      .map(([name, fields]) => `### ${name}\n\n${fieldRows(fields)}`)
      .join('\n\n'),
    events: events
      .map((event) => `### ${event.op} ${event.name}\n\n${event.about}\n\n${fieldRows(event.fields)}`)
      .join('\n\n'),
    error: fieldRows(error),
    errors: rows(
      ['code', 'name', 'meaning'],
      errors.map(({ code, name, about }) => [code, name, about]),
    ),
  };
}

function withTables(text) {
  return Object.entries(tables()).reduce((all, [name, table]) => {
    const start = `<!-- generated: ${name} -->`;
    const end = '<!-- end -->';
    const from = all.indexOf(start);
    const to = all.indexOf(end, from);
    if (from < 0 || to < 0) fail(`${SPEC} has no markers for ${name}`);
    return `${all.slice(0, from + start.length)}\n\n${table}\n\n${all.slice(to)}`;
  }, text);
}

async function formatted(path, text) {
  const options = (await prettier.resolveConfig(at(path))) ?? {};
  return prettier.format(text, { ...options, filepath: at(path) });
}

checkDictionary();
const outputs = [
  [SOURCE, await formatted(SOURCE, typescript())],
  [C_HEADER, cHeader(dictionary, dictionaryCrc, DICTIONARY)],
];
if (existsSync(at(SPEC))) outputs.push([SPEC, await formatted(SPEC, withTables(readFileSync(at(SPEC), 'utf8')))]);

const drifted = outputs.filter(([path, text]) => !existsSync(at(path)) || readFileSync(at(path), 'utf8') !== text);
if (process.argv.includes('--check')) {
  for (const [path] of drifted) process.stderr.write(`${path} is not what ${DICTIONARY} says; run npm run generate\n`);
  process.exit(drifted.length > 0 ? 1 : 0);
}
for (const [path, text] of drifted) {
  writeFileSync(at(path), text);
  process.stdout.write(`wrote ${path}\n`);
}
