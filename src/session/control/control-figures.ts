import { eventAverages, windowSeconds, type WindowClock } from '../../analysis/event-averages.ts';
import { eventsTableOf } from '../../analysis/event-csv.ts';
import { eventUnitMeans } from '../../analysis/event-unit-means.ts';
import { eventRaster } from '../../analysis/event-raster.ts';
import type { Occurrences } from '../../analysis/event-windows.ts';
import { learningCurve, type EpisodeReturns } from '../../analysis/learning-curve.ts';
import { didYouMean, InputError } from '../../core/errors.ts';
import type { CurveFigure, EventFigure, EventRecording, ReturnLevel } from '../../contracts/control-figures.ts';
import type { AgentPart } from '../../contracts/agent.ts';
import type { Kind } from '../../spec/kinds.ts';
import type { RecordedSteps } from '../../contracts/recorded-steps.ts';
import type { RecordedUnits, UnitMap } from '../../contracts/units.ts';
import type { Table } from '../../contracts/table.ts';
import type { Parameters } from '../../contracts/parameters.ts';
import { controlDefaults, type ControlSpec } from '../../spec/spec.ts';
import { randomReturn } from '../../engine/control/random-actions.ts';
import { find } from '../../engine/registry.ts';
import { heatRows } from '../../figures/heat-rows.ts';
import { agentName } from '../../storage/export.ts';
import { version } from '../../install/version.ts';
import type { ControlRun } from './start-run.ts';

/** Points of a learning curve. */
const stretches = 50;

/** Source of an event figure: a run, or a person's play of some number of steps. */
export type Watched = ControlRun & { readonly personSteps?: number };

/** The event with an id; the environment's first one by default. */
export function eventIndex({ session }: ControlRun, asked: string | undefined): number {
  const { events, id } = session.env;
  if (asked === undefined) return 0;
  const found = events.findIndex((event) => event.id === asked);
  if (found < 0)
    throw new InputError(
      `unknown event '${asked}'`,
      `environment ${id}`,
      didYouMean(
        asked,
        events.map((event) => event.id),
      ),
    );
  return found;
}

const clockOf = ({ session: { env }, observer: { windows } }: ControlRun): WindowClock => ({
  stepSeconds: env.stepSeconds,
  before: windows.shape.before,
});

/** Averages around an event, early in the run and late. */
function conditionsOf(watched: Watched, event: number): EventFigure['conditions'] {
  const { windows } = watched.observer;
  const label = watched.session.env.events[event]?.title ?? '';
  const condition = (id: string, title: string, occurrences: Occurrences) => ({
    id,
    title,
    averages: eventAverages(occurrences, clockOf(watched), label),
  });
  // Until more occurrences exist than are kept, early and late are the same.
  return windows.count(event) > windows.shape.kept
    ? [condition('early', 'first', windows.first(event)), condition('late', 'latest', windows.latest(event))]
    : [condition('late', 'all', windows.latest(event))];
}

/** Averages around every event as a table. */
export function eventsTable(watched: Watched): Table {
  const { session, personSteps } = watched;
  const { spec, env, steps } = session;
  return eventsTableOf({
    spec,
    agent: personSteps === undefined ? agentName(spec) : 'person',
    backend: watched.session.backend,
    steps: personSteps ?? steps,
    rateUnit: find('recordings', spec.recording.id).unit,
    events: env.events.map(({ id }, event) => ({ id, conditions: conditionsOf(watched, event) })),
  });
}

/** Means of units around an event, over its recorded occurrences. */
export function eventUnitMap(run: ControlRun, event: number, steps: RecordedSteps, units: RecordedUnits): UnitMap {
  const { after } = run.observer.windows.shape;
  return eventUnitMeans(steps, units, { ...clockOf(run), after, event, label: eventName(run, event) });
}

/** An event's title within a sentence. */
function eventName({ session: { env } }: ControlRun, event: number): string {
  const title = env.events[event]?.title ?? '';
  return title.charAt(0).toLowerCase() + title.slice(1);
}

/**
 * Data of one event's figure: the first occurrences in the run, and the latest.
 * @param recorded steps whose units are drawn below, if any
 */
export function eventFigureOf(watched: Watched, event: number, recorded?: RecordedSteps): EventFigure {
  const { session, observer, personSteps } = watched;
  const { env, spec } = session;
  const { windows } = observer;
  const declared = env.events[event] as { id: string; title: string };
  const clock = clockOf(watched);
  const latest = windows.latest(event);
  const conditions = conditionsOf(watched, event);
  const n = conditions.map(({ averages }) => averages.n);
  return {
    title: `${controlTitle(spec)}${personSteps === undefined ? '' : ', a person playing'}: RPE around “${declared.title}”`,
    note: `${windows.count(event).toLocaleString('en-US')} occurrences in ${(personSteps ?? session.steps).toLocaleString('en-US')} steps; n = ${n[0]}${n.length > 1 ? ` first and ${n[1]} latest` : ''}, mean ± SEM`,
    event: eventName(watched, event),
    conditions,
    heat: heatRows(latest.signals.rpe, windowSeconds(clock, latest.steps), () => true),
    ...recordingOf(watched, event, latest, clock),
    ...(recorded === undefined
      ? {}
      : {
          units: recorded.units
            .map((units) => eventUnitMap(watched, event, recorded, units))
            .filter(({ t }) => t.length > 0),
        }),
    provenance: `${controlProvenance(watched)}${personSteps === undefined ? '' : `, a person playing after ${session.steps - personSteps * spec.worlds} steps`}`,
  };
}

/** Nothing if the RPE itself is recorded. */
function recordingOf(
  { session: { spec, env }, observer: { recorder, windows } }: ControlRun,
  event: number,
  latest: Occurrences,
  clock: WindowClock,
): { readonly recording?: EventRecording } {
  if (recorder === undefined) return {};
  const { title, unit, spiking } = find('recordings', spec.recording.id);
  const { id } = env.events[event] as { readonly id: string };
  const raster = spiking
    ? { raster: eventRaster(latest, clock, windows.count(event) - latest.rows, spec.seed, id) }
    : {};
  return { recording: { title, unit, units: recorder.units, ...raster } };
}

/** The learning curve of a run so far. */
export const runCurve = (run: ControlRun, levels?: readonly ReturnLevel[]): CurveFigure =>
  curveFigureOf(run.session.spec, [run.session.episodes.columns()], controlProvenance(run), levels);

/** Cached, because the figure of a run is requested repeatedly. */
const randomLevels = new WeakMap<ControlSpec, readonly ReturnLevel[]>();

/** Mean return of random actions in a spec's environment. */
function randomLevel(spec: ControlSpec): readonly ReturnLevel[] {
  const known = randomLevels.get(spec);
  if (known !== undefined) return known;
  const value = randomReturn(spec);
  const level = value === undefined ? [] : [{ label: 'random actions', value }];
  randomLevels.set(spec, level);
  return level;
}

/**
 * The learning curve of one run, or of several seeds of it.
 * @param levels reference returns in addition to that of random actions
 */
export function curveFigureOf(
  spec: ControlSpec,
  runs: readonly EpisodeReturns[],
  provenance: string,
  levels: readonly ReturnLevel[] = [],
): CurveFigure {
  const episodes = runs.reduce((sum, { returns }) => sum + returns.length, 0);
  return {
    title: `${controlTitle(spec)}: learning curve`,
    note:
      runs.length === 1
        ? `${episodes} episodes, mean ± SEM over episodes`
        : `${runs.length} seeds, mean ± SEM over seeds`,
    steps: spec.steps,
    points: learningCurve(runs, spec.steps, stretches),
    levels: [...randomLevel(spec), ...levels],
    provenance,
  };
}

const controlTitle = ({ world: env, agent }: ControlSpec): string =>
  `${find('envs', env.id).title} · ${agent.id === undefined ? find('learning-rules', agent.learningRule.id).title : find('agents', agent.id).title}`;

/** The source of a figure: enough to reproduce it. */
export function controlProvenance({ session }: ControlRun): string {
  return specProvenance(session.spec, session.backend);
}

export function specProvenance(
  { world: env, agent, manipulations = [], recording, worlds, steps, seed }: ControlSpec,
  backend: string,
): string {
  const parts = [
    `phasic ${version}`,
    partWords('envs', env),
    agent.id ?? `${agent.architecture.id} + ${agent.objective.id} + ${agent.learningRule.id}`,
    ...manipulations.map((part) => partWords('manipulations', part)),
    ...(recording.id === controlDefaults.recording.id ? [] : [partWords('recordings', recording)]),
    worlds === 1 ? '1 world' : `${worlds} environments`,
    `${steps} steps`,
    `seed ${seed}`,
    backend,
  ];
  return parts.join(' · ');
}

/** Its id, and its non-default values. */
function partWords(kind: Kind, { id, parameters }: AgentPart): string {
  const declared: Parameters = find(kind, id).parameters;
  return [
    id,
    ...Object.entries(parameters).flatMap(([name, value]) =>
      declared[name]?.default === value ? [] : [`${name} ${String(value)}`],
    ),
  ].join(' ');
}
