/** What the operating system says of a serial port without opening it. */
export interface PortFacts {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly serialNumber?: string | undefined;
  /** Four hexadecimal digits, as are those of the product. */
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  /** On Linux the name in /dev/serial/by-id, which stays when ports are numbered anew. */
  readonly pnpId?: string | undefined;
}

/**
 * What is likely behind a port: a board that says it is one, a microcontroller with USB of its own, some USB device, a
 * bridge that hides what is behind it, or a port of the machine itself.
 */
export type PortKind = 'quarterwave' | 'controller' | 'usb' | 'bridge' | 'built-in';

export interface PortFingerprint {
  readonly kind: PortKind;
  /** How likely a board is behind it, 0..100. */
  readonly score: number;
  /**
   * Whether a program may open it to ask who is there. Opening raises DTR: what is behind a bridge or an old port may
   * be anything, and may reset or start because of it.
   */
  readonly openUnasked: boolean;
  /** For people: what the port says of itself. */
  readonly about: string;
}

const BRIDGE_VENDORS: Readonly<Record<string, readonly [chip: string, products: readonly string[]]>> = {
  '1a86': ['CH340/CH910x', ['7522', '7523', '5523', '55d2', '55d3', '55d4', '55d5', '55d8']],
  '10c4': ['CP210x', ['ea60', 'ea61', 'ea63', 'ea70', 'ea71', 'ea7a', 'ea80']],
  '0403': ['FTDI', ['6001', '6010', '6011', '6014', '6015', '6040', '6041', '6043']],
  '067b': ['PL2303', ['2303', '2304', '23a3', '23b3', '23c3', '23d3', '23e3', '23f3', 'aaa0', 'aaa2']],
};

/** Makers of microcontrollers, and the ids that open hardware shares: what a board is likely built on. */
const CONTROLLER_VENDORS: Readonly<Record<string, string>> = {
  '0483': 'STMicroelectronics',
  '1209': 'pid.codes',
  '1366': 'SEGGER',
  '16c0': 'Teensy',
  '1fc9': 'NXP',
  '2341': 'Arduino',
  '239a': 'Adafruit',
  '2e8a': 'Raspberry Pi',
  '303a': 'Espressif',
};

const KIND_SCORES: Readonly<Record<PortKind, number>> = {
  quarterwave: 90,
  controller: 60,
  usb: 40,
  bridge: 20,
  'built-in': 5,
};
/** A port that can be named for good is worth more than one that cannot. */
const NAMED_SCORE = 5;

function bridgeChip(vendor: string | undefined, product: string | undefined): string | undefined {
  const [chip, products] = BRIDGE_VENDORS[vendor ?? ''] ?? [];
  return product !== undefined && products?.includes(product) === true ? chip : undefined;
}

function kindOf(facts: PortFacts, vendor: string | undefined, bridge: string | undefined): PortKind {
  const names = `${facts.manufacturer ?? ''} ${facts.pnpId ?? ''} ${facts.serialNumber ?? ''}`;
  if (/quarterwave/iu.test(names)) return 'quarterwave';
  if (bridge !== undefined) return 'bridge';
  if (vendor === undefined) return 'built-in';
  return CONTROLLER_VENDORS[vendor] === undefined ? 'usb' : 'controller';
}

/** Judges a port by its USB ids and names. A guess: only hello tells whether a quarterwave board is there. */
export function fingerprint(facts: PortFacts): PortFingerprint {
  const vendor = facts.vendorId?.toLowerCase();
  const product = facts.productId?.toLowerCase();
  const bridge = bridgeChip(vendor, product);
  const kind = kindOf(facts, vendor, bridge);
  const named = (facts.serialNumber === undefined ? 0 : NAMED_SCORE) + (facts.pnpId === undefined ? 0 : NAMED_SCORE);
  const about = [
    facts.manufacturer ?? CONTROLLER_VENDORS[vendor ?? ''],
    facts.serialNumber,
    bridge === undefined ? undefined : `${bridge} bridge`,
    vendor === undefined ? undefined : `usb ${vendor}:${product ?? '?'}`,
  ];
  return {
    kind,
    score: KIND_SCORES[kind] + named,
    openUnasked: kind !== 'bridge' && kind !== 'built-in',
    about: about.filter((part) => part !== undefined && part !== '').join(', ') || 'serial port without USB ids',
  };
}

/** The likeliest first; alike ones by path, with `ttyUSB2` before `ttyUSB10`. */
export const byLikelihood = (
  one: { readonly score: number; readonly path: string },
  other: { readonly score: number; readonly path: string },
): number => other.score - one.score || one.path.localeCompare(other.path, 'en', { numeric: true });
