import { didYouMean, InputError } from '../../core/errors.ts';
import { isRestText, type GridDesign, type Phase, type TrialType } from '../../contracts/design.ts';

/** A trial that an animal has had. */
export interface TrialSoFar {
  /** A trial type of the design. */
  readonly type: string;
  /** Whether its reward came; only, and always, if it comes in a share of trials of this type. */
  readonly outcome?: 'delivered' | 'omitted' | undefined;
  /** Mean of the recording from time zero to the end of the trial, in any unit; absent if unknown. */
  readonly response?: number | undefined;
}

/** How a trial of a type can end, and how often it does. Its type is one of the grid's. */
export interface RigOutcome {
  readonly type: string;
  readonly outcome: TrialSoFar['outcome'];
  readonly probability: number;
}

/** The trials from which a rig chooses. */
export interface RigTrials {
  /** With a type for each outcome: nothing in it is drawn but times. */
  readonly grid: GridDesign;
  readonly candidates: readonly RigCandidate[];
}

interface RigCandidate {
  readonly type: string;
  readonly phase: Phase;
  readonly outcomes: readonly RigOutcome[];
}

/**
 * The trial types of a design's phases, each with the outcomes that it can have. A type that several phases have is as in
 * the first of them.
 * @throws InputError for choices, for several groups, and for a type with several uncertain rewards
 */
export function rigTrials(design: GridDesign): RigTrials {
  requireOne(design);
  const phases = new Map<string, Phase>();
  for (const phase of design.phases)
    for (const type of Object.keys(phase.mixture)) if (!isRestText(type) && !phases.has(type)) phases.set(type, phase);
  const all = [...phases].map(([type, phase]) => ({ type, phase, outcomes: outcomesOf(type, typeIn(design, type)) }));
  const types = all.flatMap(({ type, outcomes }) =>
    outcomes.map((one) => ({ type: one.type, made: withOutcome(typeIn(design, type), one.outcome) })),
  );
  return {
    grid: { ...design, trialTypes: Object.fromEntries(types.map(({ type, made }) => [type, made])) },
    candidates: all.map(({ type, phase, outcomes }) => ({
      type,
      // Probes are named by type.
      phase: {
        ...phase,
        probes: phase.probes?.includes(type) === true ? outcomes.map((one) => one.type) : [],
      },
      outcomes,
    })),
  };
}

const typeIn = ({ trialTypes }: GridDesign, type: string): TrialType => trialTypes[type] as TrialType;

function requireOne({ states, groups = [], phases }: GridDesign): void {
  const refuse = (what: string, remedy: string): InputError => new InputError(what, '--next-trial', remedy);
  if (states !== undefined) throw refuse('in this design agents choose', 'name a design without choices');
  if (groups.length > 1)
    throw refuse(
      `the design has ${groups.length} groups, and an animal belongs to one`,
      'write a design of that group',
    );
  if (phases.some(({ recorded }) => recorded !== undefined))
    throw refuse('the trials of a recording are not chosen', 'name the design of the experiment');
}

const isUncertain = ({ probability }: TrialType['rewards'][number]): boolean => probability > 0 && probability < 1;

function outcomesOf(type: string, { rewards }: TrialType): readonly RigOutcome[] {
  const [uncertain, another] = rewards.filter(isUncertain);
  if (uncertain === undefined) return [{ type, outcome: undefined, probability: 1 }];
  if (another !== undefined)
    throw new InputError(
      `trial type '${type}' has several rewards that come in a share of trials`,
      '--next-trial',
      'write a type for each outcome',
    );
  return [
    { type: `${type}, delivered`, outcome: 'delivered', probability: uncertain.probability },
    { type: `${type}, omitted`, outcome: 'omitted', probability: 1 - uncertain.probability },
  ];
}

const withOutcome = (type: TrialType, outcome: TrialSoFar['outcome']): TrialType =>
  outcome === undefined
    ? type
    : {
        ...type,
        rewards: type.rewards.map((reward) =>
          isUncertain(reward) ? { ...reward, probability: outcome === 'delivered' ? 1 : 0 } : reward,
        ),
      };

/** @param index of the trial @throws InputError for a type that the design does not have */
export function candidateOf(candidates: readonly RigCandidate[], type: string, index: number): RigCandidate {
  const found = candidates.find((one) => one.type === type);
  if (found !== undefined) return found;
  const known = candidates.map((one) => one.type);
  throw new InputError(
    `the design has no trial type '${type}'`,
    `trial ${index + 1}`,
    didYouMean(type, known, `its trial types are: ${known.join(', ')}`),
  );
}

/** @throws InputError for an outcome that trials of the type do not have, or that is not known */
export function outcomeOf({ type, outcome }: TrialSoFar, outcomes: readonly RigOutcome[], index: number): RigOutcome {
  const found = outcomes.find((one) => one.outcome === outcome);
  if (found !== undefined) return found;
  const isCertain = outcomes.length === 1;
  throw new InputError(
    isCertain ? `'${outcome}' is said of '${type}', which always ends alike` : `'${type}' ends in more than one way`,
    `trial ${index + 1}`,
    isCertain ? 'leave its outcome out' : "say its outcome, 'delivered' or 'omitted'",
  );
}
