import { formatColumn, formatRow } from '../../core/index.js';
import { laneChoice, othersText } from './lane-choice.js';
import { palette, type PictureFrame } from './picture-frame.js';
import { axisEnd, deeds, peakVolts, type PictureSection } from './picture-section.js';
import type { LineDrive, PlanView } from './plan-view.js';
import { laneAxis, voltSteps } from './volt-lane.js';

const LANE = 44;

interface Drivers {
  readonly heading: string;
  readonly lines: readonly number[];
  readonly name: (line: number) => string;
  readonly drive: (line: number, block: number) => LineDrive;
}

/** Lines that rest at 0 V unless a plan has a use for them: one lane a voltage, none for those that only rest. */
function driverSection(
  view: PlanView,
  { heading, lines, name, drive }: Drivers,
  frame: PictureFrame,
): PictureSection[] {
  const spans = lines.map((line) =>
    view.spans((block) => {
      const now = drive(line, block);
      return typeof now === 'number' ? now : 0;
    }),
  );
  const peaks = spans.map(peakVolts);
  const active = lines.filter((line) => peaks[line]! > 0);
  if (active.length === 0) return [];
  const choice = {
    lines: active,
    name,
    deeds: (line: number) => deeds(spans[line]!),
    activity: (line: number) => peaks[line]!,
  };
  const { lanes, note } = laneChoice(choice, true);
  const full = axisEnd(Math.max(...peaks));
  const others = active.length < lines.length ? '; the others are at 0 V' : '';
  return [
    {
      heading: `${heading}${note}${others}`,
      lanes: lanes.map((lane) => ({
        height: LANE,
        draw: (top) => {
          const axis = { top, height: LANE, full };
          const steps = voltSteps(spans[lane.line]!, palette.driven, axis, frame);
          return laneAxis(name(lane.line), axis, frame, othersText(lane)) + steps;
        },
      })),
    },
  ];
}

/** Gate voltages, where the plan drives gates. */
export function gateSection(view: PlanView, frame: PictureFrame): PictureSection[] {
  if (!view.plan.gated) return [];
  const gates: Drivers = {
    heading: 'Gates: voltage (V)',
    lines: view.rows,
    name: (row) => formatRow(row).replace('W', 'G'),
    drive: (row, block) => view.gateVolts(row, block),
  };
  return driverSection(view, gates, frame);
}

/** What column switches connect to, where that is not an amplifier. */
export function columnDriverSection(view: PlanView, frame: PictureFrame): PictureSection[] {
  const drivers: Drivers = {
    heading: 'Column drivers: voltage (V)',
    lines: view.columns,
    name: formatColumn,
    drive: (column, block) => view.columnDrive(column, block),
  };
  return driverSection(view, drivers, frame);
}

/** The far end of the reference conductances, where anything drives it. */
export function referenceSection(view: PlanView, frame: PictureFrame): PictureSection[] {
  const reference: Drivers = {
    heading: 'Reference conductances: far end (V)',
    lines: [0],
    name: () => 'Ref',
    drive: (_, block) => view.referenceVolts(block),
  };
  return driverSection(view, reference, frame);
}
