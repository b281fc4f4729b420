import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomStream } from '../../src/core/random.ts';
import { counted, csvText } from '../readers/made-tables.ts';

/** Recordings of the lab of whoever reads docs/recordings.md, too long to be shown there. */
export function writeReadersRecordings(folder: string): void {
  writeFileSync(join(folder, 'windows.csv'), windows());
  writeFileSync(join(folder, 'fluorescence.csv'), fluorescence());
  mkdirSync(join(folder, 'data'));
  writeFileSync(
    join(folder, 'groups.csv'),
    csvText([['file', 'group'], ...counted(4, (i) => [`m${i + 1}-day1.csv`, i < 2 ? 'wt' : 'ko'])]),
  );
  for (const animal of ['m1', 'm2', 'm3', 'm4'])
    writeFileSync(join(folder, 'data', `${animal}-day1.csv`), fluorescence(animal));
}

/** Six rows of 112 samples, the fiftieth at the event. */
const windows = (): string =>
  csvText([
    ['mouse', 'session', 'trial', ...counted(112, (i) => `photometry.${i + 1}`)],
    ...counted(6, (row) => [
      `m${row % 2}`,
      1,
      1 + Math.floor(row / 2),
      ...counted(112, (i) => (i < 49 ? 0 : Math.exp((49 - i) / 12)).toFixed(3)),
    ]),
  ]);

/** One minute and a half of raw fluorescence at 10 Hz: a tone every 6 s, water 1.5 s after three in four. */
function fluorescence(animal = ''): string {
  const [rate, every] = [10, 60];
  const noise = randomStream(1, `fluorescence${animal}`);
  const isWatered = (tone: number): boolean => tone % 4 !== 3;
  const tail = (i: number, from: number): number => (i < from ? 0 : Math.exp((from - i) / 8));
  const rows = counted(900, (i) => {
    const tone = Math.floor((i - 20) / every);
    const at = 20 + tone * every;
    const water = tone >= 0 && isWatered(tone) ? at + 15 : Infinity;
    const dopamine = tone < 0 ? 0 : 0.1 * tail(i, at) + 0.2 * tail(i, water);
    return [
      i / rate,
      (2 + dopamine + 0.02 * noise.next()).toFixed(4),
      Number(i - at < 10 && tone >= 0),
      Number(i === water),
    ];
  });
  return csvText([['time (s)', 'dLight', 'tone', 'water'], ...rows]);
}
