import { InputError } from '../core/errors.ts';
import { completeSpec } from '../engine/complete-spec.ts';
import { ControlSession } from '../engine/control/control-session.ts';
import { createSession } from '../engine/create-session.ts';
import { observe } from '../engine/run.ts';
import type { Session } from '../engine/session.ts';
import type { TrialSession } from '../engine/trial-session.ts';
import { agentPartNames, kindAt, listNames, parts, type ListName } from '../spec/parts.ts';
import { defaultedNames, type DefaultedName, type PartialSpec, type Spec } from '../spec/spec.ts';
import { differenceOf } from '../storage/saved-tree.ts';
import type { OwnPart } from './load.ts';

export interface Checked {
  /** `my-agent in schultz-1997`. */
  readonly name: string;
  /** What does not hold, in words; none where all does. */
  readonly flaws: readonly string[];
}

/** Worlds in which an agent of one's own is tried, and agents that are tried in a world of one's own. */
const worlds = ['schultz-1997', 'cohen-2012', 'morris-2006', 'cartpole', 'cliff-walking'];
const agents = ['td-csc', 'rescorla-wagner', 'q-learning', 'q-table', 'a2c'];
/** Trials, or steps of each environment. */
const marks = 60;

/** Runs what can be checked of a user's parts from outside: the demands that the program makes of its own parts. */
export function checkParts(given: readonly OwnPart[]): readonly Checked[] {
  const own = (kind: OwnPart['kind']): readonly string[] =>
    given.filter((one) => one.kind === kind).map(({ id }) => id);
  const ownWorlds = [...own('paradigms'), ...own('envs')];
  const pairs = [
    ...own('agents').flatMap((agent) => [...worlds, ...ownWorlds].map((world) => ({ agent, world }))),
    ...agents.flatMap((agent) => ownWorlds.map((world) => ({ agent, world }))),
  ];
  const fitting = pairs.flatMap(({ agent, world }) => {
    const spec = specOf(world, agent);
    return spec === undefined ? [] : [{ name: `${agent} in ${world}`, spec, isOwnWorld: ownWorlds.includes(world) }];
  });
  const used = new Set(fitting.flatMap(({ spec: { agent, world } }) => [agent.id, world.id, ...partsOf(agent)]));
  const beside = [...listNames, ...defaultedNames].map((name) => ({ name, kind: kindAt(name, false) }));
  const unused = given.filter(({ kind, id }) => !beside.some((one) => one.kind === kind) && !used.has(id));
  return [
    ...fitting.map(({ name, spec, isOwnWorld }) => ({ name, flaws: flawsOf(spec, isOwnWorld) })),
    ...beside.flatMap(({ name, kind }) => own(kind).map((id) => tried(id, () => completeSpec(specWith(name, id))))),
    ...unused.map(({ id }) => ({
      name: id,
      flaws: ['nothing uses it: add an agent that does, or a world that it fits'],
    })),
  ];
}

const partsOf = (agent: Spec['agent']): readonly string[] => agentPartNames.flatMap((name) => agent[name]?.id ?? []);

/** Nothing where the two do not go together, as a line of the program says that refuses them. */
function specOf(world: string, agent: string): Spec | undefined {
  try {
    return completeSpec({ world, agent, seed: 1 });
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

const specWith = (name: ListName | DefaultedName, id: string): PartialSpec => ({
  world: 'schultz-1997',
  [name]: parts[name].many === true ? [id] : id,
  seed: 1,
});

function tried(name: string, spec: () => Spec): Checked {
  try {
    return { name, flaws: flawsOf(spec(), false) };
  } catch (error) {
    return { name, flaws: [lineOf(error)] };
  }
}

function flawsOf(spec: Spec, measures: boolean): readonly string[] {
  try {
    return [...repeatFlaws(spec), ...(measures ? measuringFlaws(spec) : [])];
  } catch (error) {
    return [lineOf(error)];
  }
}

const lineOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);

function repeatFlaws(spec: Spec): readonly string[] {
  const [whole, again, resumed] = [createSession(spec), createSession(spec), createSession(spec)];
  const count = Math.min(whole.planned, marks);
  const half = Math.floor(count / 2);
  whole.advance(half);
  const state = structuredClone(whole.state());
  copyEpisodes(whole, resumed);
  whole.advance(count - half);
  again.advance(count);
  resumed.restore(state);
  resumed.advance(count - half);
  const flaws = [
    ...(isFinite(whole) ? [] : ['an RPE or a value is NaN or infinite']),
    ...(differenceOf(whole.state(), again.state()) === undefined
      ? []
      : ['the same seed gives another run the second time']),
    ...(differenceOf(whole.state(), resumed.state()) === undefined
      ? []
      : [
          'taken on from a saved state it goes another way: state() leaves something out, or restore() does not take it',
        ]),
  ];
  for (const session of [whole, again, resumed]) session.dispose();
  return flaws;
}

/** The whole session, judged: conditions have trials, and every signature can be measured. */
function measuringFlaws(spec: Spec): readonly string[] {
  const session = createSession(spec);
  if (session instanceof ControlSession) return [];
  session.advance(session.planned);
  const { conditions, signatures } = observe(session).look();
  const flaws = [
    ...Object.entries(conditions)
      .filter(([, { n }]) => n === 0)
      .map(([id]) => `no trial belongs to the condition '${id}'`),
    ...signatures
      .filter(({ measured }) => measured !== null && !Number.isFinite(measured))
      .map(({ id }) => `the signature '${id}' is measured as NaN or infinite: give null where it cannot be measured`),
  ];
  session.dispose();
  return flaws;
}

function isFinite(session: TrialSession | ControlSession): boolean {
  if (session instanceof ControlSession) return session.acting.signals.rpe.every(Number.isFinite);
  const { rpe, value } = session.signals;
  return (
    rpe.subarray(0, session.steps).every(Number.isFinite) && value.subarray(0, session.steps).every(Number.isFinite)
  );
}

/** What is recorded of a session is no part of its state: of an environment, the episodes that have ended. */
function copyEpisodes(from: Session, to: Session): void {
  if (!(from instanceof ControlSession && to instanceof ControlSession)) return;
  from.episodes.visit(0, from.episodes.count, (endStep, length, total) => to.episodes.add(endStep, length, total));
}
