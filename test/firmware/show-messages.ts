import { readFileSync } from 'node:fs';

// Makes messages.h of the C test program: how to show what quarterwave.h decoded, for every message there is.

interface Field {
  readonly name: string;
  readonly type: string;
}
interface Dictionary {
  readonly messages: readonly {
    readonly name: string;
    readonly request: readonly Field[] | string;
    readonly reply: readonly Field[] | string;
  }[];
  readonly events: readonly { readonly name: string; readonly fields: readonly Field[] }[];
  readonly records: Readonly<Record<string, readonly Field[]>>;
  readonly error: readonly Field[];
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function showField({ name, type }: Field, index: number): string {
  const value = `message.${snake(name)}`;
  const title = `  printf("${index > 0 ? ',' : ''}\\"${name}\\":");\n`;
  if (type === 'id') return `${title}  show_hex(${value}, 16);`;
  if (type === 'bytes' || type === 'text') return `${title}  show_hex(${value}.data, ${value}.count);`;
  if (type === 'i32[]') return `${title}  show_i32s(${value});`;
  if (type.startsWith('i')) return `${title}  printf("%ld", (long)${value});`;
  return `${title}  printf("%llu", (unsigned long long)${value});`;
}

const showStructure = (id: string, fields: readonly Field[]): string => `
static void show_${id}(const uint8_t *payload, size_t length) {
  struct qw_${id} message;
  uint8_t *again;
  size_t written;
  int result = qw_decode_${id}(payload, length, &message);
  printf("{\\"result\\":%d", result);
  if (result != QW_OK) {
    printf("}\\n");
    return;
  }
  printf(",\\"fields\\":{");
${fields.map(showField).join('\n')}
  again = malloc(length);
  if (again == NULL) exit(1);
  written = qw_encode_${id}(&message, again, length);
  printf("},\\"again\\":");
  show_hex(again, written);
  printf(",\\"withoutRoom\\":%lu}\\n", (unsigned long)qw_encode_${id}(&message, again, written - 1));
  free(again);
}`;

const PRELUDE = `
static void show_hex(const uint8_t *bytes, size_t length) {
  size_t at;
  printf("\\"");
  for (at = 0; at < length; at += 1) printf("%02x", bytes[at]);
  printf("\\"");
}

static void show_i32s(struct qw_i32s integers) {
  size_t at;
  printf("[");
  for (at = 0; at < integers.count; at += 1) printf("%s%ld", at > 0 ? "," : "", (long)qw_i32_at(integers, at));
  printf("]");
}`;

/** Defines `show_message(name, payload, length)` for names such as `hello_request`, `started_event` and `error`. */
export function showMessages(): string {
  const path = new URL('../../firmware-spec/messages.json', import.meta.url);
  const { messages, events, records, error } = JSON.parse(readFileSync(path, 'utf8')) as Dictionary;
  const parts = messages.flatMap(({ name, request, reply }) => [
    { name: `${name}_request`, fields: request },
    { name: `${name}_reply`, fields: reply },
  ]);
  const own = parts.flatMap(({ name, fields }) =>
    typeof fields === 'string' || fields.length === 0 ? [] : [[name, fields] as const],
  );
  const structures = [
    ...Object.entries(records),
    ...own,
    ...events.map(({ name, fields }) => [`${name}_event`, fields] as const),
    ['error', error] as const,
  ];
  const calls = [
    ...structures.map(([name]) => [name, `show_${name}(payload, length)`]),
    ...parts.flatMap(({ name, fields }) =>
      typeof fields === 'string' ? [[name, `show_${fields}(payload, length)`]] : [],
    ),
  ];
  return `${PRELUDE}
${structures.map(([name, fields]) => showStructure(name, fields)).join('\n')}

static void show_message(const char *name, const uint8_t *payload, size_t length) {
${calls.map(([name, call]) => `  if (strcmp(name, "${name}") == 0) { ${call}; return; }`).join('\n')}
  printf("{\\"result\\":%d,\\"fields\\":{}}\\n", QW_OK);
}
`;
}
