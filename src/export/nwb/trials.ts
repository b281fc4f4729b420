import type { Trial } from '../../contracts/trial.ts';
import type { TrialSession } from '../../engine/trial-session.ts';
import type { NwbColumn, NwbEvents, NwbIntervals } from '../../writers/nwb/session.ts';

/** When a step of a trial, counted from its time zero, begins, seconds from the session's start. */
const gridSeconds = ({ offsets, stepSeconds }: TrialSession, { index, zeroStep }: Trial, step: number): number =>
  rounded(((offsets[index] as number) + zeroStep + step) * stepSeconds);

/** To the microsecond, without the rounding error of the product. */
export const rounded = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;

/** NWB separates names of objects by '/', and forbids ':' in them. */
const objectName = (id: string): string => id.replaceAll(/[/:]/g, '_');

export function trialIntervals(session: TrialSession): NwbIntervals {
  const { design, trials, offsets, stepSeconds } = session;
  const edge = (i: number): number => rounded((offsets[i] as number) * stepSeconds);
  const first = (trial: Trial, step: number | undefined): number =>
    step === undefined ? Number.NaN : gridSeconds(session, trial, step);
  const cues = (trial: Trial): string => trial.cues.map(({ cue }) => design.cues[cue]?.id ?? '').join(' + ');
  const column = (name: string, description: string, value: (trial: Trial) => number): NwbColumn => ({
    name,
    description,
    values: Float64Array.from(trials, value),
  });
  const texts = (name: string, description: string, value: (trial: Trial) => string): NwbColumn => ({
    name,
    description,
    values: trials.map(value),
  });
  return {
    name: 'trials',
    description: 'Simulated trials: each begins with the interval before it',
    starts: Float64Array.from(trials, ({ index }) => edge(index)),
    stops: Float64Array.from(trials, ({ index }) => edge(index + 1)),
    columns: [
      texts('trial_type', 'Type of the trial, by its id in the design', ({ type }) => type),
      texts('phase', 'Phase of the session, by its id in the design', ({ phase }) => phase),
      ...(design.groups === undefined
        ? []
        : [texts('group', 'Which subject: each group is one that learns separately', ({ group }) => group)]),
      column('time_zero', 'First event, as scheduled, in seconds', ({ zeroSeconds }) => zeroSeconds),
      ...(trials.every((trial) => trial.cues.length === 0)
        ? []
        : [
            texts('cues', 'Cues in order, by their ids in the design; empty if there are none', cues),
            column('cue_onset', 'Onset of the first cue, in seconds; NaN if there is none', (trial) =>
              first(trial, trial.cues[0] && Math.min(...trial.cues.map(({ onset }) => onset))),
            ),
          ]),
      ...choiceColumns(session, { column, texts }),
      texts('outcome', 'delivered, omitted (scheduled, but not delivered), or none (not scheduled)', outcome),
      column('outcome_time', 'First scheduled outcome, in seconds; NaN if there is none', (trial) =>
        first(trial, trial.outcomes[0]?.step),
      ),
      column('magnitude', 'Sum of delivered rewards, in reward units; negative if aversive', ({ outcomes }) =>
        outcomes.reduce((sum, { magnitude }) => sum + magnitude, 0),
      ),
    ],
  };
}

function outcome({ outcomes }: Trial): string {
  if (outcomes.length === 0) return 'none';
  return outcomes.some(({ delivered }) => delivered) ? 'delivered' : 'omitted';
}

interface ColumnMakers {
  column(name: string, description: string, value: (trial: Trial) => number): NwbColumn;
  texts(name: string, description: string, value: (trial: Trial) => string): NwbColumn;
}

/** What was chosen and when, a pair of columns for each choice of a trial; of later ones, also the state that was shown. */
function choiceColumns(session: TrialSession, { column, texts }: ColumnMakers): readonly NwbColumn[] {
  const { design, trials } = session;
  if (design.actions === undefined) return [];
  const most = trials.reduce((count, { choices: made = [] }) => Math.max(count, made.length), 1);
  const met = ({ stages, choices: made = [] }: Trial, nth: number) => stages?.[made[nth]?.stage ?? -1];
  const seconds = (trial: Trial, nth: number): number => {
    const stage = met(trial, nth);
    return stage === undefined ? Number.NaN : gridSeconds(session, trial, stage.step);
  };
  return Array.from({ length: most }, (_, nth) => {
    const [which, place] = nth === 0 ? ['', ''] : [String(nth + 1), ` ${nth + 1} of the trial`];
    const state =
      nth === 0
        ? []
        : [
            texts(`state${which}`, `State before choice${place}, by its id in the design`, (trial) => {
              return design.states?.[met(trial, nth)?.state ?? -1]?.id ?? '';
            }),
          ];
    return [
      ...state,
      column(`state${which}_time`, 'When the state of that choice was shown, in seconds; NaN if it was not', (trial) =>
        seconds(trial, nth),
      ),
      texts(
        `choice${which}`,
        `Choice${place}: the action, by its id in the design; empty if there was none`,
        (trial) => {
          const option = met(trial, nth)?.options[trial.choices?.[nth]?.option ?? -1];
          return design.actions?.[option?.action ?? -1]?.id ?? '';
        },
      ),
      column(
        `choice${which}_time`,
        'When it was chosen, in seconds: as recorded, or when the state was shown; NaN if nothing was',
        (trial) => {
          const forced = trial.choices?.[nth] && trial.forced?.[nth]?.seconds;
          return forced === undefined ? seconds(trial, nth) : rounded(trial.zeroSeconds + forced);
        },
      ),
    ];
  }).flat();
}

/** One table for each cue that is shown. */
export function cueIntervals(session: TrialSession): readonly NwbIntervals[] {
  return session.design.cues.flatMap(({ id, title }, index) => {
    const shown = session.trials.flatMap((trial) =>
      trial.cues
        .filter(({ cue }) => cue === index)
        .map(({ onset, steps }) => ({
          start: gridSeconds(session, trial, onset),
          stop: gridSeconds(session, trial, onset + steps),
        })),
    );
    if (shown.length === 0) return [];
    shown.sort((one, other) => one.start - other.start);
    return [
      {
        name: objectName(`cue_${id}`),
        description: `When cue '${title}' is on`,
        starts: Float64Array.from(shown, ({ start }) => start),
        stops: Float64Array.from(shown, ({ stop }) => stop),
        columns: [],
      },
    ];
  });
}

/** Delivered rewards, delivered aversive outcomes and omitted ones, each with its size. */
export function outcomeEvents(session: TrialSession): readonly NwbEvents[] {
  const all = session.trials.flatMap((trial) =>
    trial.outcomes.map((one) => ({ ...one, seconds: gridSeconds(session, trial, one.step) })),
  );
  const kinds = [
    {
      name: 'reward',
      description: 'Delivered rewards, with their size',
      of: all.filter(({ delivered, magnitude }) => delivered && magnitude >= 0),
    },
    {
      name: 'aversive_outcome',
      description: 'Delivered aversive outcomes, with their size, which is negative',
      of: all.filter(({ delivered, magnitude }) => delivered && magnitude < 0),
    },
    {
      name: 'omission',
      description: 'Outcomes that were scheduled, but not delivered, with the size that they would have had',
      of: all.filter(({ delivered }) => !delivered),
    },
  ];
  return kinds
    .filter((kind) => kind.of.length > 0)
    .map(({ name, description, of }) => ({
      name,
      description,
      unit: 'reward units',
      times: Float64Array.from(of, ({ seconds }) => seconds),
      values: Float64Array.from(of, ({ magnitude, scheduled, delivered }) => (delivered ? magnitude : scheduled)),
    }));
}
