import type { ComparisonData } from '../contracts/comparison.ts';
import type { SignalName } from '../contracts/paradigm.ts';

const signals: readonly SignalName[] = ['rpe', 'value', 'rate'];

/**
 * The averages of a comparison as a tidy table, one row per arm, condition, time and signal; the columns behind `manipulations` are those of
 * a single run's table. `agent` is an id, or the parts of an agent without one; `manipulations` are ids joined by +, none for a control.
 * sem and n are over trials; a condition without trials has no rows.
 */
export function comparisonCsv({ arms }: ComparisonData): string {
  const rows = arms.flatMap(({ agent, manipulations, conditions }) =>
    conditions.flatMap(({ id, averages }) =>
      averages.t.flatMap((t, i) =>
        signals.flatMap((signal) => {
          const { mean, sem, n } = averages[signal];
          return n === 0 ? [] : [[agent, manipulations.join('+'), id, averages.align, t, signal, mean[i], sem[i], n].map((cell) => csvCell(String(cell))).join(',')];
        }),
      ),
    ),
  );
  return ['agent,manipulations,condition,align,t_s,signal,mean,sem,n', ...rows, ''].join('\n');
}

const csvCell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
