import type { AnyCommand } from '../command.js';
import { benchCommand } from './bench.js';
import { boardsCommand } from './boards.js';
import { clearCommand } from './clear.js';
import { conformanceCommand } from './conformance.js';
import { doctorCommand } from './doctor.js';
import { groundCommand } from './ground.js';
import { ledgerCommand } from './ledger.js';
import { limitsCommand } from './limits.js';
import { planCommand } from './plan.js';
import { predictCommand } from './predict.js';
import { readCommand } from './read.js';
import { recordCommand } from './record.js';
import { replayCommand } from './replay.js';
import { runCommand } from './run.js';
import { runsShowCommand } from './runs-show.js';
import { runsVerifyCommand } from './runs-verify.js';
import { statusCommand } from './status.js';
import { trainCommand } from './train.js';
import { twinServeCommand } from './twin-serve.js';

/** All commands, in the order the help shows them. */
export const commands: readonly AnyCommand[] = [
  trainCommand,
  readCommand,
  planCommand,
  runCommand,
  predictCommand,
  boardsCommand,
  statusCommand,
  limitsCommand,
  ledgerCommand,
  doctorCommand,
  conformanceCommand,
  groundCommand,
  clearCommand,
  twinServeCommand,
  benchCommand,
  recordCommand,
  replayCommand,
  runsShowCommand,
  runsVerifyCommand,
];
