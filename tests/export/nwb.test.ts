import { beforeAll, describe, expect, it } from 'vitest';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { observe } from '../../src/engine/run.ts';
import type { OpenedRecording } from '../../src/contracts/reader.ts';
import { runNwb } from '../../src/export/nwb.ts';
import nwb from '../../src/readers/nwb.ts';
import { proposedMapping } from '../../src/recorded/propose.ts';
import { recordedSession } from '../../src/recorded/session.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';
import { openOne } from '../readers/open-one.ts';

const now = new Date('2026-01-02T03:04:05Z');
const ran = (id: string, set: Record<string, number>, recording: string) =>
  runToEnd(completeTrialSpec({ world: { id, parameters: set }, recording }));

const all = (opened: OpenedRecording, id: string): Promise<Float64Array> =>
  opened.values(id, 0, opened.found.signals.find((one) => one.id === id)?.samples ?? 0);

describe('a session with spikes as NWB', () => {
  const done = ran('schultz-1997', { trainingTrials: 40, probeTrials: 5 }, 'spikes');
  const { session } = done;
  let opened: OpenedRecording;
  beforeAll(async () => {
    opened = await openOne(nwb, { 'a.nwb': await runNwb(done, now) });
  });

  it('has RPE and value of every step', async () => {
    expect(opened.found.warnings).toEqual([]);
    expect(await all(opened, 'processing/model/rpe')).toEqual(session.signals.rpe);
    expect(await all(opened, 'processing/model/value')).toEqual(session.signals.value);
    expect(opened.found.signals.every(({ rateHz }) => rateHz === 1 / session.stepSeconds)).toBe(true);
  });

  it('has as many spikes of each neuron as were recorded, each in its step', async () => {
    const { recorded } = observe(session);
    const { units } = opened.found;
    expect(units).toHaveLength(recorded.units);
    const { stepSeconds, offsets, trials } = session;
    const counts = units.map(({ spikes }) => {
      const inSteps = new Float64Array(session.signals.rpe.length);
      for (const time of spikes) {
        const step = Math.floor(time / stepSeconds + 1e-9);
        inSteps[step] = (inSteps[step] as number) + 1;
      }
      return inSteps;
    });
    for (const trial of trials)
      for (const [unit, inSteps] of counts.entries())
        for (let step = 0; step < trial.steps; step++) {
          const rate = recorded.reading(trial, unit, step - trial.zeroStep);
          const at = (offsets[trial.index] as number) + step;
          if (inSteps[at] !== (Number.isNaN(rate) ? 0 : Math.round(rate * stepSeconds)))
            expect([trial.index, unit, step, inSteps[at]]).toEqual([trial.index, unit, step, rate * stepSeconds]);
        }
    const mean = await all(opened, 'acquisition/recorded_signal');
    const last = trials.at(-1) as (typeof trials)[0];
    expect(mean[(offsets[last.index] as number) + last.zeroStep]).toBe(recorded.mean(last, 0));
    expect(mean[0]).toBeNaN();
  });

  it('gives the same session when it is imported', () => {
    const { design, startSeconds } = recordedSession(opened.found, proposedMapping(opened.found));
    const trials = design.phases[0]?.recorded ?? [];
    const shown = session.trials.filter(({ cues, outcomes }) => cues.length + outcomes.length > 0);
    expect(trials).toHaveLength(shown.length);
    expect(trials.map(({ cues }) => cues.length)).toEqual(shown.map(({ cues }) => cues.length));
    const delivered = (all: readonly { readonly magnitude: number }[]) =>
      all.map(({ magnitude }) => magnitude).filter((magnitude) => magnitude !== 0);
    expect(trials.map(({ rewards }) => delivered(rewards))).toEqual(shown.map(({ outcomes }) => delivered(outcomes)));
    for (const [i, { zeroSeconds, cues, outcomes }] of shown.entries()) {
      const first = (cues[0]?.onset ?? outcomes[0]?.step ?? 0) * session.stepSeconds;
      const late = zeroSeconds + first - startSeconds - (trials[i]?.zeroSeconds ?? Number.NaN);
      expect(late).toBeGreaterThan(-1e-9);
      expect(late).toBeLessThan(session.stepSeconds);
    }
  });
});

it('has the choices of a session with choices, and the units of its agent', async () => {
  const done = ran('daw-2011', { trials: 40 }, 'identity');
  const { session } = done;
  const { found } = await openOne(nwb, { 'a.nwb': await runNwb(done, now) });
  const trials = found.tables.find(({ id }) => id === 'trials');
  const valuesOf = (name: string) => trials?.columns.find(({ id }) => id === name)?.values;
  const actions = session.design.actions ?? [];
  for (const [nth, name] of ['choice', 'choice2'].entries()) {
    const met = session.trials.map(({ stages, choices: made = [] }) => ({
      stage: stages?.[made[nth]?.stage ?? -1],
      option: made[nth]?.option ?? -1,
    }));
    expect(valuesOf(name)).toEqual(met.map(({ stage, option }) => actions[stage?.options[option]?.action ?? -1]?.id));
    const times = valuesOf(`${name}_time`);
    expect(times).toEqual(valuesOf(`${name.replace('choice', 'state')}_time`));
    for (const [i, { zeroSeconds }] of session.trials.entries()) {
      const scheduled = zeroSeconds + (met[i]?.stage?.step ?? 0) * session.stepSeconds;
      expect(Math.abs((times?.[i] as number) - scheduled)).toBeLessThan(session.stepSeconds);
    }
  }
  expect(valuesOf('state2')).toEqual(
    session.trials.map(
      ({ stages, choices: made }) => session.design.states?.[stages?.[made?.[1]?.stage ?? -1]?.state ?? -1]?.id,
    ),
  );
  expect(found.signals.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['processing/model/rpe', 'processing/model/value']),
  );
});

it('gives a session with choices, imported as proposed, the same choices, values and errors', async () => {
  const done = ran('morris-2006', { trainingTrials: 20, recordingTrials: 8 }, 'identity');
  const { found } = await openOne(nwb, { 'a.nwb': await runNwb(done, now) });
  const { design } = recordedSession(found, proposedMapping(found), true);
  const { agent } = completeTrialSpec({ world: 'morris-2006' });
  const again = runToEnd(completeTrialSpec({ world: 'own-design', design, agent }));
  // What the agent expects and by how much it errs at the state and at the outcome, with the probability of each choice.
  const told = ({ session: { trials, signals, offsets } }: typeof done) =>
    trials.map(({ index, zeroStep, stages, choices, outcomes }) => {
      const zero = (offsets[index] as number) + zeroStep;
      const at = [...(stages ?? []), ...outcomes].map(({ step }) => zero + step);
      const likely = choices?.map(({ option, probabilities }) => probabilities[option]);
      return { likely, rpe: at.map((step) => signals.rpe[step]), value: at.map((step) => signals.value[step]) };
    });
  expect(told(again)).toEqual(told(done));
});
