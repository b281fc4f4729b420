import { InputError } from '../../src/core/errors.ts';
import type { Manipulation } from '../../src/contracts/manipulation.ts';
import type { AgentPart } from '../../src/contracts/agent.ts';
import type { AnyValues, Parameter, Parameters } from '../../src/contracts/parameters.ts';
import type { PartialAgent, TrialSpec } from '../../src/spec/spec.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { misfitInTrials } from '../../src/spec/fits.ts';
import { namingManipulation, type Applied } from '../../src/engine/manipulate.ts';
import { find, list, lookup, trialAgents } from '../../src/engine/registry.ts';
import { createTrialSession, DivergedError, type TrialSession } from '../../src/engine/trial-session.ts';
import { designOf } from '../../src/engine/world.ts';
import { narrow, shortest } from './variants.ts';

/**
 * Designs of each kind: a cue and a reward, contexts and two phases of extinction, random rewards, one choice, two in
 * sequence.
 */
const kindsOfWorlds = ['schultz-1997', 'rescorla-2004', 'fiorillo-2003', 'morris-2006', 'daw-2011'] as const;

/**
 * Every agent in a design of each kind that it supports: those that learn per trial, per step, at events, at choices,
 * and through a network.
 */
export const agentsInWorlds = kindsOfWorlds.flatMap((paradigm) =>
  trialAgents()
    .filter(
      ({ learningRule }) =>
        misfitInTrials(lookup, completeTrialSpec({ world: paradigm }), learningRule.id) === undefined,
    )
    .map(({ id }) => ({ paradigm: paradigm as string, agent: id })),
);

/** Every world with its default agent. */
export const ownAgents = list('paradigms').map(({ id, agent }) => ({ paradigm: id, agent }));

/** A short experiment; networks are narrow. */
export function shortSpec(
  paradigm: string,
  agent: string,
  changed: Partial<Pick<TrialSpec['agent'], 'objective' | 'policy'>> = {},
  manipulations: readonly AgentPart[] = [],
): TrialSpec {
  const { learningRule } = find('agents', agent);
  const rule = {
    ...learningRule,
    parameters: { ...narrow(find('learning-rules', learningRule.id).parameters), ...learningRule.parameters },
  };
  const counts = Object.fromEntries(
    Object.entries(shortest(find('paradigms', paradigm).parameters)).map(([name, least]) => [
      name,
      Math.max(Number(least), 3),
    ]),
  );
  const parts: PartialAgent = { id: agent, learningRule: rule, ...changed };
  return completeTrialSpec({ world: { id: paradigm, parameters: counts }, agent: parts, manipulations });
}

/** A paradigm at its defaults; if its default agent takes minutes, a short experiment with few trials and a narrow network. */
function asItComes(paradigm: string): TrialSpec {
  const spec = completeTrialSpec({ world: paradigm });
  const { slow = false } = { ...find('learning-rules', spec.agent.learningRule.id) } as { readonly slow?: boolean };
  return slow ? shortSpec(paradigm, find('paradigms', paradigm).agent) : spec;
}

/** The same, run to its end. */
export function finishedAsItComes(paradigm: string): TrialSession {
  const session = createTrialSession(asItComes(paradigm));
  session.advance(session.trials.length);
  return session;
}

/** Of these, one per architecture, because agents that share one share its features. */
export const encodersInWorlds = agentsInWorlds.filter(({ paradigm, agent }, i) => {
  const architecture = JSON.stringify(find('agents', agent).architecture);
  return (
    agentsInWorlds.findIndex(
      (other) =>
        other.paradigm === paradigm && JSON.stringify(find('agents', other.agent).architecture) === architecture,
    ) === i
  );
});

/** And one per learning rule, in a design without choices and in one with two in sequence. */
export const rulesInWorlds = agentsInWorlds.filter(({ paradigm, agent }, i) => {
  const ruleOf = (id: string): string => find('agents', id).learningRule.id;
  return (
    ['schultz-1997', 'daw-2011'].includes(paradigm) &&
    agentsInWorlds.findIndex((other) => other.paradigm === paradigm && ruleOf(other.agent) === ruleOf(agent)) === i
  );
});

/** Number of trials run of a session; some designs have many even at their minimum. */
const most = 24;

/** RPE of every step, then the value. */
export type Signals = Float64Array;
function signalsOf({ signals, offsets }: TrialSession, from: number, to: number): Signals {
  const [rpe, value] = [signals.rpe, signals.value].map((signal) => signal.subarray(offsets[from], offsets[to])) as [
    Float64Array,
    Float64Array,
  ];
  const both = new Float64Array(rpe.length + value.length);
  both.set(rpe);
  both.set(value, rpe.length);
  return both;
}

/**
 * The results of an arm of an experiment; its refusal, in one line, if it is not possible. Divergence is not a refusal.
 */
export function runTrial(spec: TrialSpec, applied?: readonly Applied[]): Signals | InputError {
  return orRefusal(() => {
    const session = begin(spec, applied);
    const trials = Math.min(most, session.trials.length);
    session.advance(trials);
    return signalsOf(session, 0, trials);
  });
}

const controls = new Map<string, Signals>();

/** The results of an agent in a design without manipulations; run once. */
export function control(paradigm: string, agent: string): Signals {
  const key = `${paradigm} ${agent}`;
  const signals = controls.get(key) ?? runTrial(shortSpec(paradigm, agent));
  if (signals instanceof InputError) throw signals;
  controls.set(key, signals);
  return signals;
}

/**
 * The same without any caches from earlier trials, only the agent's state: each trial is run by a new session that has
 * run no other.
 */
export function runWithoutCaches(spec: TrialSpec, applied?: readonly Applied[]): Signals | InputError {
  return orRefusal(() => {
    let before = begin(spec, applied);
    const trials = Math.min(most, before.trials.length);
    for (let trial = 0; trial < trials; trial++) {
      const session = begin(spec, applied);
      session.restore(before.state());
      const [from, to] = [0, session.offsets[trial]];
      session.signals.rpe.set(before.signals.rpe.subarray(from, to));
      session.signals.value.set(before.signals.value.subarray(from, to));
      session.advance(1);
      before = session;
    }
    return signalsOf(before, 0, trials);
  });
}

const begin = (spec: TrialSpec, applied?: readonly Applied[]): TrialSession =>
  createTrialSession(spec, applied === undefined ? {} : { manipulated: () => applied });

function orRefusal(run: () => Signals): Signals | InputError {
  try {
    return run();
  } catch (error) {
    if (error instanceof InputError && !(error instanceof DivergedError)) return error;
    throw error;
  }
}

/** A manipulation that is not registered, with its values, for a design. */
export const apply = (manipulation: Manipulation, parameters: AnyValues, spec: TrialSpec): readonly Applied[] => [
  {
    id: manipulation.id,
    changes: namingManipulation(manipulation.id, () => manipulation.changes(parameters, designOf(spec))),
  },
];

/** An arm with a manipulation; its refusal if it is not possible, because of its values or the world. */
export function runManipulated(
  manipulation: Manipulation,
  parameters: AnyValues,
  spec: TrialSpec,
): Signals | InputError {
  return orRefusal(() => {
    const completed = runTrial(spec, apply(manipulation, parameters, spec));
    if (completed instanceof InputError) throw completed;
    return completed;
  });
}

/**
 * Every combination of the options, each with the numbers at their defaults, and with one of them, then two, at an end
 * of its range.
 */
export function settings(
  parameters: Parameters,
): readonly { readonly options: string; readonly values: readonly AnyValues[] }[] {
  const entries = Object.entries(parameters);
  const optionsOf = (parameter: Parameter): readonly (string | boolean)[] =>
    parameter.kind === 'choice'
      ? parameter.options
      : parameter.kind === 'text'
        ? (parameter.suggestions ?? [])
        : parameter.kind === 'flag'
          ? [true, false]
          : [];
  const chosen = entries.reduce<readonly AnyValues[]>(
    (all, [name, parameter]) => {
      const options = optionsOf(parameter);
      return options.length === 0
        ? all
        : all.flatMap((values) => options.map((option) => ({ ...values, [name]: option })));
    },
    [{}],
  );
  return chosen.map((options) => {
    const ends = entries.flatMap(([name, parameter]) =>
      parameter.kind === 'real' || parameter.kind === 'integer'
        ? [parameter.min, parameter.max].filter((end) => end !== parameter.default).map((end) => ({ [name]: end }))
        : [],
    );
    const two = ends.flatMap((one, i) => ends.slice(i + 1).map((other) => ({ ...one, ...other })));
    return {
      options: JSON.stringify(options),
      values: [{}, ...ends, ...two].map((numbers) => ({ ...options, ...numbers })),
    };
  });
}
