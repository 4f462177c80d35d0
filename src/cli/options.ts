/** Flags that mean the same in every command. */
export const boardOption = {
  type: 'string',
  default: 'twin:',
  describe:
    'twin:, twin:chip.yaml, tcp://host:port, unix:///path, usb://vid:pid or serial:///dev/ttyX?baud=115200; ?reconnect=SECONDS a lost one is looked for',
} as const;

export const chipOption = {
  type: 'string',
  describe: 'device on the chip, or a chip file; by default what the board says',
} as const;

export const chipIdOption = {
  type: 'string',
  describe: 'whose account the ledger keeps; by default the board and its device',
} as const;

export const jsonOption = { type: 'boolean', default: false, describe: 'one JSON object on stdout' } as const;

export const chipSeedOption = { type: 'number', default: 1, describe: 'which chip a twin holds' } as const;
