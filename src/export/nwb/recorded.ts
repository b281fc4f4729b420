import type { Trial } from '../../contracts/trial.ts';
import { find } from '../../engine/registry.ts';
import type { Observer } from '../../engine/run.ts';
import type { TrialSession } from '../../engine/trial-session.ts';
import { unit as photometryUnit } from '../../recordings/sensors/photometry.ts';
import type { NwbFibre, NwbSeries, NwbUnits } from '../../writers/nwb/session.ts';
import { spikesInStep } from '../spikes-in-step.ts';
import { rounded } from './trials.ts';

/** Spikes are written to the microsecond. */
const resolutionSeconds = 1e-6;

/**
 * The signal of the session's electrode or sensor: of neurons their mean, of a sensor with several units one column each.
 * None if what is recorded is the RPE itself, which the model has.
 */
export function recordedSeries(session: TrialSession, { recorded, spiking, rateUnit }: Observer): readonly NwbSeries[] {
  const { spec, trials, offsets, stepSeconds } = session;
  if (spec.recording.id === 'identity') return [];
  const { title } = find('recordings', spec.recording.id);
  const width = spiking ? 1 : recorded.units;
  const values = new Float64Array((offsets.at(-1) as number) * width).fill(Number.NaN);
  for (const trial of trials) {
    const start = offsets[trial.index] as number;
    const { from, to } = observedSteps(trial, recorded);
    for (let step = from; step < to; step++)
      for (let unit = 0; unit < width; unit++)
        values[(start + step) * width + unit] = spiking
          ? recorded.mean(trial, step - trial.zeroStep)
          : recorded.reading(trial, unit, step - trial.zeroStep);
  }
  return [
    {
      name: 'recorded_signal',
      description: spiking ? `${title}: mean firing rate of the ${recorded.units} units` : title,
      unit: rateUnit,
      clock: { startSeconds: 0, rateHz: 1 / stepSeconds },
      values,
      ...(rateUnit === photometryUnit && { fibre: simulatedFibre(title) }),
      ...(width > 1 && { columns: Array.from({ length: width }, (_, unit) => `unit ${unit + 1}`) }),
    },
  ];
}

/** Of green indicators as they are usually lit. */
const simulatedFibre = (indicator: string): NwbFibre => ({
  indicator,
  location: 'simulated',
  excitationNm: 470,
  emissionNm: 525,
  apparatus: 'Simulated: there is no apparatus',
  notes: 'Wavelengths are those usual for this indicator: the simulation is of dF/F, not of light',
});

/** Spikes of each recorded neuron; undefined if the recording has no spikes. */
export function recordedSpikes(session: TrialSession, { recorded, spiking }: Observer): NwbUnits | undefined {
  if (!spiking) return undefined;
  const { spec, trials, offsets, stepSeconds } = session;
  const spikes = Array.from({ length: recorded.units }, (): number[] => []);
  const observed: number[] = [];
  for (const trial of trials) {
    const start = offsets[trial.index] as number;
    const { from, to } = observedSteps(trial, recorded);
    if (from >= to) continue;
    const [begin, end] = [rounded((start + from) * stepSeconds), rounded((start + to) * stepSeconds)];
    // Trials that follow each other at once are one interval.
    if (observed.at(-1) === begin) observed[observed.length - 1] = end;
    else observed.push(begin, end);
    for (const [unit, times] of spikes.entries())
      for (let step = from; step < to; step++) {
        const rate = recorded.reading(trial, unit, step - trial.zeroStep);
        const place = `${trial.index}/${step - trial.zeroStep}${unit === 0 ? '' : `/${unit}`}`;
        for (const fraction of spikesInStep(rate, stepSeconds, spec.seed, place))
          // Rounded down, so that it stays in its step.
          times.push(rounded((start + step) * stepSeconds + Math.floor(fraction * stepSeconds * 1e6) / 1e6));
      }
  }
  return {
    description: `Simulated neurons (${spec.recording.id}); between recorded intervals nothing was recorded`,
    spikes: spikes.map((times) => Float64Array.from(times)),
    resolutionSeconds,
    observed: Float64Array.from(observed),
  };
}

/** Steps of a trial, counted from its first, that were recorded. */
function observedSteps(trial: Trial, { units, firstStep, trial: readings }: Observer['recorded']) {
  const first = trial.zeroStep + firstStep;
  const last = first + readings(trial).length / units;
  return { from: Math.max(0, first), to: Math.min(trial.steps, last) };
}
