import { differencesOf } from '../analysis/differences.ts';
import type { ComparisonData, Differences } from '../contracts/comparison.ts';
import type { NetworkMaker } from '../contracts/network.ts';
import type { Result } from '../spec/result.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { sensorName } from '../contracts/recording.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { completeTrialSpec } from '../engine/complete-spec.ts';
import { find } from '../engine/registry.ts';
import type { TrialSession } from '../engine/trial-session.ts';
import { trialWords } from '../engine/trial-words.ts';
import { worldOf } from '../engine/world.ts';
import { agentName } from '../storage/export.ts';
import { runToEnd } from './run-to-end.ts';
import { version } from '../install/version.ts';

/** One side of a comparison, finished. */
export interface RunArm {
  readonly title: string;
  readonly session: TrialSession;
  readonly result: Result;
}

/** Several runs of one schedule, and where they differ. */
export interface Comparison {
  readonly arms: readonly RunArm[];
  readonly differences: Differences;
}

const trialsNamed = 5;

/**
 * Runs experiments that differ only in the agent or its manipulations.
 * @param networks of each experiment, the network backend to use; defaults to fused
 * @param told called with the progress, from 0 to 1
 */
export function compareSpecs(
  specs: readonly TrialSpec[],
  networks: readonly NetworkMaker[] = [],
  told?: (share: number) => void,
): Comparison {
  return comparisonOf(
    specs.map((spec, i) => runToEnd(spec, networks[i], told && ((share) => told((i + share) / specs.length)))),
  );
}

/** Where finished runs of one schedule differ. */
export function comparisonOf(runs: readonly Omit<RunArm, 'title'>[]): Comparison {
  const titles = armTitles(runs.map(({ session }) => session.spec));
  const arms = runs.map((run, i): RunArm => ({ title: titles[i] as string, ...run }));
  return {
    arms,
    differences: differencesOf(
      arms.map(({ session }) => ({
        trials: session.trials,
        offsets: session.offsets,
        rpe: session.signals.rpe,
        stepSeconds: session.design.stepSeconds,
      })),
      trialsNamed,
    ),
  };
}

/** A spec without its manipulations. */
export function controlOf(spec: TrialSpec): TrialSpec {
  return completeTrialSpec({ ...spec, manipulations: [] });
}

/** The names of the arms: the agent if it differs, otherwise the manipulations. */
export function armTitles(specs: readonly TrialSpec[]): readonly string[] {
  const agentTitle = (spec: TrialSpec): string =>
    spec.agent.id === undefined ? agentName(spec) : find('agents', spec.agent.id).title;
  const isOneAgent = new Set(specs.map((spec) => JSON.stringify(spec.agent))).size === 1;
  return specs.map((spec) => {
    const [only, ...more] = spec.manipulations ?? [];
    const done = only === undefined ? '' : more.length > 0 ? 'manipulated' : find('manipulations', only.id).title;
    if (isOneAgent) return done === '' ? 'control' : done;
    return done === '' ? agentTitle(spec) : `${agentTitle(spec)}, ${done}`;
  });
}

function rateOf({ recording }: TrialSpec): Pick<ComparisonData['arms'][number], 'rateUnit' | 'recording'> {
  const found = find('recordings', recording.id);
  return { rateUnit: found.unit, recording: sensorName(found) };
}

/** What the same sensor shows of all of them; the RPE if it is the recording, or neurons are, whose noise would hide it. */
function signalOf(specs: readonly TrialSpec[]): ComparisonData['signal'] {
  const sensors = new Set(specs.map(({ recording }) => canonicalJson(recording)));
  const { id } = (specs[0] as TrialSpec).recording;
  return sensors.size === 1 && id !== 'identity' && !find('recordings', id).spiking ? 'rate' : 'rpe';
}

/** The comparison as plain data for a figure. */
export function comparisonData({ arms, differences }: Comparison): ComparisonData {
  const { session, result } = arms[0] as RunArm;
  const world = worldOf(result.spec);
  const names = [...new Set(arms.map((arm) => agentName(arm.result.spec)))];
  return {
    name: `${result.spec.world.id}_${names.join('-compared-with-')}_seed-${result.spec.seed}`,
    title: world.title,
    nOf: 'trials',
    note: `${arms.map(({ title }) => title).join(' and ')}: mean ± SEM over trials, seed ${result.spec.seed}, the same trials for each`,
    signal: signalOf(arms.map((arm) => arm.result.spec)),
    arms: arms.map((arm, i) => ({
      id: String(i),
      title: arm.title,
      agent: agentName(arm.result.spec),
      manipulations: (arm.result.spec.manipulations ?? []).map(({ id }) => id),
      ...rateOf(arm.result.spec),
      conditions: shownConditions(world, arm.result.conditions),
    })),
    differences,
    marked: differences.most.map((trial) => ({ trial, label: trialLabel(session, trial) })),
    provenance: `phasic ${version} · ${result.spec.world.id} · seed ${result.spec.seed} · ${arms.map((arm) => `${arm.title} ${arm.result.hash.slice(0, 8)}`).join(' · ')}`,
  };
}

/** An arm of which only means over seeds are known. */
export interface PooledArm {
  readonly spec: TrialSpec;
  readonly conditions: Result['conditions'];
}

/** Means over seeds as plain data for a figure: one arm, or several side by side. Trials differ between seeds and are not compared. */
export function pooledData(arms: readonly PooledArm[], seeds: number): ComparisonData {
  const [{ spec }] = arms as readonly [PooledArm, ...PooledArm[]];
  const world = worldOf(spec);
  const titles = armTitles(arms.map((arm) => arm.spec));
  const ownTitle = arms.length === 1 && spec.agent.id !== undefined ? find('agents', spec.agent.id).title : undefined;
  const names = [...new Set(arms.map((arm) => agentName(arm.spec)))];
  return {
    name: `${spec.world.id}_${names.join('-compared-with-')}_seeds-${spec.seed}-to-${spec.seed + seeds - 1}`,
    title: world.title,
    nOf: 'seeds',
    note: `${(ownTitle === undefined ? titles : [ownTitle]).join(' and ')}: mean ± SEM over ${seeds} seeds`,
    signal: signalOf(arms.map((arm) => arm.spec)),
    arms: arms.map((arm, i) => ({
      id: String(i),
      title: ownTitle ?? (titles[i] as string),
      agent: agentName(arm.spec),
      manipulations: (arm.spec.manipulations ?? []).map(({ id }) => id),
      ...rateOf(arm.spec),
      conditions: shownConditions(world, arm.conditions),
    })),
    differences: { perTrial: [], most: [] },
    marked: [],
    provenance: `phasic ${version} · ${spec.world.id} · seeds ${spec.seed} to ${spec.seed + seeds - 1}`,
  };
}

const shownConditions = (
  { shown, conditions }: ReturnType<typeof worldOf>,
  of: Result['conditions'],
): ComparisonData['arms'][number]['conditions'] =>
  shown.flatMap((id) => {
    const averages = of[id];
    return averages === undefined ? [] : [{ id, title: conditions[id]?.title ?? id, averages }];
  });

/** `trial 301, probe: light, reward omitted`. */
export function trialLabel(session: TrialSession, index: number): string {
  const trial = session.trials[index];
  if (trial === undefined) return '';
  const { phase, type } = trialWords(session, trial);
  return `trial ${index + 1}, ${phase}: ${type}`;
}
