import type { Row } from './measure.ts';
import { alternated, ratioText, usageText } from './spread.ts';
import { phasic, usageOf, type Usage } from './usage.ts';

const start = 'phasic run schultz-1997 --json';
const thirtySeeds = '30 seeds x 1,060 trials of schultz-1997, td-lambda-csc';
const hundredOrders = '100 random orders of 600 trials (Haselgrove et al. 2010, Exp. 3), rescorla-wagner';
const long = '300,000 trials of 40 steps, rescorla-wagner';

const words = (line: string): readonly string[] => line.split(' ');

/** Arguments of `phasic`, in the folder of the checkout. */
export const commandLineWorks = {
  [start]: words('run schultz-1997 --json'),
  [thirtySeeds]: words('run schultz-1997 --agent td-lambda-csc --set trainingTrials=1000 --seeds 30 --json --quiet'),
  [hundredOrders]: words('run bench/designs/haselgrove-2010.txt --agent rescorla-wagner --seeds 100 --json --quiet'),
  [long]: words('run bench/designs/long.txt --agent rescorla-wagner --json --quiet'),
} as const;

const rounds = 7;
/** Of the runs that take seconds. */
const fewRounds = 3;
const bareNode = { program: process.execPath, args: ['-e', '0'] };

/**
 * Whole runs, from the start of the process to the last byte of JSON, each beside a bare node: limits in seconds were
 * measured on one machine, and how fast a machine is varies.
 */
export function commandLine(root: string): readonly Row[] {
  const row = (what: keyof typeof commandLineWorks, times: number, limit: string): Row => {
    const { own, bare } = alternated(times, {
      own: () => usageOf(root, phasic(root, commandLineWorks[what])),
      bare: () => usageOf(root, bareNode),
    });
    const bareRatio = ratioText(
      own.map(({ cpu }, round) => [cpu, (bare[round] as Usage).cpu]),
      'bare node in CPU',
    );
    return { what, measured: usageText(own), against: `${bareRatio}; limit ${limit}` };
  };
  return [
    row(start, rounds, '2.4 x'),
    row(thirtySeeds, fewRounds, '1.28 CPU s'),
    row(hundredOrders, fewRounds, '2.27 CPU s'),
    row(long, fewRounds, '4.80 CPU s'),
  ];
}
