import type { Design, Phase, TrialType } from '../../contracts/design.ts';
import type { Experiment, SourceNode, SourceSample, SourceSequence, SourceTrial } from './experiment.ts';

/**
 * Unit time steps before the CS in almost every trial of the source; in a trial without a CS, its hypothetical onset.
 */
const stepsBeforeCue = 4;
/** Steps kept after the last event of a trial: as long as the period in which responding is scored. */
const stepsAfter = 3;

export interface Translation {
  /** Length of one of the source's unit time steps. */
  readonly unitSeconds: number;
  readonly itiSeconds: number;
  /** Maximum number of repetitions of a sequence. */
  readonly maxRounds: number;
  /** Whether the subject can identify its context. */
  readonly context: boolean;
  /** Whether tests, phases of that name without a scheduled US, count as extinction. */
  readonly learnInTests: boolean;
}

/** A phase with the name of its sequence in the source. */
export interface NamedPhase extends Phase {
  readonly group: string;
  readonly name: string;
}

/** A trial as a key: its cues, `>` before later ones, the symbol of its US, and its context if there are several. */
function typeId({ cs, ctx, us }: SourceTrial, contexts: readonly string[]): string {
  const cues = [...cs].sort((a, b) => a[1] - b[1]);
  const names = cues
    .map(([name, start], i) => (i > 0 && start > (cues[i - 1]?.[1] as number) ? `>${name}` : name))
    .join('');
  return `${names || 'context'}${us?.[0] ?? ''}${contexts.length > 1 ? `@${ctx}` : ''}`;
}

const isSequence = (node: SourceNode): node is SourceSequence => 'children' in node;
const isSample = (node: SourceNode): node is SourceSample => 'sample' in node;

/** All trials of a tree, without duplicates. */
export function trialsOf(node: SourceNode): readonly SourceTrial[] {
  if (isSequence(node)) return node.children.flatMap(trialsOf);
  return isSample(node) ? node.sample.map(([trial]) => trial) : [node];
}

const contextsOf = (design: Experiment['design']): readonly string[] =>
  [
    ...new Set(
      Object.values(design)
        .flatMap(trialsOf)
        .map(({ ctx }) => ctx),
    ),
  ].sort();

export const slug = (text: string): string =>
  text
    .replace(/\+/g, 'plus')
    .replace(/[−-]$/, 'minus')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/**
 * The phases of a group. A sequence of trials is a phase; one that repeats sequences is a phase too, its trials in turn; one
 * that only lists sequences is its children's phases.
 */
function phasesOf(
  group: string,
  tree: SourceSequence,
  contexts: readonly string[],
  { maxRounds, learnInTests }: Translation,
): readonly NamedPhase[] {
  const phases: NamedPhase[] = [];
  const visit = (sequence: SourceSequence): void => {
    if (sequence.repeat === 1 && sequence.children.every(isSequence)) return sequence.children.forEach(visit);
    const name = sequence.name ?? sharedName(sequence);
    const again = phases.filter((one) => one.name === name).length;
    const id = [slug(group), slug(name), ...(again > 0 ? [again + 1] : [])].join('-');
    const isProbe = !learnInTests && name.startsWith('test') && trialsOf(sequence).every(({ us }) => us === null);
    phases.push({
      id,
      name,
      group,
      plastic: !isProbe,
      ...roundsOf(sequence, contexts, Math.min(sequence.repeat, maxRounds)),
    });
  };
  visit(tree);
  return phases;
}

/** `train` if the children are called train-A and train-B. */
const sharedName = ({ children }: SourceSequence): string =>
  [...new Set(children.map((child) => (isSequence(child) ? child.name?.split('-')[0] : undefined) ?? 'train'))].join(
    '-',
  );

function roundsOf(
  sequence: SourceSequence,
  contexts: readonly string[],
  rounds: number,
): Pick<Phase, 'trials' | 'mixture' | 'order'> {
  const [only] = sequence.children;
  if (only !== undefined && isSample(only)) {
    if (sequence.children.length > 1) throw new Error('a drawn trial stands alone in its sequence');
    return {
      trials: rounds,
      order: 'random',
      mixture: Object.fromEntries(only.sample.map(([trial, probability]) => [typeId(trial, contexts), probability])),
    };
  }
  const round = sequence.children.flatMap(unrolled).map((trial) => typeId(trial, contexts));
  const types = [...new Set(round)];
  const isInRuns = types.every(
    (type) => round.lastIndexOf(type) - round.indexOf(type) + 1 === round.filter((one) => one === type).length,
  );
  if (!isInRuns) throw new Error(`a round names a trial, others, and the first again: ${round.join(' ')}`);
  return {
    trials: rounds * round.length,
    order: 'cycle',
    mixture: Object.fromEntries(types.map((type) => [type, round.filter((one) => one === type).length])),
  };
}

function unrolled(node: SourceNode): readonly SourceTrial[] {
  if (isSample(node)) throw new Error('a drawn trial stands alone in its sequence');
  return isSequence(node) ? Array.from({ length: node.repeat }, () => node.children.flatMap(unrolled)).flat() : [node];
}

/** Step of time zero: the first cue's onset, or where it would have been. */
const zeroOf = ({ cs }: SourceTrial): number =>
  cs.length === 0 ? stepsBeforeCue : Math.min(...cs.map(([, start]) => start));

/** Step after the trial's last event, from time zero. */
const endOf = (trial: SourceTrial): number =>
  Math.max(...[...trial.cs, ...(trial.us === null ? [] : [trial.us])].map(([, , end]) => end)) - zeroOf(trial);

const usTitles: Readonly<Record<string, string>> = { '+': 'and US', '-': 'without US', '#': 'and strong US' };

/** Each step of a US has its magnitude as value, for food and shock alike: the subject predicts the amount to come. */
function trialTypeOf(
  trial: SourceTrial,
  contexts: readonly string[],
  { unitSeconds, context }: Translation,
): TrialType {
  const { cs, ctx, us } = trial;
  const seconds = (step: number): number => Number((step * unitSeconds).toFixed(6));
  const zero = zeroOf(trial);
  const cues = cs.map(([cue, start, end]) => ({
    cue,
    onsetSeconds: seconds(start - zero),
    durationSeconds: seconds(end - start),
  }));
  const name = typeId({ ...trial, us: null }, [ctx]).replace('>', ', then ');
  return {
    title: [name, us === null ? 'alone' : usTitles[us[0]], ...(contexts.length > 1 ? [`in ${ctx}`] : [])].join(' '),
    cues,
    // An omitted US would have had the usual size.
    rewards:
      us === null
        ? []
        : [
            {
              time: { kind: 'fixed', seconds: seconds(us[1] - zero) },
              magnitude: us[3] === 0 ? 1 : us[3] * (us[2] - us[1]),
              probability: us[3] === 0 ? 0 : 1,
              name: us[0] === '#' ? 'strong US' : 'US',
            },
          ],
    ...(context ? { context: ctx } : {}),
  };
}

/** Steps from the onset of the scored CS, the last to come on, to the US: the period in which responding is scored. */
export function scoredSteps(design: Experiment['design']): number {
  const periods = new Set(
    Object.values(design)
      .flatMap(trialsOf)
      .flatMap(({ cs, us }) =>
        us === null || cs.length === 0 ? [] : [us[1] - Math.max(...cs.map(([, start]) => start))],
      ),
  );
  const [period] = periods;
  if (period === undefined || periods.size > 1) throw new Error('the time from CS to US differs between trials');
  return period;
}

/**
 * A design of CCNLab as one of ours. Its unit time steps become `unitSeconds`. Time zero is the first cue's onset; the steps
 * before it, in which the context is there alone, become part of the interval between trials, which is the same for all.
 */
export function translate(
  design: Experiment['design'],
  how: Translation,
): Omit<Design, 'phases'> & { readonly phases: readonly NamedPhase[] } {
  const { unitSeconds, itiSeconds, context } = how;
  const contexts = contextsOf(design);
  const trials = Object.values(design).flatMap(trialsOf);
  const cues = [...new Set(trials.flatMap(({ cs }) => cs.map(([name]) => name)))].sort();
  return {
    cues: cues.map((id) => ({ id, title: `cue ${id}` })),
    ...(context ? { contexts: contexts.map((id) => ({ id, title: `context ${id}` })) } : {}),
    groups: Object.keys(design).map((id) => ({ id, title: id })),
    trialTypes: Object.fromEntries(trials.map((trial) => [typeId(trial, contexts), trialTypeOf(trial, contexts, how)])),
    phases: Object.entries(design).flatMap(([group, tree]) => phasesOf(group, tree, contexts, how)),
    iti: { kind: 'fixed', seconds: itiSeconds },
    trialSeconds: Number(((Math.max(...trials.map(endOf)) + stepsAfter) * unitSeconds).toFixed(6)),
  };
}
