import { maxReward } from '../contracts/design-schema.ts';
import { didYouMean } from '../core/errors.ts';
import type { NamedAgent } from './design-text.ts';
import { Mistake, quoted } from './mistake.ts';
import { maxCells, type Settings } from './plan.ts';

/** Defaults of PALMS's command line. */
const usual = { alpha: 0.1, beta: 0.3, betan: 0.2 };
const rescorlaWagner = 'Rescorla Wagner';

/** Synonyms. */
const synonyms: Readonly<Record<string, string>> = {
  adaptive_type: 'model',
  betap: 'beta',
  beta_neg: 'betan',
  lambda: 'lamda',
};
const taken = ['model', 'configural_cues', 'alpha', 'beta', 'betan', 'lamda'] as const;
/** Settings of models that are not implemented here, or of the way PALMS runs and draws them. */
const notTaken = [
  'num_trials',
  'alpha_mack',
  'alpha_hall',
  'salience',
  'habituation',
  'gamma',
  'thetaE',
  'thetaI',
  'xi_hall',
  'rho',
  'nu',
  'kay',
  'part_stimuli',
];
/** A parameter of a single cue or compound. */
const ofOneCue = /^(?:alpha|alpha_mack|alpha_hall|salience|habituation)_\(?(?:[A-Z]'*(?:\^\d+)?)+\)?$/;

export interface PalmsSettings {
  /** β of a rewarded trial in a phase that does not set it. */
  readonly beta: number;
  /** Whether the file sets it. */
  readonly setsBeta: boolean;
  readonly isConfigural: boolean;
  readonly changes: Partial<Settings>;
  readonly agent: NamedAgent;
  readonly notes: readonly string[];
}

interface Given {
  model?: string;
  isConfigural: boolean;
  readonly numbers: Map<string, number>;
  readonly left: string[];
  /** Total number of settings, to stop at too many. */
  count: number;
}

/**
 * Reads the lines that begin with `@`, each `name=value` or several separated by semicolons; they apply to the whole
 * file.
 */
export function readPalmsSettings(text: string, mistakes: Mistake[]): PalmsSettings {
  const given: Given = { isConfigural: false, numbers: new Map(), left: [], count: 0 };
  try {
    for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      const start = text.lastIndexOf('\n', at) + 1;
      const feed = text.indexOf('\n', at);
      const end = feed < 0 ? text.length : feed;
      if (/^[\s\uFEFF]*$/.test(text.slice(start, Math.min(at, start + maxCells)))) readLine(text, at + 1, end, given);
      at = end;
    }
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    mistakes.push(error);
  }
  const { numbers } = given;
  const lambda = numbers.get('lamda');
  const { agent, notes } = agentOf(given);
  return {
    beta: numbers.get('beta') ?? usual.beta,
    setsBeta: numbers.has('beta'),
    isConfigural: given.isConfigural,
    changes: lambda === undefined ? {} : { rewardSize: lambda },
    agent,
    notes,
  };
}

function readLine(text: string, from: number, end: number, given: Given): void {
  for (let start = from; start < end;) {
    const semicolon = text.indexOf(';', start);
    const stop = semicolon < 0 || semicolon > end ? end : semicolon;
    if ((given.count += 1) > maxCells) throw new Mistake(start, `more than ${maxCells} settings`, 'split the design');
    const written = text.slice(start, stop).trim();
    if (written !== '') readSetting(written, start, given);
    start = stop + 1;
  }
}

function readSetting(written: string, at: number, given: Given): void {
  const [, name = '', value = ''] = /^\s*([^\s=]+)\s*=\s*(.*)$/.exec(written) ?? [];
  if (name === '') throw new Mistake(at, `${quoted(written)} is not a setting`, 'write @name=value');
  const known = synonyms[name] ?? name;
  if (known === 'model') given.model = value;
  else if (known === 'configural_cues') given.isConfigural = isTrue(value, at);
  else if (notTaken.includes(known) || ofOneCue.test(known)) given.left.push(known);
  else if ((taken as readonly string[]).includes(known)) given.numbers.set(known, numberOf(known, value, at));
  else throw new Mistake(at, `unknown setting ${quoted(name)}`, didYouMean(name.slice(0, 30), [...taken, ...notTaken]));
}

function isTrue(value: string, at: number): true {
  if (value !== 'True')
    throw new Mistake(
      at,
      `configural_cues = ${quoted(value)}, which PALMS takes as if it were True`,
      'write True, or leave the line out',
    );
  return true;
}

function numberOf(name: string, value: string, at: number): number {
  const number = /^\d*\.?\d+$|^\d+\.$/.test(value) ? Number(value) : Number.NaN;
  const max = name === 'lamda' ? maxReward : 1;
  if (!(number > 0 && number <= max))
    throw new Mistake(at, `${name} = ${quoted(value)}`, `write a number above 0, at most ${max}`);
  return number;
}

/** The agent described by the settings: Rescorla-Wagner, which is also the default of PALMS. */
function agentOf({ model = rescorlaWagner, numbers, left }: Given): {
  readonly agent: NamedAgent;
  readonly notes: readonly string[];
} {
  const id = 'rescorla-wagner';
  const notes = leftOut(left);
  if (model !== rescorlaWagner) {
    return {
      agent: { id },
      notes: [
        `the model ${quoted(model)} of PALMS is not here, so its learning rates are not taken: the agent is ${id} unless you choose another`,
        ...notes,
      ],
    };
  }
  const rates = ['alpha', 'beta', 'betan'].filter((name) => numbers.has(name));
  if (rates.length === 0) return { agent: { id }, notes };
  const rate = (name: keyof typeof usual): number => numbers.get(name) ?? usual[name];
  if (left.some((name) => name.startsWith('alpha_') && !notTaken.includes(name)))
    return {
      agent: { id },
      notes: [
        ...notes,
        `alphas that differ between cues are not available with ${id}: its learning rates are not taken`,
      ],
    };
  const omissionRatio = rate('betan') / rate('beta');
  if (omissionRatio > 1)
    return {
      agent: { id },
      notes: [...notes, `betan above beta is not available with ${id}: its learning rates are not taken`],
    };
  const parameters = { learningRate: shortest(rate('alpha') * rate('beta')), omissionRatio: shortest(omissionRatio) };
  return { agent: { id, learningRule: { id, parameters } }, notes };
}

const shortest = (value: number): number => Number(value.toPrecision(12));

const maxNamed = 5;

function leftOut(left: readonly string[]): readonly string[] {
  if (left.length === 0) return [];
  const more = left.length > maxNamed ? ` and ${left.length - maxNamed} more` : '';
  const orders = left.includes('num_trials')
    ? '; PALMS averages num_trials random orders, and a seed here is one of them'
    : '';
  return [`settings of PALMS that are not taken: ${left.slice(0, maxNamed).join(', ')}${more}${orders}`];
}
