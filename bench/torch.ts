import { join } from 'node:path';
import { output, type Row } from './measure.ts';
import { alternated, ratioText, spreadText } from './spread.ts';

export const batches = [32, 256, 1024] as const;

/** Microseconds per training step, by the rows of its batch. */
export interface StepTimes {
  readonly dense: Readonly<Record<number, number>>;
  readonly convolution: Readonly<Record<number, number>>;
}

const titles = { dense: '4-64-64-2', convolution: '10x10x4, convolution 16@3x3, dense 128, 6' } as const;
const threadCounts = [1, 2] as const;
const backends = ['native', 'fused'] as const;
const rounds = 3;

type TheirTimes = StepTimes & { readonly version: string };

/**
 * A training step compared with PyTorch's on the same processor, with 1 and 2 threads. Each in its own process, because
 * libraries read their number of threads once. The fused backend has one thread.
 */
export function torch(root: string): readonly Row[] {
  return threadCounts.flatMap((threads) => {
    const theirs = (): TheirTimes | undefined =>
      parsed(output('python3', [join(root, 'bench/torch_step.py'), `${threads}`]));
    return backends
      .filter((backend) => backend !== 'fused' || threads === 1)
      .flatMap((backend) => {
        const ours = (): StepTimes | undefined =>
          parsed(
            output(process.execPath, [join(root, 'dist/bench/step.js'), backend], {
              TF_NUM_INTRAOP_THREADS: `${threads}`,
              OMP_NUM_THREADS: `${threads}`,
            }),
          );
        const found = alternated<'ours' | 'theirs', StepTimes | TheirTimes | undefined>(rounds, { ours, theirs });
        return rowsOf(`${backend}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`, found);
      });
  });
}

function rowsOf(
  where: string,
  found: Readonly<Record<'ours' | 'theirs', readonly (StepTimes | TheirTimes | undefined)[]>>,
): readonly Row[] {
  const ours = found.ours.filter((one) => one !== undefined);
  const theirs = found.theirs.filter((one) => one !== undefined && 'version' in one);
  if (ours.length < rounds)
    return [
      { what: `training step on ${where}`, measured: 'not installed', against: 'npm run setup:tensorflow installs it' },
    ];
  return Object.entries(titles).flatMap(([name, title]) =>
    batches.map((batch): Row => {
      const of = (times: readonly StepTimes[]) => times.map((one) => one[name as keyof StepTimes][batch] as number);
      const [own, other] = [of(ours), of(theirs)];
      return {
        what: `training step of ${title}, batch ${batch}, on ${where}`,
        measured: `${spreadText(own)} µs`,
        against:
          theirs.length < rounds
            ? 'PyTorch not installed'
            : `${ratioText(
                other.map((time, round) => [time, own[round] as number]),
                `as fast as PyTorch ${theirs[0]?.version}`,
              )}; PyTorch: ${spreadText(other)} µs; at least 1 x`,
      };
    }),
  );
}

const parsed = <T>(text: string | undefined): T | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as T);
