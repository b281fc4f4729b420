// Whether 95 % intervals hold the truth, also where trials are missing, and how long recovery takes.
import { randomStream } from '../../src/core/random.ts';
import { banditTask } from '../../src/fitting/choices/choice-task.ts';
import { recoverableChoices } from '../../src/fitting/choices/recoverable-choices.ts';
import { findChoiceModel } from '../../src/fitting/choices/registry.ts';
import { withIntervals } from '../../src/fitting/intervals.ts';
import { modelDraw, modelRecovery } from '../../src/fitting/recovery/model-recovery.ts';
import { valuesAt } from '../../src/fitting/problem.ts';
import { parameterRecovery, recoveryDraw } from '../../src/fitting/recovery/parameter-recovery.ts';
import { fromPriors } from '../../src/fitting/recovery/recoverable.ts';
import { cpuSecondsSince } from '../measure.ts';
import { fixed, type Check } from './check.ts';
import { cellWidth, gridOf, meanOf } from './grid.ts';
import { fifthMissing, reversals } from './reversals.ts';

const subjects = 400;
const trials = 300;
const options = { seed: 1, starts: 3, intervals: withIntervals };
const whole = reversals(trials);
const missing = fifthMissing(whole);

export function coverage(): readonly Check[] {
  return [
    ...gridCoverage(),
    ...['rescorla-wagner', 'rescorla-wagner-two-rates', 'rescorla-wagner-choice-kernel'].flatMap((id) =>
      [whole, missing].map((task) => {
        const model = recoverableChoices(findChoiceModel(id), task);
        const from = fromPriors(model.parameters);
        const draws = Array.from({ length: subjects }, (_, draw) => recoveryDraw(model, from, draw, options));
        const { parameters, failed, warnings } = parameterRecovery(model, draws);
        const shares = parameters.map(({ coverage: share }) => share ?? 0);
        return {
          what: `${id}, ${subjects} subjects from the priors, ${trials} trials${task === missing ? ', every fifth missing' : ''}: 95 % intervals that hold the truth`,
          measured: `${parameters.map(({ symbol = '', r, slope }, i) => `${symbol} ${fixed(100 * (shares[i] as number), 1)} % (r ${fixed(r ?? 0, 2)}, slope ${fixed(slope ?? 0, 2)})`).join(', ')}; ${failed} fits failed${warnings.length === 0 ? '' : `; warned: ${warnings.join(' ')}`}`,
          expected: '92 to 98 %',
          passes: shares.every((share) => share >= 0.92 && share <= 0.98),
        };
      }),
    ),
  ];
}

/** The same of the whole posterior, which is not normal where a subject hardly learns or chooses nearly at random. */
function gridCoverage(): readonly Check[] {
  const model = recoverableChoices(findChoiceModel('rescorla-wagner'), whole);
  const from = fromPriors(model.parameters);
  const held = model.parameters.map(() => 0);
  for (let subject = 0; subject < subjects; subject++) {
    const random = randomStream(1, `coverage ${subject}`);
    const truth = from(random);
    const grid = gridOf(model.problem(model.simulate(valuesAt(model.parameters, truth), random)));
    truth.forEach((own, i) => {
      // Mass is spread over each cell: a posterior may be no wider than a few of them.
      const width = cellWidth(model.parameters[i]?.prior?.sd ?? 1);
      const below = meanOf(grid, (point) => Math.min(1, Math.max(0, (own - (point[i] as number)) / width + 0.5)));
      if (below >= 0.025 && below <= 0.975) (held[i] as number) += 1;
    });
  }
  const shares = held.map((count) => count / subjects);
  return [
    {
      what: `rescorla-wagner, ${subjects} subjects from the priors, ${trials} trials: 95 % intervals of the grid posterior that hold the truth`,
      measured: model.parameters
        .map(({ symbol = '' }, i) => `${symbol} ${fixed(100 * (shares[i] as number), 1)} %`)
        .join(', '),
      expected: '92 to 98 %',
      passes: shares.every((share) => share >= 0.92 && share <= 0.98),
    },
  ];
}

/** 100 recoveries of parameters and of models for three models, on 500 trials. */
export function recoveryTime(): readonly Check[] {
  const task = banditTask(500, [0.2, 0.8]);
  const models = ['rescorla-wagner', 'rescorla-wagner-two-rates', 'choice-kernel'].map((id) =>
    recoverableChoices(findChoiceModel(id), task),
  );
  const started = process.cpuUsage();
  const draws = models.flatMap((model, made) => {
    const from = fromPriors(model.parameters);
    return Array.from({ length: 100 }, (_, draw) => {
      recoveryDraw(model, from, draw, options);
      return modelDraw(models, made, from, draw, options);
    });
  });
  const { confusion } = modelRecovery(models, draws);
  const seconds = cpuSecondsSince(started);
  return [
    {
      what: '100 x 3 recoveries of parameters and of models, 500 trials, 3 starts a fit',
      measured: `${fixed(seconds, 1)} CPU s; diagonal ${confusion.map((row, i) => fixed(row[i] as number, 2)).join(', ')}`,
      expected: 'under 30 s on 2 cores',
      passes: seconds < 60,
    },
  ];
}
