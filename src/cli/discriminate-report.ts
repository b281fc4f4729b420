import type { Table } from '../contracts/table.ts';
import { csvTable } from '../core/csv.ts';
import { worldOf } from '../engine/world.ts';
import { find } from '../engine/registry.ts';
import { fine, type ModelsInDesign } from '../fitting/designs/examined-design.ts';
import { wantedPower } from '../fitting/discrimination/needed.ts';
import type { Power } from '../fitting/discrimination/power.ts';
import { hardestOf, type Discrimination } from '../jobs/discriminate/run-discriminate.ts';
import type { TrialSpec } from '../spec/spec.ts';
import type { AskedNoise } from './discriminate-noise.ts';
import { shortNumber } from '../core/short-number.ts';
import { textTable } from './output.ts';
import { indented } from './text-width.ts';

/** What was asked: agents, and the designs that are compared. */
export interface Asked {
  readonly agents: readonly string[];
  /** Titles of the agents. */
  readonly names: readonly string[];
  readonly noise: AskedNoise;
  readonly animals: readonly [number, number];
  readonly seed: number;
  readonly workers: number | undefined;
  readonly varied: readonly { readonly path: string; readonly name: string; readonly isLog: boolean }[];
  readonly designs: readonly {
    /** In the order of what varies. */
    readonly settings: readonly (number | string | boolean)[];
    readonly models: ModelsInDesign;
  }[];
}

const percent = (share: number): string => `${Math.round(100 * share)}`;
export const minutes = (seconds: number): string => `${shortNumber(Number((seconds / 60).toPrecision(3)))} min`;

/** `itiSeconds = 30, ...`; nothing if nothing varies. */
export const settingsWords = ({ varied, designs }: Asked, design: number): string =>
  varied.map(({ path }, i) => `${path} = ${valueText(designs[design]?.settings[i])}`).join(', ');

const valueText = (value: number | string | boolean | undefined): string =>
  typeof value === 'number' ? shortNumber(value) : String(value);

export function discriminationReport(asked: Asked, found: Discrimination): string {
  const spec = firstSpec(asked);
  const settings = settingsWords(asked, found.best);
  return [
    `${worldOf(spec).title}: ${asked.names.join(', ')}`,
    ...(asked.designs.length === 1 ? [] : ['', designTable(asked, found)]),
    '',
    indented(
      `${settings === '' ? 'This design' : `Best: ${settings}`}. Log evidence for the true agent that one animal gives (median), nats:`,
      0,
    ),
    pairTable(asked, found),
    '',
    indented(
      `The true agent is chosen in this share of ${found.experiments} simulated experiments (%, with 95 % interval):`,
      0,
    ),
    powerTable(asked, found),
    '',
    ...enoughLines(found),
    ...(found.predictions.length === 0 ? [] : ['', ...predictionLines(asked, found)]),
    '',
    ...assumptions(asked).map((line) => indented(line, 0)),
  ].join('\n');
}

const firstSpec = ({ designs }: Asked): TrialSpec => designs[0]?.models.specs[0] as TrialSpec;

function designTable({ varied, designs, names }: Asked, { designs: scanned, best }: Discrimination): string {
  return textTable([
    [...varied.map(({ path }) => path), 'trials', 'length', 'evidence per animal', 'hardest: true, rival', ''],
    ...scanned.map((design, i) => {
      const { evidence, model, rival } = hardestOf(design);
      return [
        ...(designs[i]?.settings ?? []).map(valueText),
        String(design.trials),
        minutes(design.seconds),
        shortNumber(evidence),
        `${names[model]}, ${names[rival]}`,
        i === best ? '<' : '',
      ];
    }),
  ]);
}

const pairTable = ({ names }: Asked, { pairs }: Discrimination): string =>
  textTable([
    ['  true agent', 'rival', 'evidence', 'without noise'],
    ...pairs.map(({ model, rival, evidence, unlike }) => [
      `  ${names[model]}`,
      names[rival] ?? '',
      shortNumber(evidence),
      shortNumber(unlike),
    ]),
  ]);

const intervalText = ({ share, low, high }: Power): string => `${percent(share)} (${percent(low)} to ${percent(high)})`;

/** Rows that a reader sees; --csv has all. */
const shownAnimals = 9;

function powerTable({ names }: Asked, { powers }: Discrimination): string {
  const { byAnimals = [] } = powers.at(-1) ?? {};
  const every = Math.max(1, Math.ceil(byAnimals.length / shownAnimals));
  return textTable([
    ['  animals', ...names],
    ...byAnimals
      .filter((_, i) => i % every === 0 || i === byAnimals.length - 1)
      .map(({ animals, models }) => [`  ${animals}`, ...models.map(intervalText)]),
  ]);
}

function enoughLines({ powers }: Discrimination): readonly string[] {
  const { byAnimals = [] } = powers.at(-1) ?? {};
  const most = byAnimals.at(-1)?.animals ?? 0;
  if (powers.every(({ enough }) => enough === null))
    return [
      indented(
        `Not enough: with ${most} animals and all trials some agent is chosen in less than ${percent(wantedPower)} % of experiments, or may be.`,
        0,
      ),
    ];
  return [
    indented(
      `Enough to choose each agent, when it is the true one, in ${percent(wantedPower)} % or more (the whole interval):`,
      0,
    ),
    textTable([
      ['  trials', 'length', 'animals'],
      ...powers.map(({ trials, seconds, enough }) => [
        `  first ${trials}`,
        minutes(seconds),
        enough === null ? `more than ${most}` : String(enough),
      ]),
    ]),
  ];
}

function predictionLines(asked: Asked, { predictions }: Discrimination): readonly string[] {
  const { recording } = firstSpec(asked);
  const { unit } = find('recordings', recording.id);
  const rows = predictions.flatMap(({ title, t, models }) =>
    models.map(({ median, low, high }, model) => {
      const at = largestAt(median);
      return [
        model === 0 ? `  ${title}` : '',
        asked.names[model] ?? '',
        `${shortNumber(median[at] ?? 0)} (${shortNumber(low[at] ?? 0)} to ${shortNumber(high[at] ?? 0)})`,
        `${shortNumber(Number((t[at] ?? 0).toFixed(2)))} s`,
      ];
    }),
  );
  return [
    indented(`What each predicts there, ${unit}: largest mean response, with the middle 80 % over its prior:`, 0),
    textTable([['  condition', 'agent', 'response', 'after the event'], ...rows]),
  ];
}

const largestAt = (values: readonly number[]): number =>
  values.reduce((best, one, i) => (Math.abs(one) > Math.abs(values[best] ?? 0) ? i : best), 0);

/** What the numbers hold for, a line each. */
export function assumptions({ noise, designs, names }: Pick<Asked, 'noise' | 'designs' | 'names'>): readonly string[] {
  const [spec] = designs[0]?.models.specs ?? [];
  return [
    `Noise ${noise.source}: standard deviation ${shortNumber(noise.sd)} per bin of ${noise.binSeconds} s, correlation with the next bin ${shortNumber(noise.rho)}, at a gain of 1 on ${spec?.recording.id ?? 'the sensor'}'s scale.`,
    `Each simulated animal has one of ${fine.truths} parameter draws of its agent's prior and noise of its own; all animals have the same trials, recorded from the first to the last.`,
    `${names.length === 2 ? 'Both agents are' : 'All agents are'} compared by log evidence summed over animals: the likelihood of \`phasic fit\`, with gain, baseline and variance at their best for each animal and the correlation of the noise known, averaged over the prior of the agent's parameters.`,
  ];
}

export function discriminationJson(asked: Asked, found: Discrimination): string {
  const { noise, agents, animals, seed } = asked;
  return JSON.stringify({
    agents,
    noise,
    animals,
    seed,
    designs: found.designs.map((design, i) => ({ settings: settingsOf(asked, i), ...design })),
    best: found.best,
    settings: settingsOf(asked, found.best),
    spec: asked.designs[found.best]?.models.specs[0],
    pairs: found.pairs,
    experiments: found.experiments,
    powers: found.powers,
    predictions: found.predictions,
    assumptions: assumptions(asked),
  });
}

const settingsOf = ({ varied, designs }: Asked, design: number): Readonly<Record<string, unknown>> =>
  Object.fromEntries(varied.map(({ path }, i) => [path, designs[design]?.settings[i]]));

/** One row for each length of session, number of animals and true agent. */
export function discriminationTable({ agents }: Asked, { powers }: Discrimination): Table {
  const columns = {
    trials: { what: 'number of trials, from the first' },
    seconds: { what: 'length of the session up to there', unit: 's' },
    animals: { what: 'number of animals' },
    agent: { what: 'the true agent' },
    power: { what: 'share of simulated experiments in which it is chosen' },
    low: { what: "lower end of the share's 95 % interval (Wilson)" },
    high: { what: "upper end of the share's 95 % interval" },
  };
  const rows = powers.flatMap(({ trials, seconds, byAnimals }) =>
    byAnimals.flatMap(({ animals, models }) =>
      models.map(({ share, low, high }, model) => [trials, seconds, animals, agents[model] ?? '', share, low, high]),
    ),
  );
  return { csv: csvTable([Object.keys(columns), ...rows]), notes: { columns } };
}
