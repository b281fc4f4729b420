// docs/choice-models.md: every model of choices with its equation, its priors, and how well its posteriors are calibrated.
import type { ChoiceModel } from '../../src/fitting/choices/choice-model.ts';
import type { FreeParameter } from '../../src/fitting/free-parameter.ts';
import type { Ranks } from '../../src/fitting/posterior/calibration.ts';

export interface CalibratedModel {
  readonly model: ChoiceModel;
  readonly ranks: readonly Ranks[];
  /** Smallest number of effective draws of a posterior. */
  readonly least: number;
}

interface Size {
  readonly dataSets: number;
  readonly trials: number;
  readonly draws: number;
}

export function modelPage(models: readonly CalibratedModel[], { dataSets, trials, draws }: Size): string {
  return [
    '# Models of choices',
    '',
    'Written by `npm run bench:fitting -- calibration` from the declarations in src/fitting/choices/models. Two options; models of two-step tasks are of two first choices, which lead to two states with two options each. Q begins at the initial value (.5). The subject chooses i with probability P(i); ∝ means divided by the sum over options.',
    '',
    `Below each model: is its posterior right? ${dataSets} subjects are simulated with true values from the priors (${trials} trials of a bandit that reverses every 50, or of the two-step task of Daw et al. 2011), and the rank of each true value among ${draws} draws of its posterior is counted (simulation-based calibration, Talts et al. 2018). Right posteriors have uniform ranks. p is that of a chi-square test of 20 bins; of all parameters here, one in a hundred is below .01 by chance. The figures show cumulative ranks minus uniform ones with simultaneous bands (Säilynoja et al. 2022).`,
    '',
    ...models.flatMap(sectionOf),
  ].join('\n');
}

function sectionOf({ model, ranks }: CalibratedModel): readonly string[] {
  const { id, title, summary, equation, citation } = model;
  return [
    `## ${title}`,
    '',
    `\`${id}\` ${summary}`,
    '',
    `    ${equation}`,
    '',
    `Source: ${citation.text}${citation.doi === undefined ? '' : `, [${citation.doi}](https://doi.org/${citation.doi})`}.`,
    '',
    '| parameter | prior | p of its ranks | 95 % intervals that hold the truth |',
    '|---|---|---|---|',
    ...model
      .parameters(2)
      .map(
        (parameter, i) =>
          `| ${parameter.symbol ?? ''} ${parameter.title} | ${priorWords(parameter)} | ${ranks[i]?.probability.toFixed(3)} | ${(100 * (ranks[i]?.coverage ?? 0)).toFixed(1)} % |`,
      ),
    '',
    `![ranks of true values](choice-models/${id}.svg)`,
    '',
  ];
}

function priorWords({ scale, prior, minimum, maximum }: FreeParameter): string {
  if (prior === undefined) return 'none';
  const normal = `N(${Number(prior.mean.toPrecision(4))}, ${Number(prior.sd.toPrecision(4))}²)`;
  if (scale === 'linear') return normal;
  return scale === 'log'
    ? `its logarithm ${normal}, up to ${maximum}`
    : `its logit ${normal}, ${minimum} to ${maximum}`;
}
