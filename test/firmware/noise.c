/* Feeds stdin to the reference receiver, for noise.test.ts, and says what it made of it in JSON. */
#include <stdio.h>
#include <stdlib.h>

#include "frame.h"

#define MAX_BODY 512u

static uint32_t digest;

/* Everything that happens, in its order, in one number. */
static void note(uint32_t what, uint32_t number) { digest = (digest ^ what) * 16777619u + number; }

int main(void) {
  static uint8_t bytes[65536];
  struct qw_receiver receiver;
  size_t size = qw_receiver_bytes(MAX_BODY), count, at;
  /* exactly as long as it must be, so that a sanitizer sees the first byte too many */
  uint8_t *buffer = malloc(size);
  unsigned long received = 0, frames = 0, lines = 0, discarded_frames = 0, discarded_bytes = 0, last = 0;
  if (buffer == NULL || !qw_receiver_start(&receiver, buffer, size, MAX_BODY)) return 1;
  while ((count = fread(bytes, 1, sizeof bytes, stdin)) > 0) {
    received += count;
    for (at = 0; at < count; at += 1) {
      struct qw_event event = qw_receive(&receiver, bytes[at]);
      if (event.happening == QW_NOTHING) continue;
      if (event.happening == QW_FRAME) {
        frames += 1;
        last = event.frame.header.request;
        note(QW_FRAME, event.frame.header.request + (uint32_t)event.frame.length);
      } else if (event.happening == QW_LINE) {
        lines += 1;
        note(QW_LINE, (uint32_t)strlen(event.line));
      } else {
        discarded_frames += (unsigned long)event.in_frame;
        discarded_bytes += event.discarded;
        note(QW_DISCARDED + event.reason, (uint32_t)event.discarded);
      }
    }
  }
  printf("{\"received\":%lu,\"frames\":%lu,\"lines\":%lu,\"framesDiscarded\":%lu,\"bytesDiscarded\":%lu,", received,
         frames, lines, discarded_frames, discarded_bytes);
  printf("\"last\":%lu,\"digest\":%lu}\n", last, (unsigned long)digest);
  free(buffer);
  return 0;
}
