import type { OpenedRecording } from '../../contracts/reader.ts';
import type { AlignedRecording } from '../aligned-recording.ts';
import type { MappedWindows } from '../mapping.ts';
import type { TableSession } from './table-sessions.ts';
import { tableWindows } from './table-windows.ts';

/**
 * The windows of one session of a table, as if they were cut from its recording: rows of the trials of its design. Of
 * several rewards of one trial the first is taken: a trial is aligned on one event.
 * @throws InputError as tableWindows()
 */
export async function sessionRows(
  recording: Pick<OpenedRecording, 'found' | 'windows'>,
  mapped: MappedWindows,
  { session, rows }: Pick<TableSession, 'session' | 'rows'>,
): Promise<readonly AlignedRecording[]> {
  const firsts = new Map(rows.toReversed().map(({ event, trial }) => [trial, event]));
  const trialOf = new Map([...firsts].map(([trial, event]) => [event, trial]));
  const all = await tableWindows(recording, mapped);
  return all.flatMap((one): AlignedRecording[] => {
    const bins = one.t.length;
    const own = one.trials.flatMap((event, row) => {
      const trial = one.sessions[row] === session ? trialOf.get(event) : undefined;
      return trial === undefined ? [] : [{ trial, row }];
    });
    if (own.length === 0) return [];
    const values = new Float32Array(own.length * bins);
    own.forEach(({ row }, i) => values.set(one.rows.subarray(row * bins, (row + 1) * bins), i * bins));
    return [
      {
        condition: one.condition,
        title: one.title,
        trials: own.map(({ trial }) => trial),
        align: 'reward',
        marks: [{ event: 'reward', label: one.align, seconds: 0 }],
        cut: 0,
        outside: 0,
        t: one.t,
        rows: values,
      },
    ];
  });
}
