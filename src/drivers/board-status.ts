import { boardTicks, MICROVOLTS_PER_VOLT, volts, type BoardStatus } from '../core/index.js';
import type { StatusReply } from '../protocols/index.js';

export const statusFrom = (reply: StatusReply): BoardStatus => ({
  state: reply.state,
  cause: reply.cause,
  lastSerial: reply.lastSerial,
  boardTicks: boardTicks(reply.boardTicks),
  leaseMilliseconds: reply.leaseMilliseconds,
  grounded:
    reply.groundedTicks === 0
      ? null
      : {
          boardTicks: boardTicks(reply.groundedTicks),
          residualVolts: volts(reply.residualMicrovolts / MICROVOLTS_PER_VOLT),
        },
});
