import type { Table } from '../../contracts/table.ts';
import { csvTable } from '../../core/csv.ts';
import type { SignalPrediction } from '../session/signal-part.ts';

/** One row a bin. @param startSeconds of the first bin in the recording */
export function predictionTable(
  { binSeconds, values, predicted }: SignalPrediction,
  startSeconds: number,
  unit: string,
): Table {
  const columns = {
    seconds: { what: 'start of the bin in the recording', unit: 's' },
    recorded: { what: 'the signal in the bin; empty where nothing was recorded', unit },
    predicted: { what: 'the fitted model through its sensor, baseline and gain included', unit },
    residual: { what: 'recorded minus predicted', unit },
  };
  const cell = (value: number): number | string => (Number.isNaN(value) ? '' : value);
  const rows = Array.from(values, (value, i) => [
    startSeconds + i * binSeconds,
    cell(value),
    cell(predicted[i] as number),
    cell(value - (predicted[i] as number)),
  ]);
  return { csv: csvTable([Object.keys(columns), ...rows]), notes: { columns } };
}
