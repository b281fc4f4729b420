import { observe } from '../engine/run.ts';
import { find } from '../engine/registry.ts';
import type { TrialSession } from '../engine/trial-session.ts';
import { commit } from '../install/commit.ts';
import { version } from '../install/version.ts';
import { packDoubles } from '../protocol/packed-floats.ts';
import type { PackedSteps } from '../protocol/trials.ts';
import type { ModelSteps } from '../recorded/taken/taken.ts';
import { agentName } from '../storage/export.ts';
import type { DisplayedRun } from './displayed-run.ts';
import { recordedSeries } from './nwb/recorded.ts';

/** What the agent of a finished session computed in each step. */
export function modelSteps({ session, result }: Pick<DisplayedRun, 'session' | 'result'>): ModelSteps {
  const { spec, signals, stepSeconds } = session;
  const recorded = recordedOf(session);
  return {
    agent: agentName(spec),
    stepSeconds,
    rpe: signals.rpe,
    value: signals.value,
    ...(recorded === undefined ? {} : { recorded }),
    hash: result.hash,
    spec,
    phasic: version,
    commit,
  };
}

/** Of a recording with several units that are no neurons, the first. */
function recordedOf(session: TrialSession): ModelSteps['recorded'] {
  const [series] = recordedSeries(session, observe(session));
  if (series === undefined) return undefined;
  const { values, unit, columns } = series;
  const width = columns?.length ?? 1;
  const first =
    width === 1 ? values : Float64Array.from({ length: values.length / width }, (_, i) => values[i * width] as number);
  return { values: first, unit, title: find('recordings', session.spec.recording.id).title };
}

/** The same for the page, which saves it beside a recording. */
export function packedSteps(run: Pick<DisplayedRun, 'session' | 'result'>): PackedSteps {
  const { rpe, value, recorded, ...steps } = modelSteps(run);
  return {
    ...steps,
    rpe: packDoubles(rpe),
    value: packDoubles(value),
    ...(recorded === undefined ? {} : { recorded: { ...recorded, values: packDoubles(recorded.values) } }),
  };
}
