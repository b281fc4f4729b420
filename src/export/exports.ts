import { resultTable, type Averaged } from '../analysis/averages-csv.ts';
import { InputError } from '../core/errors.ts';
import type { Table } from '../contracts/table.ts';
import { find } from '../engine/registry.ts';
import type { Replies } from '../protocol/messages.ts';
import type { TrialExport } from '../protocol/trials.ts';
import type { DisplayedRun } from './displayed-run.ts';
import { packedSteps } from './model-steps.ts';
import { savedTable } from './table-notes.ts';
import { agentName, resultJson, specJson } from '../storage/export.ts';

const mediaTypes: Readonly<Record<TrialExport, string>> = {
  svg: 'image/svg+xml',
  csv: 'text/csv',
  json: 'application/json',
  spec: 'application/json',
  steps: 'application/json',
};

export async function exportOf(format: TrialExport, shown: DisplayedRun): Promise<Replies['export']> {
  const { spec } = shown.result;
  const ending = format === 'spec' || format === 'steps' ? `${format}.json` : format;
  return {
    fileName: `${spec.world.id}_${agentName(spec)}_seed-${spec.seed}.${ending}`,
    mediaType: mediaTypes[format],
    ...(format === 'csv' ? savedTable(tableOf(shown.result)) : { text: await textOf(format, shown) }),
  };
}

async function textOf(format: Exclude<TrialExport, 'csv'>, shown: DisplayedRun): Promise<string> {
  const { result, seconds } = shown;
  if (format === 'json') return resultJson(result, seconds, { rate: true });
  if (format === 'spec') return specJson(result.spec);
  if (format === 'steps') return stepsText(shown);
  // Drawing needs a DOM library, which nothing else here loads.
  const { runSvg } = await import('./svg.ts');
  return runSvg(shown);
}

/** @throws InputError unless the session is finished */
function stepsText({ session, result }: DisplayedRun): string {
  if (session.done < session.trials.length)
    throw new InputError('the run is not finished', 'export', 'let it run to its end, then save it');
  return JSON.stringify(packedSteps({ session, result }));
}

/** The averages of one run, or of several seeds pooled, as a table. */
export function tableOf(averaged: Omit<Averaged, 'agent' | 'rateUnit'>): Table {
  const { spec } = averaged;
  return resultTable({ ...averaged, agent: agentName(spec), rateUnit: find('recordings', spec.recording.id).unit });
}
