import type { Multiverse, PipelineOutcome } from '../photometry/multiverse.ts';

/** Whether another preprocessing would give another winner, in a sentence or two. @param title of a model, by its id */
export function verdictWords(
  { outcomes, wins, leading, agreement, verdict }: Multiverse,
  title: (id: string) => string,
): string {
  const of = `${outcomes.length} ways of preprocessing`;
  if (leading === undefined) return `No model wins in any of ${of}: this session cannot tell.`;
  const count = Math.max(...wins.map((one) => one.count));
  const leads = `${title(leading)} wins in ${count} of ${of} (${Math.round(100 * agreement)} %)`;
  return verdict === undefined
    ? `${leads}: this session cannot tell.`
    : `${leads}: another preprocessing would not give another winner.`;
}

interface Score {
  readonly id: string;
  readonly wins: number;
  /** Its log-likelihood minus the best one of the same pipeline: lowest, median and highest over pipelines. */
  readonly behind: readonly [low: number, middle: number, high: number];
}

/** How each model fares over all pipelines. */
export const scoresOf = ({ outcomes, wins }: Multiverse): readonly Score[] =>
  wins.map(({ id, count }, model) => {
    const behind = outcomes
      .map(({ fits }) => (fits[model]?.logLikelihood ?? Number.NaN) - Math.max(...fits.map((one) => one.logLikelihood)))
      .sort((one, other) => one - other);
    const [low, middle, high] = [0, behind.length >> 1, behind.length - 1].map((i) => behind[i] as number) as [
      number,
      number,
      number,
    ];
    return { id, wins: count, behind: [low, middle, high] };
  });

/** The steps of a pipeline in which it differs from others, in words. */
export const stepsOf = ({
  pipeline: { reference, detrend, baseline, lowPass },
}: PipelineOutcome): Readonly<Record<'control' | 'bleaching' | 'dividedBy' | 'filter', string>> => ({
  control: fitNames[reference.fit],
  bleaching: detrend.by,
  dividedBy: baseline.divideBy,
  filter: lowPass.kind === 'none' ? 'no filter' : `${lowPass.kind} filter`,
});

const fitNames = { none: 'none', ordinary: 'ordinary', huber: 'Huber', tukey: 'Tukey' } as const;

/** Which ways could not be tried, in a sentence each. */
export function untriedWords({ outcomes }: Multiverse): readonly string[] {
  const [hasFilter, hasControl] = [
    outcomes.some(({ pipeline }) => pipeline.lowPass.kind !== 'none'),
    outcomes.some(({ pipeline }) => pipeline.reference.fit !== 'none'),
  ];
  const cutoffHz = outcomes[0]?.pipeline.lowPass.cutoffHz ?? 0;
  return [
    ...(hasFilter ? [] : [`Without the filter at ${cutoffHz} Hz, which needs more than ${2 * cutoffHz} samples/s.`]),
    ...(hasControl ? [] : ['Without a fit of a control: the recording has none.']),
  ];
}
