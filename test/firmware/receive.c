/* What C makes of the vectors, for c-header.test.ts: a command a line on stdin, an answer in JSON a line on stdout. */
#include <stdio.h>
#include <stdlib.h>

#include "frame.h"
#include "messages.h"

#define LINE 200000

static size_t from_hex(const char *hex, uint8_t *to) {
  size_t length = 0;
  unsigned byte;
  for (; sscanf(hex, "%2x", &byte) == 1; hex += 2) to[length++] = (uint8_t)byte;
  return length;
}

/* Memory of exactly this length, so that a sanitizer sees the first byte read too many. */
static uint8_t *exactly(const uint8_t *bytes, size_t length) {
  uint8_t *copy = malloc(length > 0 ? length : 1);
  if (copy == NULL) exit(1);
  memcpy(copy, bytes, length);
  return copy;
}

static const char *reasons[] = {"intact",       "bad-cobs", "too-short",     "too-long",        "bad-crc", "wrong-magic",
                                "unknown-kind", "not-text", "line-too-long", "unfinished-line", "unfinished-frame"};

static void show_event(struct qw_event event, int *shown) {
  if (event.happening == QW_NOTHING) return;
  if ((*shown)++ > 0) printf(",");
  if (event.happening == QW_LINE) {
    printf("{\"line\":\"%s\"}", event.line);
  } else if (event.happening == QW_DISCARDED) {
    printf("{\"discarded\":{\"reason\":\"%s\",\"bytes\":%lu,\"frame\":%s}}", reasons[event.reason],
           (unsigned long)event.discarded, event.in_frame ? "true" : "false");
  } else {
    size_t checked = QW_HEADER_BYTES + event.frame.length, room = qw_cobs_bound(checked + QW_CRC_BYTES) + 2, length;
    uint8_t *body = malloc(checked + QW_CRC_BYTES), *again = malloc(room);
    if (body == NULL || again == NULL) exit(1);
    memcpy(body + QW_HEADER_BYTES, event.frame.payload, event.frame.length);
    length = qw_write_frame(&event.frame.header, body, event.frame.length, again, room);
    printf("{\"frame\":{\"op\":%u,\"request\":%u,\"again\":", event.frame.header.op, event.frame.header.request);
    show_hex(again, length);
    printf("}}");
    free(body);
    free(again);
  }
}

/* A dot stands for 100 ms without a byte. */
static void stream(unsigned max_body, char *hex) {
  struct qw_receiver receiver;
  size_t size = qw_receiver_bytes(max_body), at, length;
  uint8_t *buffer = malloc(size), bytes[LINE / 2];
  int shown = 0;
  char *part;
  if (buffer == NULL || !qw_receiver_start(&receiver, buffer, size, max_body)) exit(1);
  printf("[");
  for (part = strtok(hex, "."); part != NULL; part = strtok(NULL, ".")) {
    if (part != hex) show_event(qw_receiver_idle(&receiver), &shown);
    length = from_hex(part, bytes);
    for (at = 0; at < length; at += 1) show_event(qw_receive(&receiver, bytes[at]), &shown);
  }
  printf("]\n");
  free(buffer);
}

int main(void) {
  static char line[LINE], hex[LINE];
  static uint8_t bytes[LINE / 2];
  char name[64];
  unsigned max_body;
  while (fgets(line, sizeof line, stdin) != NULL) {
    hex[0] = 0;
    if (sscanf(line, "stream %u %s", &max_body, hex) >= 1) {
      stream(max_body, hex);
    } else if (sscanf(line, "decode %63s %s", name, hex) >= 1) {
      size_t length = from_hex(hex, bytes);
      uint8_t *payload = exactly(bytes, length);
      show_message(name, payload, length);
      free(payload);
    } else if (strncmp(line, "constants", 9) == 0) {
      printf("{\"crc\":%lu,\"major\":%u,\"magic\":%u,\"check\":%lu}\n", (unsigned long)QW_DICTIONARY_CRC, QW_MAJOR,
             QW_MAGIC, (unsigned long)qw_crc32((const uint8_t *)"123456789", 9));
    }
  }
  return 0;
}
