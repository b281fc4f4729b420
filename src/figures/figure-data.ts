import { lookupIn, type Catalogue } from '../spec/catalogue.ts';
import { find, type Lookup } from '../spec/lookup.ts';
import { agentPartNames, kindAt } from '../spec/parts.ts';
import { sensorName } from '../contracts/recording.ts';
import type { AgentPart } from '../contracts/agent.ts';
import type { Declaration } from '../contracts/declaration.ts';
import type { ParameterValue } from '../contracts/parameters.ts';
import type { Averages, RecordedTrace } from '../contracts/paradigm.ts';
import type { SummaryResult } from '../contracts/result.ts';
import type { Result } from '../spec/result.ts';
import type { AgentParts, TrialSpec } from '../spec/spec.ts';
import type { UnitMap } from '../contracts/units.ts';
import type { HeatRows } from './heat-rows.ts';

export interface FigureCondition {
  readonly id: string;
  readonly title: string;
  readonly averages: Averages;
  /** In place of the SEM of the averages. */
  readonly band?: NamedBand;
  /** Curves of its animals, drawn thin below their mean. */
  readonly animals?: readonly ArrayLike<number>[];
  /** Of two other lines: in ink, not in a colour of theirs. */
  readonly isDifference?: boolean;
}

/** Lower and upper ends at each time, and what they are. NaN where there is none. */
export interface NamedBand {
  readonly name: string;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

/** The data of all figures of a run, as plain data. */
export interface FigureData {
  /** Paradigm and agent. */
  readonly title: string;
  /** Number of trials in each average. */
  readonly note: string;
  /** In drawing order; a condition's index determines its colour and dash. */
  readonly conditions: readonly FigureCondition[];
  readonly rateUnit: string;
  /** Name of the sensor on the axis; absent for neurons. */
  readonly recording?: string | undefined;
  /** For these conditions only. */
  readonly recorded: readonly RecordedTrace[];
  readonly heat?: HeatRows;
  /** Seconds from the cue to the first reward of the trials in the map, if it is the same in all of them. */
  readonly mapReward?: number | undefined;
  readonly summaries: readonly SummaryResult[];
  /** Means of the requested units. */
  readonly units?: readonly UnitMap[];
  /** The figure's source: enough to reproduce it. */
  readonly provenance: string;
}

export interface FigureSource {
  readonly result: Result;
  readonly catalogue: Catalogue;
  /** Titles of the result's conditions, which the result names only by id. */
  readonly conditions: readonly { readonly id: string; readonly title: string }[];
  /** Conditions drawn, at most six. */
  readonly shown: readonly string[];
  readonly rateUnit: string;
  /** Of the program. */
  readonly version: string;
  readonly mapReward?: number | undefined;
  readonly heat?: HeatRows;
  readonly units?: readonly UnitMap[];
}

export function figureData(source: FigureSource): FigureData {
  const { result, catalogue, shown, rateUnit, heat, mapReward, units } = source;
  const paradigm = find(lookupIn(catalogue), 'paradigms', result.spec.world.id);
  const conditions = shownConditions(source);
  return {
    title: `${paradigm.title} · ${agentTitle(result.spec, catalogue)}`,
    note: trialsNote(conditions),
    conditions,
    rateUnit,
    recording: sensorName(find(lookupIn(catalogue), 'recordings', result.spec.recording.id)),
    recorded: (paradigm.recorded ?? []).filter((trace) => shown.includes(trace.condition)),
    mapReward,
    ...(heat === undefined ? {} : { heat }),
    summaries: result.summaries,
    ...(units === undefined ? {} : { units }),
    provenance: provenance(source),
  };
}

function shownConditions({ result, conditions, shown }: FigureSource): readonly FigureCondition[] {
  return shown.flatMap((id) => {
    const averages = result.conditions[id];
    return averages === undefined
      ? []
      : [{ id, title: conditions.find((condition) => condition.id === id)?.title ?? id, averages }];
  });
}

function agentTitle({ agent }: TrialSpec, catalogue: Catalogue): string {
  const named = catalogue.agents.find(({ id }) => id === agent.id);
  const titleOf = (name: 'architecture' | 'learningRule'): string =>
    find(lookupIn(catalogue), kindAt(name, false), agent[name].id).title;
  return named?.title ?? `${titleOf('architecture')}, ${titleOf('learningRule')}`;
}

/** `n = 20 trials each`, or the range if conditions differ. */
function trialsNote(conditions: readonly FigureCondition[]): string {
  const counts = conditions.map(({ averages }) => averages.n);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (counts.length === 0 || most === 0) return 'no trials yet';
  if (counts.length === 1) return `n = ${most} trials, mean ± SEM`;
  return least === most ? `n = ${most} trials each, mean ± SEM` : `n = ${least} to ${most} trials, mean ± SEM`;
}

function provenance({ result, catalogue, version }: FigureSource): string {
  const { world: paradigm, agent, recording, seed } = result.spec;
  const lookup = lookupIn(catalogue);
  const told = [
    `phasic ${version}`,
    [paradigm.id, ...changed(find(lookup, 'paradigms', paradigm.id), paradigm.parameters)].join(' '),
    [agent.id ?? unnamed(agent), ...agentSymbols(agent, lookup)].join(' '),
    [recording.id, ...changed(find(lookup, 'recordings', recording.id), recording.parameters)].join(' '),
    `seed ${seed}`,
    ...(result.hash === '' ? [] : [`hash ${result.hash.slice(0, 8)}`]),
  ];
  return told.join(' · ');
}

const unnamed = (agent: AgentParts): string =>
  agentPartNames.flatMap((name) => (agent[name] === undefined ? [] : [agent[name].id])).join(' + ');

/** Parameters of the agent that have a symbol, with the symbol: α .06. */
const agentSymbols = (agent: AgentParts, lookup: Lookup): readonly string[] =>
  agentPartNames.flatMap((name) => {
    const part = agent[name];
    return part === undefined ? [] : symbolsOf(part, find(lookup, kindAt(name, false), part.id));
  });

const symbolsOf = ({ parameters }: AgentPart, declared: Declaration): readonly string[] =>
  Object.entries(parameters).flatMap(([name, value]) => {
    const parameter = declared.parameters[name];
    if (parameter?.symbol === undefined) return [];
    const per = parameter.kind === 'real' && parameter.perSecond !== undefined ? '/s' : '';
    return [`${parameter.symbol} ${valueText(value)}${per}`];
  });

/** Parameters that differ from their defaults, by symbol or by name. */
function changed(declared: Declaration, values: Readonly<Record<string, ParameterValue>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const parameter = declared.parameters[name];
    return parameter === undefined || parameter.default === value
      ? []
      : [`${parameter.symbol ?? name} ${valueText(value)}`];
  });
}

const valueText = (value: ParameterValue): string => (typeof value === 'number' ? shortNumber(value) : String(value));

/** At most four digits, without the zero before the point: .06, 1.5, −3. */
export function shortNumber(value: number, digits = 4): string {
  return String(Number(value.toPrecision(digits)))
    .replace(/^(-?)0\./u, '$1.')
    .replace('-', '−');
}
