/** Where firmware-spec/protocol.md says what a check holds a board to. */
export interface Section {
  /** As the heading has it: `3`, `14.2`. */
  readonly number: string;
  readonly title: string;
}

export const SECTIONS = {
  stream: { number: '1', title: 'The byte stream' },
  body: { number: '2', title: 'The body' },
  sessions: { number: '3', title: 'Sessions' },
  messages: { number: '4', title: 'Messages' },
  states: { number: '7', title: 'States' },
  voltages: { number: '8', title: 'Voltages, currents and time' },
  plans: { number: '9', title: 'Plans' },
  firing: { number: '10', title: 'Firing' },
  limits: { number: '11', title: 'Limits' },
  identity: { number: '13', title: 'The identity document' },
  transcripts: { number: '14.4', title: 'Transcripts' },
} as const satisfies Readonly<Record<string, Section>>;

export const formatSection = ({ number, title }: Section): string => `protocol.md ${number}, ${title}`;
