import type { WrittenColumn, WrittenTable } from '../../writers/table.ts';
import { takenEvents } from './events.ts';
import { takenNotes, type Taken } from './taken.ts';

type Columns = Readonly<Record<string, WrittenColumn>>;

/**
 * One row per sample of the signal: its time and values, the trial that it is in, what happens from it on until the
 * next sample, and the model's step that contains it.
 */
export function sampleTable(taken: Taken): WrittenTable {
  const { times, session } = taken;
  return {
    columns: {
      ...recordedColumns(taken),
      ...(session === undefined ? {} : eventColumns(times, session)),
      ...modelColumns(taken),
    },
    notes: takenNotes(taken),
  };
}

/** Signals, model, trials and events, each on its own times. */
export function arrayTable(taken: Taken): WrittenTable {
  const { session, model } = taken;
  return {
    columns: {
      ...recordedColumns(taken),
      ...(session === undefined ? {} : eventArrays(session)),
      ...(model === undefined || session === undefined ? {} : modelArrays(model, session.startSeconds)),
    },
    notes: takenNotes(taken),
  };
}

const clock = "the recording's clock";

function recordedColumns({ times, values, controlValues, signal, control, corrected }: Taken): Columns {
  const ofUnit = ({ unit }: { readonly unit: string | undefined }) => (unit === undefined ? {} : { unit });
  return {
    t_s: { what: `time of the sample on ${clock}`, unit: 's', values: times },
    signal: { what: `signal ${signal.id}, as recorded`, ...ofUnit(signal), values },
    ...(controlValues === undefined || control === undefined
      ? {}
      : {
          control: {
            what: `control ${control.id}, its latest sample at this time`,
            ...ofUnit(control),
            values: controlValues,
          },
        }),
    ...(corrected === undefined
      ? {}
      : {
          dff:
            corrected.pipeline.zScore.by === 'none'
              ? { what: 'dF/F', unit: 'fraction', values: corrected.values }
              : { what: 'z-score of dF/F', unit: 'SD', values: corrected.values },
        }),
  };
}

/** The sample that a time belongs to: the last one that is not later; -1 before the first. */
function sampleAt(times: Float64Array, seconds: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= seconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function eventColumns(times: Float64Array, session: NonNullable<Taken['session']>): Columns {
  const { trials, cues, rewards } = takenEvents(session);
  const trial = new Int32Array(times.length).fill(-1);
  const types = Array.from(times, () => '');
  for (const [index, { seconds, type }] of trials.entries()) {
    // From the first sample at or after its time zero.
    const from = firstFrom(times, seconds);
    const to = index + 1 < trials.length ? firstFrom(times, trials[index + 1]?.seconds as number) : times.length;
    trial.fill(index, from, to);
    types.fill(type, from, to);
  }
  const cue = Array.from(times, () => '');
  for (const { seconds, id } of cues) {
    const at = sampleAt(times, seconds);
    if (at >= 0) cue[at] = cue[at] === '' ? id : `${cue[at]} + ${id}`;
  }
  const reward = new Float64Array(times.length);
  const omitted = new Uint8Array(times.length);
  for (const { seconds, magnitude, isOmitted } of rewards) {
    const at = sampleAt(times, seconds);
    if (at < 0) continue;
    if (isOmitted) omitted[at] = 1;
    else reward[at] = (reward[at] as number) + magnitude;
  }
  return {
    trial: { what: 'number of the trial that began last, from 0; -1 before the first', values: trial },
    trial_type: { what: 'its type', values: types },
    cue: { what: 'cues that begin from this sample on until the next', values: cue },
    reward: { what: 'size delivered from this sample on until the next', unit: 'reward units', values: reward },
    omitted: { what: '1 if a reward is omitted then', values: omitted },
  };
}

const firstFrom = (times: Float64Array, seconds: number): number => {
  const at = sampleAt(times, seconds);
  return at >= 0 && times[at] === seconds ? at : at + 1;
};

/** Of the step that contains each sample; NaN outside of the session. */
function modelColumns({ times, session, model }: Taken): Columns {
  if (session === undefined || model === undefined) return {};
  const { stepSeconds, rpe, value, recorded } = model;
  // Steps begin at whole multiples, which a rounded time may miss by less than a nanosecond.
  const step = (seconds: number): number => Math.floor((seconds - session.startSeconds) / stepSeconds + 1e-9);
  const at = (column: Float64Array): Float64Array => times.map((seconds) => column[step(seconds)] ?? Number.NaN);
  return {
    rpe: { what: `RPE of ${model.agent} in the step that contains the sample`, unit: 'reward units', values: at(rpe) },
    value: { what: 'its predicted value in that step', unit: 'reward units', values: at(value) },
    ...(recorded === undefined
      ? {}
      : {
          model_recorded: { what: `${recorded.title} in that step`, unit: recorded.unit, values: at(recorded.values) },
        }),
  };
}

function modelArrays(model: NonNullable<Taken['model']>, startSeconds: number): Columns {
  const { stepSeconds, rpe, value, recorded, agent } = model;
  const times = Float64Array.from(rpe, (_, step) => startSeconds + step * stepSeconds);
  return {
    model_t_s: { what: `beginning of each step of the model on ${clock}`, unit: 's', values: times },
    rpe: { what: `RPE of ${agent}, by step`, unit: 'reward units', values: rpe },
    value: { what: 'its predicted value, by step', unit: 'reward units', values: value },
    ...(recorded === undefined
      ? {}
      : { model_recorded: { what: `${recorded.title}, by step`, unit: recorded.unit, values: recorded.values } }),
  };
}

function eventArrays(session: NonNullable<Taken['session']>): Columns {
  const { trials, cues, rewards } = takenEvents(session);
  const seconds = (all: readonly { readonly seconds: number }[]) => Float64Array.from(all, (one) => one.seconds);
  return {
    trial_t_s: { what: `time zero of each trial on ${clock}`, unit: 's', values: seconds(trials) },
    trial_type: { what: 'its type', values: trials.map(({ type }) => type) },
    cue_t_s: { what: 'onset of each cue', unit: 's', values: seconds(cues) },
    cue_end_s: { what: 'its end', unit: 's', values: Float64Array.from(cues, ({ end }) => end) },
    cue: { what: 'its id', values: cues.map(({ id }) => id) },
    reward_t_s: { what: 'each reward, or when an omitted one usually comes', unit: 's', values: seconds(rewards) },
    reward: {
      what: 'its size; if omitted, the usual one',
      unit: 'reward units',
      values: Float64Array.from(rewards, ({ magnitude }) => magnitude),
    },
    omitted: { what: '1 if it was omitted', values: Uint8Array.from(rewards, ({ isOmitted }) => Number(isOmitted)) },
  };
}
