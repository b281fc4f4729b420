import { Accumulator } from '../../analysis/accumulator.ts';
import { eventStep, type Aligned } from '../../analysis/aligned.ts';
import { listedTrials } from '../../analysis/condition-trials.ts';
import { marksOf } from '../../analysis/marks.ts';
import { evidence } from '../../analysis/evidence.ts';
import { recordTrials, type RecordedTrials } from '../../analysis/recorded-trials.ts';
import { judge } from '../../analysis/signatures.ts';
import { randomStream } from '../../core/random.ts';
import type { Averages, Band } from '../../contracts/paradigm.ts';
import type { KeptSignals, WindowSums } from '../../contracts/population.ts';
import type { Trial } from '../../contracts/trial.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import type { SubjectResult } from '../../spec/sweep.ts';
import { channelRpe, channelValue } from '../../contracts/units.ts';
import { bind } from '../bind.ts';
import { largestWeight, type Signals } from '../trial-session.ts';
import { worldOf } from '../world.ts';
import { atEvents, divergedResult, judgedBriefly } from './subject-results.ts';
import type { AverageWindow, PopulationPlan } from './plan.ts';

/** The output of a population. */
export interface PopulationRecord {
  readonly subjects: number;
  /** Same order as the plan's windows. */
  readonly sums: readonly WindowSums[];
  /** For each trial; undefined if nothing is kept. */
  readonly kept: readonly (KeptSignals | undefined)[];
  /** Σ |w| of each subject. */
  readonly sizes: Float32Array;
}

/** Judges the subjects of a population one by one, like those of the typed-array engine. */
export function populationJudge(
  plan: PopulationPlan,
  record: PopulationRecord,
): (place: number, subject: number, spec: TrialSpec) => SubjectResult {
  const { session, windows } = plan;
  const { design, trials, offsets, channels } = session;
  const world = worldOf(session.spec);
  const marks = windows.map(({ aligned }) => marksOf(design, aligned));
  const aligned = Object.fromEntries(windows.map((window) => [window.condition, window.aligned]));
  const signals = emptySignals(plan, record);

  return (place, subject, spec) => {
    if (!((record.sizes[place] as number) < largestWeight)) return divergedResult(subject, spec);
    fillSignals(plan, record, place, signals);
    const recorder = bind('recordings', spec.recording).create(randomStream(spec.seed, 'recording'));
    const recorded = recordTrials(
      {
        design,
        trials,
        seed: spec.seed,
        recording: spec.recording.id,
        rpe: signals.rpe,
        offsets,
        channels,
        channelRpe: signals.units[channelRpe.id],
      },
      recorder,
    );
    const averages = Object.fromEntries(
      windows.map((window, i) => {
        const sums = record.sums[i] as WindowSums;
        const band = (sum: Float32Array, quiet: boolean): Band => ({
          mean: meansOf(window, sum, quiet, place, record.subjects),
          sem: [],
          n: window.aligned.trials.length,
        });
        return [
          window.condition,
          averagesOf(
            plan,
            window,
            marks[i] as Averages['marks'],
            { rpe: band(sums.rpe, true), value: band(sums.value, false) },
            recorded,
          ),
        ];
      }),
    );
    const seen = evidence({
      parameters: spec.world.parameters,
      design,
      averages,
      completed: (condition) => {
        const { condition: declared, trials: own } = aligned[condition] as Aligned;
        return listedTrials(
          declared,
          own.map(({ index }) => trials[index] as Trial),
          offsets,
        );
      },
      offsets,
      signals,
      channels,
      recorded,
    });
    const signatures = world.signatures.map((signature) => judgedBriefly(judge(signature, seen)));
    return { subject, seed: spec.seed, diverged: false, signatures, atEvent: atEvents(world, averages) };
  };
}

function meansOf(
  { aligned, counts, quietSum }: AverageWindow,
  sum: Float32Array,
  quiet: boolean,
  place: number,
  subjects: number,
): readonly number[] {
  if (aligned.trials.length === 0) return [];
  return Array.from(counts, (count, step) =>
    count === 0 ? 0 : ((sum[step * subjects + place] as number) + (quiet ? (quietSum[step] as number) : 0)) / count,
  );
}

function averagesOf(
  plan: PopulationPlan,
  { aligned }: AverageWindow,
  marks: Averages['marks'],
  bands: Pick<Averages, 'rpe' | 'value'>,
  recorded: RecordedTrials,
): Averages {
  const { condition, t, trials, from } = aligned;
  return {
    align: condition.align,
    t,
    n: trials.length,
    marks,
    ...bands,
    get rate() {
      const accumulator = new Accumulator(t.length);
      for (const { index } of trials) {
        const trial = plan.session.trials[index] as (typeof trials)[number];
        accumulator.add((i) => recorded.mean(trial, eventStep(condition, trial) + from + i));
      }
      return accumulator.band();
    },
  };
}

/** Signals of a whole session, NaN in the active steps of trials that are not kept. */
function emptySignals({ quietRpe, session: { channels } }: PopulationPlan, { kept }: PopulationRecord): Signals {
  const quietValue = quietRpe.map((rpe) => (Number.isNaN(rpe) ? rpe : 0));
  const signals = { rpe: quietRpe.slice(), value: quietValue, units: {} };
  if (channels === 1 || kept.every((one) => one === undefined)) return signals;
  const spread = (means: Float64Array): Float64Array =>
    Float64Array.from({ length: means.length * channels }, (_, i) => means[Math.floor(i / channels)] as number);
  return { ...signals, units: { [channelRpe.id]: spread(signals.rpe), [channelValue.id]: spread(signals.value) } };
}

function fillSignals(
  { trials, firstSteps, session: { offsets, channels } }: PopulationPlan,
  { kept, subjects }: PopulationRecord,
  place: number,
  signals: Signals,
): void {
  kept.forEach((one, index) => {
    const { keep, table } = trials[index] as PopulationPlan['trials'][number];
    if (one === undefined) return;
    const first = (offsets[index] as number) + (firstSteps[index] as number);
    const each = keep === 'channels' ? channels : 1;
    fill(one.rpe, signals.rpe, signals.units[channelRpe.id]);
    fill(one.value, signals.value, signals.units[channelValue.id]);

    function fill(from: Float32Array, means: Float64Array, channelsOf: Float64Array | undefined): void {
      for (let row = 0; row < table.rows; row++) {
        let sum = 0;
        for (let channel = 0; channel < each; channel++) {
          const signal = from[(row * each + channel) * subjects + place] as number;
          sum += signal;
          if (each > 1 && channelsOf !== undefined) channelsOf[(first + row) * channels + channel] = signal;
        }
        means[first + row] = sum / each;
      }
    }
  });
}
