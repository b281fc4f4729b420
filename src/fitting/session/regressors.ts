import { microseconds } from '../../contracts/clock.ts';
import type { Table } from '../../contracts/table.ts';
import { reusableSession } from '../../engine/reusable-session.ts';
import { InputError } from '../../core/errors.ts';
import type { TrialSpec } from '../../spec/spec.ts';

/** What a model says of one event of a recorded session. */
interface EventRegressors {
  /** Seconds on the recording's clock. */
  readonly onset: number;
  readonly duration: number;
  readonly trial: number;
  readonly type: string;
  readonly event: string;
  readonly value: number;
  readonly rpe: number;
}

/**
 * A fitted model's value and RPE at each event of its session, as BIDS has events (`events.tsv`: onset and duration in
 * seconds, tab-separated, `n/a` for what is missing).
 * @param spec with the fitted values
 */
export function regressorsTable(spec: TrialSpec): Table {
  const rows = eventsOf(spec);
  const columns = {
    onset: { what: "start of the event on the recording's clock", unit: 's' },
    duration: { what: 'duration of the event; 0 for a moment', unit: 's' },
    trial: { what: 'number of the trial, from 0' },
    trial_type: { what: 'kind of the trial' },
    event: { what: 'what happened: a cue by its id, reward, choice' },
    value: { what: "the model's prediction in the step of the event", unit: 'reward units' },
    rpe_signed: {
      what: 'reward prediction error in the step of the event: positive if better than predicted',
      unit: 'reward units',
    },
    rpe_unsigned: { what: 'the same without its sign: surprise', unit: 'reward units' },
  };
  const cells = rows.map((row) => [
    row.onset,
    row.duration,
    row.trial,
    row.type,
    row.event,
    row.value,
    row.rpe,
    Math.abs(row.rpe),
  ]);
  return {
    csv: [Object.keys(columns), ...cells].map((row) => `${row.map(tsvCell).join('\t')}\n`).join(''),
    notes: { columns, spec },
  };
}

/** BIDS 1.10, tabular files: no quoting, so that a name must not contain a tab or a line break. */
const tsvCell = (cell: string | number): string =>
  typeof cell === 'number' ? (Number.isFinite(cell) ? String(cell) : 'n/a') : cell.replaceAll(/[\t\n\r]/g, ' ');

function eventsOf(spec: TrialSpec): readonly EventRegressors[] {
  const recorded = spec.design?.phases.flatMap((phase) => phase.recorded ?? []) ?? [];
  if (recorded.length === 0)
    throw new InputError('the session was not recorded', 'regressors', 'fit a recorded session');
  const session = reusableSession(spec);
  const { rpe, value } = session.run(spec.agent);
  const { stepSeconds } = session.design;
  const from = spec.recordedFrom?.startSeconds ?? 0;
  const resolution = microseconds(stepSeconds);
  return recorded.flatMap((trial, index) => {
    const scheduled = session.trials[index];
    if (scheduled === undefined) return [];
    const zero = microseconds(scheduled.zeroSeconds);
    const rowOf = (seconds: number, duration: number, event: string): EventRegressors => {
      const step = Math.floor((zero + microseconds(seconds)) / resolution) - Math.floor(zero / resolution);
      const at = (session.offsets[index] as number) + scheduled.zeroStep + step;
      return {
        onset: Number((from + trial.zeroSeconds + seconds).toFixed(6)),
        duration,
        trial: index,
        type: trial.type,
        event,
        value: value[at] ?? Number.NaN,
        rpe: rpe[at] ?? Number.NaN,
      };
    };
    return [
      ...trial.cues.map(({ cue, onsetSeconds, durationSeconds }) => rowOf(onsetSeconds, durationSeconds, cue)),
      ...(trial.choices ?? []).map(({ seconds, action }) => rowOf(seconds, 0, `choice: ${action}`)),
      ...trial.rewards.map(({ seconds, magnitude }) => rowOf(seconds, 0, magnitude === 0 ? 'omission' : 'reward')),
    ].toSorted((one, other) => one.onset - other.onset);
  });
}
