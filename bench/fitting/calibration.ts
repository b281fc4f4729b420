// Simulation-based calibration of every model of choices: true values from the priors, one simulated subject each, and the
// rank of each true value among draws of the posterior by which intervals are made. Written to docs/choice-models.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomStream } from '../../src/core/random.ts';
import { svgDocument } from '../../src/export/svg.ts';
import { rankFigure } from '../../src/figures/rank-figure.ts';
import { svgText } from '../../src/figures/svg-text.ts';
import type { ChoiceModel } from '../../src/fitting/choices/choice-model.ts';
import { recoverableChoices } from '../../src/fitting/choices/recoverable-choices.ts';
import { choiceModels } from '../../src/fitting/choices/registry.ts';
import { fitOf } from '../../src/fitting/fit.ts';
import { posteriorDraws } from '../../src/fitting/intervals.ts';
import { ranksOf, summarised, type Ranks, type RanksOfOne } from '../../src/fitting/posterior/calibration.ts';
import { weightedDraws } from '../../src/fitting/posterior/draws.ts';
import { rankBand } from '../../src/fitting/posterior/rank-band.ts';
import { valuesAt } from '../../src/fitting/problem.ts';
import { fromPriors } from '../../src/fitting/recovery/recoverable.ts';
import { version } from '../../src/install/version.ts';
import { fixed, type Check } from './check.ts';
import { driftingTask } from '../../src/fitting/choices/two-step/drifting-task.ts';
import { modelPage, type CalibratedModel } from './model-page.ts';
import { reversals } from './reversals.ts';

const usualDataSets = 1000;
const trials = 100;
/** A rank is one of 200. */
const draws = 199;
const [tested, drawn] = [20, 100];
/** Of the chi-square test of one parameter. */
const leastProbability = 0.01;

export function calibration(root: string, dataSets = usualDataSets): readonly Check[] {
  const folder = join(root, 'docs', 'choice-models');
  mkdirSync(folder, { recursive: true });
  const calibrated = choiceModels.map((model) => calibratedModel(model, folder, dataSets));
  writeFileSync(join(root, 'docs', 'choice-models.md'), modelPage(calibrated, { dataSets, trials, draws }));
  // One parameter in a hundred is below .01 by chance: the smallest of all is judged as such (Šidák).
  const all = calibrated.flatMap(({ ranks }) => ranks.map(({ probability }) => probability));
  const least = 1 - (1 - Math.min(...all)) ** all.length;
  return [
    ...calibrated.map(({ model, ranks, least: fewest }) => ({
      what: `calibration of ${model.id}, ${dataSets} subjects of ${trials} trials from the priors: chi-square p of ranks, 95 % intervals that hold the truth`,
      measured: `${ranks.map(({ id, probability, coverage }) => `${id} p ${fixed(probability)}, ${fixed(100 * coverage, 1)} %`).join('; ')}; at least ${Math.floor(fewest)} effective draws`,
      expected: 'p > .01, 92 to 98 %',
      passes: ranks.every(
        ({ probability, coverage }) => probability > leastProbability && coverage >= 0.92 && coverage <= 0.98,
      ),
    })),
    {
      what: `the smallest p of all ${all.length} parameters together`,
      measured: `${fixed(Math.min(...all), 4)}, or ${fixed(least)} as the smallest of so many`,
      expected: 'above .01 as the smallest',
      passes: least > leastProbability,
    },
  ];
}

function calibratedModel(model: ChoiceModel, folder: string, dataSets: number): CalibratedModel {
  const {
    id,
    title,
    parameters,
    problem: problemOf,
    simulate,
  } = recoverableChoices(
    model,
    model.stages === 2 ? driftingTask(trials, randomStream(1, 'drifts')) : reversals(trials),
  );
  const from = fromPriors(parameters);
  let least = Infinity;
  const all = Array.from({ length: dataSets }, (_, dataSet): RanksOfOne => {
    const random = randomStream(1, `calibration ${id} ${dataSet}`);
    const truth = from(random);
    const problem = problemOf(simulate(valuesAt(parameters, truth), random));
    const posterior = posteriorDraws(problem, fitOf(problem, { seed: 1, starts: 3 }), dataSet);
    if (posterior === undefined) throw new Error(`${id}: data set ${dataSet} has no posterior`);
    least = Math.min(least, posterior.effective);
    return ranksOf(truth, weightedDraws(posterior, random, draws));
  });
  const names = parameters.map(({ symbol, id: own }) => symbol ?? own);
  const fine = summarised(names, all, drawn);
  const ranks = summarised(names, all, tested);
  writeFileSync(join(folder, `${id}.svg`), figureOf(title, fine, dataSets));
  return { model, ranks, least };
}

const figureOf = (title: string, ranks: readonly Ranks[], dataSets: number): string =>
  svgText(
    rankFigure(
      {
        title: `${title}: calibration`,
        note: `Ranks of the true values of ${dataSets} simulated subjects among draws of their posteriors. Grey: where all of the line is in 95 % of cases if the posterior is right.`,
        provenance: `npm run bench:fitting -- calibration ${dataSets} · phasic ${version}`,
        panels: ranks.map(({ id, counts }) => ({ title: id, counts })),
        band: rankBand(dataSets, drawn),
      },
      svgDocument(),
    ),
  );
