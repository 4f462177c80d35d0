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
  hello: { number: '3.1', title: 'Hello' },
  numbers: { number: '3.2', title: 'Numbers' },
  lostFrames: { number: '3.3', title: 'Lost frames' },
  window: { number: '3.4', title: 'The window' },
  order: { number: '3.5', title: 'The order of answers' },
  allowed: { number: '7.2', title: 'What is allowed when' },
  arming: { number: '7.3', title: 'Arming' },
  grounding: { number: '7.4', title: 'Grounding' },
  faults: { number: '7.5', title: 'Faults' },
  afterReset: { number: '7.6', title: 'After a reset' },
  voltages: { number: '8', title: 'Voltages, currents and time' },
  plans: { number: '9', title: 'Plans' },
  firing: { number: '10', title: 'Firing' },
  limits: { number: '11', title: 'Limits' },
  identity: { number: '13', title: 'The identity document' },
  transcripts: { number: '14.4', title: 'Transcripts' },
  profiles: { number: '16', title: 'Timing profiles' },
} as const satisfies Readonly<Record<string, Section>>;

export const formatSection = ({ number, title }: Section): string => `protocol.md ${number}, ${title}`;
