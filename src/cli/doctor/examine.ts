import {
  formatQuantity,
  formatShape,
  systemClock,
  type Board,
  type BoardLimits,
  type DeviceProfile,
} from '../../core/index.js';
import {
  BoardClient,
  BoardLink,
  greet,
  identify,
  parseBoardUri,
  type BoardUri,
  type Transport,
} from '../../drivers/index.js';
import { DICTIONARY_CRC, PROTOCOL_MAJOR } from '../../protocols/index.js';
import { profileOf } from '../chip-choice.js';
import { checkCells } from './cell-checks.js';
import { attempt, type Finding, type Report } from './finding.js';
import { checkLink } from './link-checks.js';
import { checkRunsDisk } from './runs-disk.js';
import { checkSerialNode } from './serial-node.js';

export interface Examination {
  /** Of the board, as the user wrote it. */
  readonly address: string;
  /** --chip, where it was given. */
  readonly chip: string | undefined;
  /** Folder of the run folders. */
  readonly runs: string;
  readonly openLink: (uri: BoardUri) => Promise<Transport>;
  /** A new random number for every session, never 0. */
  readonly drawNonce: () => number;
  /** True from when the examination is to end; looked at between checks. */
  readonly stopRequested: () => boolean;
}

const v = (value: number): string => formatQuantity(value, 'V');

function limitsFinding(limits: BoardLimits): Finding {
  const { maxRowVolts, maxReadVolts, maxBlockTicks, edgeTicks, maxOutputTicks, tickSeconds } = limits;
  const { maxPlanBytes, dacBits, dacFullScaleVolts } = limits;
  const seconds = (ticks: number): string => formatQuantity(ticks * tickSeconds, 's');
  const says =
    `rows ${v(maxRowVolts)}, reads ${v(maxReadVolts)}, blocks ${seconds(maxBlockTicks)} with edges every ${seconds(edgeTicks)}, ` +
    `outputs on for ${seconds(maxOutputTicks)} at most, ` +
    `plans ${maxPlanBytes} bytes, DAC ${dacBits} bits over +-${v(dacFullScaleVolts)}; ` +
    'enforced by this program before any byte is sent, and by the board again';
  return { check: 'limits', state: 'ok', says, data: { ...limits, enforcedBy: ['host', 'board'] } };
}

function profileFor(board: Board, chip: string | undefined): DeviceProfile | undefined {
  return board.identity.chip === '' && chip === undefined ? undefined : profileOf(board.identity, chip);
}

async function checkGrounding(board: Board, report: Report): Promise<void> {
  const { grounded, residualVolts, latency } = await board.ground();
  const found = `largest voltage read back ${v(residualVolts)}, answered in ${latency.toFixed(1)} ms`;
  const data = { grounded, residualVolts };
  if (grounded) report({ check: 'grounding', state: 'ok', says: `grounded, ${found}`, data });
  else {
    const says = `NOT GROUNDED, ${found}. Switch the board's supply off before touching the chip.`;
    report({ check: 'grounding', state: 'fail', says, code: 'grounding-failed', data });
  }
}

/** Says hello and looks at the link alone. True where a board is there to look at further. */
async function examineLink(link: BoardLink, { drawNonce }: Examination, report: Report): Promise<boolean> {
  const reply = await attempt('hello', report, () => greet(link, systemClock, drawNonce(), 0));
  if (reply === undefined) return false;
  const document = await attempt('identity', report, () => identify(link, reply.maxBody));
  if (document === undefined) return false;
  const { vendor, model, serialNumber, firmware, chip } = document.identity;
  const arrays = document.arrays.map(formatShape).join(', ');
  const holds = chip === '' ? 'a chip it does not know' : chip;
  const says = `${vendor} ${model}, serial number ${serialNumber}, ${holds}, arrays ${arrays}`;
  report({ check: 'identity', state: 'ok', says, data: { ...document.identity, arrays: document.arrays } });
  const dictionary = DICTIONARY_CRC.toString(16).padStart(8, '0');
  report({
    check: 'versions',
    state: 'ok',
    says: `firmware ${firmware}, protocol ${PROTOCOL_MAJOR}, dictionary ${dictionary} on both sides`,
    data: { firmware, protocol: PROTOCOL_MAJOR, dictionary },
  });
  const checkedLink = await attempt('link', report, async () => {
    await checkLink(link, document.limits.tickSeconds, systemClock, report);
    return true;
  });
  return checkedLink === true;
}

async function examineBoard(
  transport: Transport,
  uri: BoardUri,
  examination: Examination,
  report: Report,
): Promise<void> {
  const { drawNonce, chip, stopRequested } = examination;
  const link = new BoardLink(transport, { clock: systemClock, where: uri.text });
  if (!(await examineLink(link, examination, report))) {
    await link.close();
    return;
  }
  // the same port with a new session: opening it again would raise DTR a second time
  const options = { uri: uri.text, clock: systemClock, drawNonce };
  const board = await attempt('session', report, () => BoardClient.open(transport, options));
  if (board === undefined) return;
  try {
    report(limitsFinding(board.limits));
    if (!stopRequested()) await attempt('cells', report, () => checkCells(board, profileFor(board, chip), report));
    await attempt('grounding', report, () => checkGrounding(board, report));
  } finally {
    await attempt('closing', report, () => board.close());
  }
}

/**
 * Looks at everything between this program and the cells of a board, in the order in which one thing needs the other,
 * and reports each check as it is done. Sends hello, identify, status, reads and ground, and nothing that moves a cell.
 */
export async function examine(examination: Examination, report: Report): Promise<void> {
  const uri = await attempt('address', report, () => parseBoardUri(examination.address));
  if (uri !== undefined) {
    report({ check: 'address', state: 'ok', says: `${uri.text} is a ${uri.scheme} address` });
    const reachable = uri.scheme !== 'serial' || (await checkSerialNode(uri.path, report));
    const transport = reachable ? await attempt('port', report, () => examination.openLink(uri)) : undefined;
    if (transport !== undefined) await examineBoard(transport, uri, examination, report);
  }
  const disk = await attempt('runs folder', report, () => checkRunsDisk(examination.runs, systemClock));
  if (disk !== undefined) report(disk);
}
