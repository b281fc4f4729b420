import type { Condition, Evidence, Summary, SummaryPoint, SummarySeries } from '../contracts/paradigm.ts';
import type { ActionName, Design, RecordedChoice, StateName } from '../contracts/design.ts';

/** Maximum number of points of a curve; each is the mean of a block of choices. */
const maxPoints = 25;

/** One choice, made or recorded: the trial, from 1, the state and the stage, and how much of it each option has. */
interface Seen {
  readonly trial: number;
  readonly stage: string;
  readonly state: string;
  /** By action, of those that were offered: a probability, or 1 for what was chosen and 0 for the others. */
  readonly shares: ReadonlyMap<string, number>;
}

/**
 * What is chosen: at each stage over the trials, and in each state. Of recorded choices the shares are drawn against the
 * probabilities that the agent's policy gives these options; otherwise the shares of the agent's own choices.
 */
export function choiceSummaries(design: Design, conditions: Readonly<Record<string, Condition>>): readonly Summary[] {
  const recorded = recordedChoices(design);
  const seen = (e: Evidence): readonly Seen[] => modelChoices(e, Object.keys(conditions));
  const stages = [
    ...new Set(Object.values(design.trialTypes).flatMap((type) => (type.stages ?? []).map(({ id }) => id))),
  ];
  const states = design.states ?? [];
  return [
    ...stages.map((stage) => overTrials(design, stage, { recorded, seen })),
    ...(states.length < 2 ? [] : [byState(design, states, { recorded, seen })]),
  ];
}

interface Source {
  readonly recorded: readonly Seen[];
  readonly seen: (e: Evidence) => readonly Seen[];
}

function overTrials(design: Design, stage: string, { recorded, seen }: Source): Summary {
  const only = (all: readonly Seen[]): readonly Seen[] => all.filter((one) => one.stage === stage);
  const actions = offeredAt(design, stage);
  return {
    id: `choices-${stage}`,
    title: `Choices at '${stage}'`,
    x: 'trial',
    y: shareWords(recorded),
    series: actions.map(({ id, title }) => ({ id, title, measure: (e) => blocks(only(seen(e)), id) })),
    ...beside(recorded, actions, (id) => blocks(only(recorded), id)),
  };
}

function byState(design: Design, states: readonly StateName[], { recorded, seen }: Source): Summary {
  const actions = design.actions ?? [];
  const points = (all: readonly Seen[], action: string): readonly SummaryPoint[] =>
    states.flatMap(({ id }, x) => {
      const y = meanShare(
        all.filter(({ state }) => state === id),
        action,
      );
      return y === undefined ? [] : [{ x, y }];
    });
  return {
    id: 'choices-by-state',
    title: 'Choices in each state',
    x: 'state',
    y: shareWords(recorded),
    categories: states.map(({ title }) => title),
    series: actions.map(({ id, title }) => ({ id, title, measure: (e) => points(seen(e), id) })),
    ...beside(recorded, actions, (id) => points(recorded, id)),
  };
}

const shareWords = (recorded: readonly Seen[]): string =>
  recorded.length > 0 ? 'probability (model), share (recorded)' : 'share of choices';

function beside(
  recorded: readonly Seen[],
  actions: readonly ActionName[],
  points: (action: string) => readonly SummaryPoint[],
): Pick<Summary, 'recorded'> {
  if (recorded.length === 0) return {};
  const series = actions.map(({ id, title }): SummarySeries => ({ id, title, points: points(id) }));
  return {
    recorded: { citation: { text: 'the recorded session' }, sources: [], n: `${recorded.length} choices`, series },
  };
}

function offeredAt({ trialTypes, actions = [] }: Design, stage: string): readonly ActionName[] {
  const offered = new Set(
    Object.values(trialTypes)
      .flatMap(({ stages = [] }) => stages.filter(({ id }) => id === stage))
      .flatMap(({ options }) => options.map(({ action }) => action)),
  );
  return actions.filter(({ id }) => offered.has(id));
}

/** Means over blocks of the choices at which an action was offered, at the middle trial of each. */
function blocks(all: readonly Seen[], action: string): readonly SummaryPoint[] {
  const size = Math.ceil(all.length / maxPoints);
  return Array.from({ length: size === 0 ? 0 : Math.ceil(all.length / size) }, (_, block) =>
    all.slice(block * size, (block + 1) * size),
  ).flatMap((inside) => {
    const y = meanShare(inside, action);
    return y === undefined ? [] : [{ x: inside.reduce((sum, { trial }) => sum + trial, 0) / inside.length, y }];
  });
}

/** Undefined if the action was never offered. */
function meanShare(all: readonly Seen[], action: string): number | undefined {
  const shares = all.flatMap((one) => one.shares.get(action) ?? []);
  return shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** Of a session that has run: probabilities of the policy for recorded choices, else what the agent chose. */
function modelChoices(e: Evidence, conditions: readonly string[]): readonly Seen[] {
  const { states = [], actions = [] } = e.design;
  return conditions
    .flatMap((condition) => e.trials(condition).map(({ trial }) => trial))
    .sort((one, other) => one.index - other.index)
    .flatMap(({ index, stages = [], choices = [], forced }) =>
      choices.flatMap(({ stage, option, probabilities }): Seen[] => {
        const met = stages[stage];
        if (met === undefined) return [];
        const shares = met.options.map(({ action }, i): [string, number] => [
          actions[action]?.id ?? '',
          forced === undefined ? Number(i === option) : (probabilities[i] as number),
        ]);
        return [{ trial: index + 1, stage: met.id, state: states[met.state]?.id ?? '', shares: new Map(shares) }];
      }),
    );
}

function recordedChoices({ phases, trialTypes }: Design): readonly Seen[] {
  let before = 0;
  return phases.flatMap(({ recorded = [], trials }) => {
    const first = before + 1;
    before += trials;
    return recorded.flatMap(({ type, choices = [] }, i) =>
      choices.flatMap((choice: RecordedChoice): Seen[] => {
        const stage = trialTypes[type]?.stages?.find(({ id }) => id === choice.stage);
        if (stage === undefined) return [];
        const shares = stage.options.map(({ action }): [string, number] => [action, Number(action === choice.action)]);
        return [{ trial: first + i, stage: stage.id, state: stage.state, shares: new Map(shares) }];
      }),
    );
  });
}
