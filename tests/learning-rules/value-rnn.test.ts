import { describe, expect, test } from 'vitest';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import {
  emptyEpisode,
  episodeNumbers,
  readEpisode,
  tdSequences,
  type Episode,
} from '../../src/learning-rules/step/recurrent/value-episodes.ts';
import { valueRnnLearner, type ValueRnnParameters } from '../../src/learning-rules/step/recurrent/value-rnn-learner.ts';
import type { NetworkMaker, RecurrentNetwork, Sequences } from '../../src/contracts/network.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { randomStream } from '../../src/core/random.ts';

const size = 2;

function completed(steps: number, name: string): Episode {
  const random = randomStream(1, name);
  const episode = emptyEpisode(size);
  for (let t = 0; t < steps; t++)
    episode.add(Float32Array.of(random.next(), random.next()), random.normal(0, 1), 0.9, t % 3 === 0 ? 0.25 : 0);
  return episode;
}

describe('errors through episodes', () => {
  const episodes = [completed(5, 'one'), completed(3, 'two')];
  const { sequences, loss } = tdSequences(episodes, size, 4);

  test('are in one batch, time first, each starting from a state of zero', () => {
    expect(sequences).toMatchObject({ time: 5, batch: 2 });
    expect([...sequences.starts]).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    // Step 2 of the second episode.
    expect([...sequences.inputs.subarray((2 * 2 + 1) * size, (2 * 2 + 2) * size)]).toEqual(
      (episodes[1] as Episode).inputs.slice(2 * size, 3 * size),
    );
    expect(sequences.state.every((value) => value === 0)).toBe(true);
  });

  test('the loss is ½ mean δ², with gradients for predictions and not for targets', () => {
    const random = randomStream(2, 'values');
    const values = Float32Array.from({ length: 10 }, () => random.normal(0, 1));
    const gradient = new Float32Array(10).fill(9);
    const found = loss(values, gradient);
    const errors = episodes.flatMap(({ steps, rewards, added }, b) =>
      Array.from({ length: steps - 1 }, (_, k) => ({
        at: k * 2 + b,
        error:
          (rewards[k + 1] as number) +
          0.9 * (values[(k + 1) * 2 + b] as number) -
          (values[k * 2 + b] as number) +
          (added[k + 1] as number),
      })),
    );
    expect(found).toBeCloseTo(errors.reduce((sum, { error }) => sum + error * error, 0) / (2 * errors.length), 6);
    for (let i = 0; i < 10; i++)
      expect(gradient[i]).toBeCloseTo(-(errors.find(({ at }) => at === i)?.error ?? 0) / errors.length, 6);
  });

  test('an episode is the same after saving and restoring', () => {
    const numbers = [7, ...episodeNumbers(episodes[0] as Episode), 8];
    const { episode, end } = readEpisode(numbers, 1, size);
    expect(numbers[end]).toBe(8);
    expect(episodeNumbers(episode)).toEqual(episodeNumbers(episodes[0] as Episode));
  });
});

describe('training data of a value-RNN', () => {
  /** Runs trials, each an episode that shows its own number, and records the episodes of each batch and the step size. */
  function train(
    episodes: number,
    parameters: Partial<ValueRnnParameters>,
  ): { readonly batches: readonly (readonly number[])[]; readonly rates: readonly number[] } {
    const batches: number[][] = [];
    const rates: number[] = [];
    const network = {
      stateSize: 1,
      step: () => Float32Array.of(0),
      train({ inputs, batch }: Sequences, _loss: unknown, rate: number) {
        batches.push([...inputs.subarray(0, batch)]);
        rates.push(rate);
        return { loss: 0, gradientNorm: 0 };
      },
    } as unknown as RecurrentNetwork;
    const learner = valueRnnLearner(
      {
        units: 1,
        memorySeconds: 2,
        learningRate: 0.5,
        learningRateHalfLife: 1e6,
        trialsPerEpisode: 1,
        memoryEpisodes: 5,
        episodesPerBatch: 2,
        updatesPerEpisode: 1,
        ...parameters,
      },
      {
        terms: { discount: 0.9 },
        size: 1,
        design: { stepSeconds: 1 },
        layout: 'dense',
        networks: { recurrent: () => network } as unknown as NetworkMaker,
        random: randomStream(1, 'agent'),
      } as never,
    );
    for (let number = 1; number <= episodes; number++) {
      const trial = {
        index: number,
        steps: 2,
        zeroStep: 0,
        plastic: true,
        cues: [],
        outcomes: [],
        interventions: [],
      } as unknown as Trial;
      const features = {
        layout: 'dense',
        firstStep: 0,
        rows: 2,
        columns: Int32Array.of(0),
        values: Float64Array.of(number, number),
      } as const;
      learner.learnTrial(
        trial,
        [features],
        { rpe: new Float64Array(2), value: new Float64Array(2), offset: 0 },
        { uniform: () => 0, at: () => randomStream(2, `agent/${number}`) },
      );
    }
    return { batches, rates };
  }

  test('are its latest episodes, up to the buffer size', () => {
    const { batches } = train(30, {});
    batches.forEach((batch, i) => {
      const latest = i + 1;
      expect(batch).toHaveLength(Math.min(2, latest));
      expect(new Set(batch).size).toBe(batch.length);
      for (const number of batch) expect(number > latest - 5 && number <= latest && number >= 1).toBe(true);
    });
  });

  test('are drawn with equal probabilities: p = 2/5, and 1/10 for each pair, within four standard deviations', () => {
    const updates = 4000;
    // The last of 9 episodes is followed by batches of episodes 5 to 9.
    const batches = train(9, { updatesPerEpisode: updates }).batches.slice(-updates);
    const near = (count: number, chance: number): void =>
      expect(Math.abs(count - updates * chance)).toBeLessThan(4 * Math.sqrt(updates * chance * (1 - chance)));
    for (let one = 5; one <= 9; one++) {
      near(batches.filter((batch) => batch.includes(one)).length, 2 / 5);
      for (let other = one + 1; other <= 9; other++)
        near(batches.filter((batch) => batch.includes(one) && batch.includes(other)).length, 1 / 10);
    }
  });

  test('the step size halves after each half-life', () => {
    const { rates } = train(3, { updatesPerEpisode: 3, learningRateHalfLife: 4 });
    rates.forEach((rate, update) => expect(rate).toBeCloseTo(0.5 * 0.5 ** (update / 4), 12));
    expect(rates).toHaveLength(9);
  });
});

describe('a value-RNN in an experiment', () => {
  const spec = Object.entries({
    trainingTrials: 60,
    'learningRule.units': 8,
    trialsPerEpisode: 5,
    updatesPerEpisode: 2,
    episodesPerBatch: 3,
  }).reduce(
    (one, [name, value]) => setParameter(one, name, value),
    completeTrialSpec({ world: 'schultz-1997', agent: 'value-rnn' }),
  );

  test('continues from a checkpoint as if it had never stopped', () => {
    const [one, other] = [createTrialSession(spec), createTrialSession(spec)];
    one.advance(33);
    const checkpoint = one.state();
    one.advance(30);
    other.advance(20);
    other.restore(checkpoint);
    other.advance(30);
    const from = one.offsets[33] as number;
    const to = one.offsets[63] as number;
    expect(other.signals.rpe.subarray(from, to)).toEqual(one.signals.rpe.subarray(from, to));
    expect(other.state()).toEqual(one.state());
  });

  test('shows δ_t = r_t + γ V_t - V_{t-1} for its values', () => {
    const session = createTrialSession(spec);
    session.advance(10);
    const { rpe, value } = session.signals;
    const gamma = 0.7 ** session.design.stepSeconds;
    for (const trial of session.trials.slice(0, 10)) {
      const offset = session.offsets[trial.index] as number;
      const reward = new Float64Array(trial.steps);
      for (const { step, magnitude } of trial.outcomes) reward[trial.zeroStep + step] = magnitude;
      for (let step = 1; step < trial.steps; step++)
        expect(rpe[offset + step]).toBeCloseTo(
          (reward[step] as number) + gamma * (value[offset + step] as number) - (value[offset + step - 1] as number),
          6,
        );
    }
  });
});
