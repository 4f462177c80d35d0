import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  allChecks,
  benchLines,
  conclusionLine,
  groundBench,
  groupLine,
  GROUPS,
  meetBoard,
  parseTranscript,
  playChecks,
  profilesPassed,
  READ_ONLY_GROUPS,
  resultLines,
  type Bench,
  type CheckResult,
  type Group,
  type Transcript,
} from '../../conformance/index.js';
import { ConfigError, systemClock } from '../../core/index.js';
import { parseBoardUri, type BoardUri, type Transport } from '../../drivers/index.js';
import { defineCommand } from '../command.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { openLink } from '../open-board.js';
import { boardOption, jsonOption } from '../options.js';
import { packageFile } from '../package-root.js';
import type { Terminal } from '../terminal.js';

const DUMMY_LOAD = 'It is for a dummy array of resistors, not for a chip with cells: connect one, and give --yes.';

function readTranscripts(): readonly Transcript[] {
  const folder = packageFile('firmware-spec/transcripts');
  const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  return names.toSorted().map((name) => parseTranscript(name.slice(0, -4), readFileSync(join(folder, name), 'utf8')));
}

/** A twin is made anew at every opening, unless it lives in a file. */
const isFreshAtEveryOpening = (uri: BoardUri): boolean => uri.scheme === 'twin' && !uri.options.has('state');

/** @throws ConfigError where all that was asked for would drive lines that nobody said may be driven */
function groupsToPlay(only: readonly Group[], firing: boolean): readonly Group[] {
  const wanted = GROUPS.filter((group) => only.length === 0 || only.includes(group));
  const played = wanted.filter((group) => firing || READ_ONLY_GROUPS.has(group));
  if (played.length > 0) return played;
  throw new ConfigError('bad-argument', `The group ${wanted.join(', ')} drives lines and fires plans. ${DUMMY_LOAD}`);
}

/** Where people read along: beside the document of a script, if there is one. */
function show(line: string, terminal: Terminal, json: boolean): void {
  if (json) terminal.say(line);
  else terminal.data(line);
}

interface Play {
  readonly bench: Bench;
  readonly groups: readonly Group[];
  readonly json: boolean;
  readonly terminal: Terminal;
  readonly stopRequested: () => boolean;
}

async function play({ bench, groups, json, terminal, stopRequested }: Play): Promise<readonly CheckResult[]> {
  const checks = allChecks(bench.transcripts).filter(({ group }) => groups.includes(group));
  let group: Group | undefined;
  return playChecks(checks, bench, {
    stopRequested,
    report(result) {
      if (result.group !== group) show(groupLine(result.group), terminal, json);
      group = result.group;
      // a script gets them all in its document
      if (!json) for (const line of resultLines(result)) terminal.data(line);
    },
  });
}

export const conformanceCommand = defineCommand({
  usage: 'conformance',
  summary: 'Play a firmware against firmware-spec, and say whether the board passes profile P1 or P10',
  examples: [
    ['$0 conformance', 'everything, on a twin in real time'],
    ['$0 conformance --board serial:///dev/ttyACM0', 'only what drives no line'],
    ['$0 conformance --board serial:///dev/ttyACM0 --yes --profile P10', 'everything; a dummy array is connected'],
    ['$0 conformance --only link --json', 'one group, one JSON object'],
  ],
  positionals: {},
  options: {
    // in real time, where everything can be seen
    board: { ...boardOption, default: 'twin:?pace=real-time' },
    profile: { type: 'string', choices: ['P1', 'P10'], describe: 'by default the finest the board says it has' },
    yes: { type: 'boolean', default: false, describe: 'fire plans and drive lines: a dummy array is connected' },
    only: { type: 'string', array: true, choices: GROUPS, default: [], describe: 'groups to play; by default all' },
    json: jsonOption,
  },
  async run(args, terminal) {
    const uri = parseBoardUri(args.board);
    const firing = args.yes || uri.scheme === 'twin';
    const groups = groupsToPlay(args.only as readonly Group[], firing);
    let stopping = false;
    const stop = (): void => void (stopping = true);
    // not once: a wrapper may pass the same Ctrl-C on, and a second one would end the program before it has grounded
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    let transport: Transport | undefined;
    try {
      transport = await openLink(uri);
      const bench = await meetBoard({
        transport,
        where: uri.text,
        clock: systemClock,
        draw: () => randomInt(1, 2 ** 32),
        profile: args.profile,
        transcripts: readTranscripts(),
        openFresh: isFreshAtEveryOpening(uri) ? () => openLink(uri) : undefined,
      });
      const drives = groups.some((group) => !READ_ONLY_GROUPS.has(group));
      for (const line of benchLines(bench, drives)) show(line, terminal, args.json);
      let results: readonly CheckResult[] = [];
      let grounded = false;
      try {
        results = await play({ bench, groups, json: args.json, terminal, stopRequested: () => stopping });
      } finally {
        grounded = await groundBench(bench);
      }
      return conclude({ args, bench, groups, results, grounded, stopping, terminal });
    } finally {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      await transport?.close();
    }
  },
});

interface Conclusion {
  readonly args: { readonly board: string; readonly json: boolean; readonly only: readonly string[] };
  readonly bench: Bench;
  readonly groups: readonly Group[];
  readonly results: readonly CheckResult[];
  readonly grounded: boolean;
  readonly stopping: boolean;
  readonly terminal: Terminal;
}

/** The largest voltages that plans and reads put on lines and across a cell; 0 on lines that are not there to drive. */
function drivenBy({ limits, plans }: Bench) {
  const { drivesColumns, maxGateVolts, maxReadVolts } = limits;
  const { planVolts } = plans;
  return {
    rowVolts: planVolts,
    columnVolts: drivesColumns ? planVolts : 0,
    cellVolts: drivesColumns ? 2 * planVolts : planVolts,
    gateVolts: maxGateVolts,
    readVolts: maxReadVolts,
  };
}

function conclude({ args, bench, groups, results, grounded, stopping, terminal }: Conclusion): ExitCode {
  const failed = results.some(({ state }) => state === 'failed');
  const complete = groups.length === GROUPS.length && !stopping;
  const passes = complete && !failed ? profilesPassed(bench.profile) : [];
  if (args.json) {
    const { document, profile } = bench;
    const drives = drivenBy(bench);
    const { identity } = document;
    terminal.data(JSON.stringify({ board: args.board, identity, profile, drives, passes, grounded, checks: results }));
  } else {
    terminal.data(conclusionLine(results, bench.profile, passes));
  }
  if (!grounded) {
    terminal.say(
      'The board does not say that it is grounded. Switch its supply off before touching what is connected.',
    );
    return EXIT.groundingFailed;
  }
  if (stopping) {
    terminal.say('Interrupted; the outputs are grounded.');
    return EXIT.interrupted;
  }
  if (failed) return EXIT.notAccepted;
  const leftOut = GROUPS.filter((group) => !groups.includes(group));
  if (args.only.length > 0 || leftOut.length === 0) return EXIT.ok;
  terminal.say(`Not played: ${leftOut.join(', ')}, which drive lines and fire plans. ${DUMMY_LOAD}`);
  return EXIT.usage;
}
