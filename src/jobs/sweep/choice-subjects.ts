import type { PopulationMaker } from '../../contracts/population.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import {
  choiceJudge,
  choiceParameters,
  type ChoicePlan,
  type ChoiceRecord,
} from '../../engine/population/choice-plan.ts';
import { chunkFor, someOf } from './chunk.ts';
import type { Lockstep } from './lockstep.ts';

/** Count of numbers read back per stage, besides one per option. */
const signalsAStage = 4;

/** Choosing subjects in lockstep. */
export function choiceLockstep(plan: ChoicePlan, maker: PopulationMaker): Lockstep {
  const { trials, session } = plan;
  const read = trials
    .flatMap(({ stages }) => stages)
    .reduce((sum, { options }) => sum + signalsAStage + options.length, 0);

  async function resultOf(
    specs: readonly TrialSpec[],
    some: ChoicePlan['trials'],
  ): Promise<{ readonly record: ChoiceRecord; readonly seconds: number }> {
    const population = maker.createChoosing(choiceParameters(plan, specs));
    try {
      const began = performance.now();
      const signals: ChoiceRecord['signals'][number][] = [];
      for (const trial of some) signals.push(await population.runTrial(trial));
      return { record: { signals, sizes: await population.size() }, seconds: (performance.now() - began) / 1000 };
    } finally {
      population.dispose();
    }
  }

  return {
    backend: maker.backend,
    trials: trials.length,
    chunk: chunkFor(maker.backend, session.weights.length + (session.design.states?.length ?? 0), read),
    runAll: async (specs) => choiceJudge(plan, (await resultOf(specs, trials)).record),
    async secondsATrial(specs) {
      const some = someOf(trials);
      await resultOf(specs, some);
      return (await resultOf(specs, some)).seconds / some.length;
    },
    judgeBlank(spec) {
      const zeros = new Float32Array(1);
      const signals = trials.map((trial) =>
        trial.stages.map(({ options }) => ({
          option: zeros,
          error: zeros,
          endError: zeros,
          value: zeros,
          probabilities: options.map(() => zeros),
        })),
      );
      choiceJudge(plan, { signals, sizes: zeros })(0, 0, spec);
    },
  };
}
