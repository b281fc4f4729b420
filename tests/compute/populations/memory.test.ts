import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { completeTrialSpec } from '../../../src/engine/complete-spec.ts';
import { populationParameters } from '../../../src/engine/population/parameters.ts';
import { planPopulation } from '../../../src/engine/population/plan.ts';
import { createTrialSession } from '../../../src/engine/trial-session.ts';
import { populationsFor } from '../../../src/compute/backends.ts';

// Trials that are computed at once, in blocks with traces, and with many channels, for several groups of subjects.
test.each([
  ['schultz-1997', 'td-lambda-csc', 'predicted'],
  ['schultz-1997', 'td-presence', 'omitted'],
  ['schultz-1997', 'td-expectile', 'predicted'],
  ['waelti-2001', 'td-csc', 'x'],
])(
  'the number of tensors does not grow between trials, and all are freed: %s, %s',
  async (paradigm, agent, condition) => {
    const maker = await populationsFor('wasm');
    const before = tf.memory().numTensors;
    const spec = completeTrialSpec({ world: paradigm, agent });
    const plan = planPopulation(createTrialSession(spec), new Map([[condition, 'average']]));
    const population = maker.create({
      ...populationParameters([spec, spec]),
      groupOf: plan.groupOf,
      windows: plan.windows.map(({ counts }) => counts.length),
    });
    const counts: number[] = [];
    for (const trial of plan.trials) {
      await population.runTrial(trial);
      counts.push(tf.memory().numTensors);
    }
    // Each table's matrices are uploaded at its first use.
    const half = counts.length >> 1;
    expect(new Set(counts.slice(half)).size).toBe(1);
    population.dispose();
    expect(tf.memory().numTensors).toBe(before);
  },
);
