import { withBaseline, type Baseline } from '../aligned/baseline.ts';
import type { AnimalRows } from '../../contracts/animal-rows.ts';

/** Windows relative to their baselines; a pooled z-score has one scale for all conditions of a session. */
export function setBaseline(windows: readonly AnimalRows[], baseline: Baseline): readonly AnimalRows[] {
  const sessions = new Set(windows.flatMap((one) => one.sessions));
  const rows = windows.map((one) => new Float32Array(one.rows.length));
  for (const session of sessions) {
    const places = windows.map((one) => [...one.sessions.keys()].filter((row) => one.sessions[row] === session));
    const parts = windows.map((one, i) => ({ t: one.t, rows: rowsAt(one, places[i] as readonly number[]) }));
    withBaseline(parts, baseline).forEach((part, i) => {
      const bins = part.t.length;
      (places[i] as readonly number[]).forEach((row, at) =>
        (rows[i] as Float32Array).set(part.rows.subarray(at * bins, (at + 1) * bins), row * bins),
      );
    });
  }
  return windows.map((one, i) => ({ ...one, rows: rows[i] as Float32Array }));
}

function rowsAt({ rows, t }: AnimalRows, places: readonly number[]): Float32Array {
  const bins = t.length;
  const out = new Float32Array(places.length * bins);
  places.forEach((row, at) => out.set(rows.subarray(row * bins, (row + 1) * bins), at * bins));
  return out;
}
