import { join } from 'node:path';
import { output, type Row } from './measure.ts';

export const batches = [32, 256, 1024] as const;

/** Microseconds per training step, by the rows of its batch. */
export interface StepTimes {
  readonly dense: Readonly<Record<number, number>>;
  readonly convolution: Readonly<Record<number, number>>;
}

const titles = { dense: '4-64-64-2', convolution: '10x10x4, convolution 16@3x3, dense 128, 6' } as const;
const threadCounts = [1, 2] as const;
const backends = ['native', 'fused'] as const;

/**
 * A training step compared with PyTorch's on the same processor, with 1 and 2 threads. Each in its own process, because
 * libraries read their number of threads once. The fused backend has one thread.
 */
export function torch(root: string): readonly Row[] {
  return threadCounts.flatMap((threads) => {
    const theirs = parsed<StepTimes & { readonly version: string }>(
      output('python3', [join(root, 'bench/torch_step.py'), `${threads}`]),
    );
    return backends
      .filter((backend) => backend !== 'fused' || threads === 1)
      .flatMap((backend) => {
        const ours = parsed<StepTimes>(
          output(process.execPath, [join(root, 'dist/bench/step.js'), backend], {
            TF_NUM_INTRAOP_THREADS: `${threads}`,
            OMP_NUM_THREADS: `${threads}`,
          }),
        );
        return rowsOf(`${backend}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`, ours, theirs);
      });
  });
}

function rowsOf(
  where: string,
  ours: StepTimes | undefined,
  theirs: (StepTimes & { readonly version: string }) | undefined,
): readonly Row[] {
  if (ours === undefined)
    return [
      { what: `training step on ${where}`, measured: 'not installed', against: 'npm run setup:tensorflow installs it' },
    ];
  return Object.entries(titles).flatMap(([name, title]) =>
    batches.map((batch): Row => {
      const own = ours[name as keyof StepTimes][batch] as number;
      const other = theirs?.[name as keyof StepTimes][batch];
      return {
        what: `training step of ${title}, batch ${batch}, on ${where}`,
        measured: `${Math.round(own).toLocaleString('en-US')} µs`,
        against:
          theirs === undefined || other === undefined
            ? 'PyTorch not installed'
            : `${(other / own).toFixed(2)} x as fast as PyTorch ${theirs.version} (${Math.round(other).toLocaleString('en-US')} µs); at least 1 x`,
      };
    }),
  );
}

const parsed = <T>(text: string | undefined): T | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as T);
