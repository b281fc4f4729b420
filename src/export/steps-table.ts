import { observe } from '../engine/run.ts';
import { commit } from '../install/commit.ts';
import { version } from '../install/version.ts';
import { stepColumns } from '../session/step-columns.ts';
import type { WrittenTable } from '../writers/table.ts';
import type { DisplayedRun } from './displayed-run.ts';

/** A finished session, one row per step, with its spec. */
export function stepsTable({ session, result }: Pick<DisplayedRun, 'session' | 'result'>): WrittenTable {
  const { trials, stepSeconds, spec } = session;
  const { trial, seconds, rpe, value, reward, rate } = stepColumns(session, observe(session));
  const of = (text: (index: number) => string): readonly string[] => Array.from(trial, text);
  return {
    columns: {
      t_s: {
        what: 'beginning of the step, from the start of the session',
        unit: 's',
        values: Float64Array.from(rpe, (_, step) => Math.round(step * stepSeconds * 1e6) / 1e6),
      },
      trial: { what: 'number of the trial, from 0', values: trial },
      phase: { what: 'id of the phase', values: of((index) => trials[index]?.phase ?? '') },
      type: { what: 'id of the trial type', values: of((index) => trials[index]?.type ?? '') },
      from_zero_s: { what: "time from the trial's time zero", unit: 's', values: seconds },
      rpe: { what: 'reward prediction error', unit: 'reward units', values: rpe },
      value: { what: 'predicted value', unit: 'reward units', values: value },
      reward: { what: 'delivered in this step', unit: 'reward units', values: reward },
      ...(rate === undefined
        ? {}
        : {
            recorded: { what: 'recorded signal, NaN where nothing is recorded', unit: rate.unit, values: rate.values },
          }),
    },
    notes: { phasic: version, commit, spec, hash: result.hash },
  };
}
