import type { FeatureTable } from '../../contracts/architecture.ts';
import type { Learner, LearnerSetup } from '../../contracts/learning-rule.ts';
import { lastingWeight, type LinearTd, type Trace } from '../../contracts/linear-td.ts';
import { binary } from './binary.ts';
import { channelLearner } from './channel-learner.ts';
import { dense } from './dense.ts';
import { denseAccumulating } from './dense-accumulating.ts';
import type { Kernel } from './kernel.ts';
import { stepLearner } from './step-learner.ts';

/** A learner by linear temporal differences: the reward of each step, its running rate, and the kernel that fits the features. */
export function tdLearner(
  rule: LinearTd,
  setup: Pick<LearnerSetup, 'terms' | 'layout' | 'size' | 'design' | 'lasting'>,
): Learner {
  const { terms, layout, size, lasting, design } = setup;
  if (terms.channels !== undefined) return channelLearner(rule, terms.channels, setup);
  const weights = new Float64Array(size);
  const weight =
    lasting === true && rule.trace === 'accumulating'
      ? lastingWeight(terms.discount * rule.traceDecay, design.stepSeconds)
      : 1;
  const learningRate = weight * rule.learningRate;
  const kernel = chooseKernel(rule.trace, layout, size);
  return stepLearner(
    {
      weights,
      runSteps: (
        table,
        { from, rows, discount, traceDecay = rule.traceDecay, plastic, intervention, reward, offset, rpe, value },
      ) =>
        kernel.runSteps(table, {
          from,
          rows,
          weights,
          discount,
          traceRetention: discount * traceDecay,
          intervention,
          learningRate: plastic ? learningRate : 0,
          reward,
          offset,
          rpe,
          value,
        }),
      ...(rule.boundary === 'reset' ? { begin: () => kernel.begin(weights) } : {}),
      show: () => kernel.show(weights),
      hide: () => kernel.hide(weights),
      state: () => Float64Array.from([...weights, ...kernel.state()]),
      restore(state) {
        weights.set(state.subarray(0, size));
        kernel.restore(state, size);
      },
    },
    terms,
  );
}

/** The kernel for a layout and a trace type. A learner only receives tables of the layout for which it was built. */
function chooseKernel(trace: Trace, layout: FeatureTable['layout'], size: number): Kernel<FeatureTable['layout']> {
  const chosen =
    layout === 'binary' ? binary(trace, size) : trace === 'accumulating' ? denseAccumulating(size) : dense(trace, size);
  return chosen as Kernel<FeatureTable['layout']>;
}
