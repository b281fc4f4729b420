import type { TrialSession } from '../engine/trial-session.ts';
import { observe } from '../engine/run.ts';
import { find } from '../engine/registry.ts';
import { recordedUnits } from '../engine/unit-columns.ts';
import { agentName, specJson } from '../storage/export.ts';
import { version } from '../install/version.ts';
import { nwbBytes } from '../writers/nwb.ts';
import type { NwbSeries } from '../writers/nwb/session.ts';
import type { DisplayedRun } from './displayed-run.ts';
import { cueIntervals, outcomeEvents, trialIntervals } from './nwb/trials.ts';
import { recordedSeries, recordedSpikes } from './nwb/recorded.ts';

/**
 * A finished session as an NWB file: what was recorded, the model's RPE, value and recorded units, trials, cues and
 * rewards, and the spec. All times are of the agent's grid: the start of the step in which the agent met the event.
 * @param now the file's date, and that of the session's start
 */
export function runNwb({ session, result }: Pick<DisplayedRun, 'session' | 'result'>, now: Date): Promise<Uint8Array> {
  const { spec } = session;
  const observer = observe(session);
  const { title, summary, citation } = find('paradigms', spec.world.id);
  const date = now.toISOString();
  const agent = agentName(spec);
  return nwbBytes({
    identifier: result.hash,
    sessionId: `seed-${spec.seed}`,
    description: `Simulated by Phasic ${version}, no animal: agent ${agent} in ${title}, seed ${spec.seed}.`,
    experiment: summary,
    keywords: ['simulation', 'dopamine', 'reward prediction error', spec.world.id, agent],
    publications: citation.doi === undefined ? [] : [citation.doi],
    notes: `Everything in this file is simulated. Phasic ${version} makes it again from the spec in source_script. Times are of the agent's grid of ${session.stepSeconds} s: an event has the time at which the step begins that contains it. Hash of the run: ${result.hash}`,
    script: { fileName: 'spec.json', text: specJson(spec) },
    startsAt: date,
    createdAt: date,
    subject: {
      id: `simulated-${agent}-${spec.seed}`.replaceAll('/', '_'),
      isSimulated: true,
      description: `simulated, no animal: agent ${agent}; age 0 and no sex, because it begins naive`,
    },
    recorded: recordedSeries(session, observer),
    model: {
      description: 'What the agent computes at each step; nothing of it could be recorded directly',
      series: modelSeries(session),
    },
    events: outcomeEvents(session),
    trials: trialIntervals(session),
    intervals: cueIntervals(session),
    units: recordedSpikes(session, observer),
  });
}

function modelSeries(session: TrialSession): readonly NwbSeries[] {
  const { signals, stepSeconds } = session;
  const clock = { startSeconds: 0, rateHz: 1 / stepSeconds };
  return [
    { name: 'rpe', description: 'Reward prediction error', unit: 'reward units', clock, values: signals.rpe },
    { name: 'value', description: 'Predicted value', unit: 'reward units', clock, values: signals.value },
    ...recordedUnits(session).map(({ group, labels, column }) => ({
      name: group.id,
      description: group.title,
      unit: group.unit,
      clock,
      values: column,
      columns: labels,
    })),
  ];
}
