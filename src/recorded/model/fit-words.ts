import type { Agreement } from './agreement.ts';
import { fittedDelays, type ModelFit, type WindowRows } from './model-fit.ts';

interface FitSource {
  /** Of the recording, if it is stated, and of what the sensor shows. */
  readonly unit: string | undefined;
  readonly sensorUnit: string;
  readonly isDelayFitted: boolean;
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

/** What was fitted to what, how well, and what was not fitted: a sentence each. */
export function fitWords(
  { gains, baseline, delaySeconds, explained, bins, trials, effective }: ModelFit<WindowRows>,
  { unit, sensorUnit, isDelayFitted }: FitSource,
): readonly string[] {
  const isOne = gains.length === 1;
  const own = unit ?? 'units of the recording';
  const gainWords = gains.map(({ gain, interval: [low, high] }, i) => {
    const name = isOne ? 'gain' : i === 0 ? 'gain of positive RPE' : 'gain of negative RPE';
    return `${name} ${short(gain)} (95 % ${short(low)} to ${short(high)})`;
  });
  const isLast = delaySeconds === fittedDelays.at(-1);
  const delay = isDelayFitted
    ? `, delay ${delaySeconds.toFixed(2)} s${isLast ? ', the longest that is tried' : ''}`
    : '';
  return [
    `Fitted: ${gainWords.join(', ')}, in ${own} per ${sensorUnit} of the sensor; baseline ${short(baseline)}${unit === undefined ? '' : ` ${unit}`}${delay}.`,
    "Not fitted: the model's learning parameters and the sensor's time course.",
    `By least squares over all ${bins.toLocaleString('en-US')} bins of ${trials} trials: R² ${explained.toFixed(2)}. Neighbouring bins are alike: they tell as much as about ${Math.round(effective).toLocaleString('en-US')} independent ones. Intervals take whole trials as units.`,
    ...upsideDown(gains, isOne),
  ];
}

function upsideDown(gains: ModelFit<WindowRows>['gains'], isOne: boolean): readonly string[] {
  const below = gains.flatMap(({ gain }, i) => (gain < 0 ? [i] : []));
  if (below.length === 0) return [];
  if (isOne) return ['The gain is negative: the model fits only upside down, which no sensor can do.'];
  const which =
    below.length === 2 ? 'Both gains are' : `The gain of ${below[0] === 0 ? 'positive' : 'negative'} RPE is`;
  return [`${which} negative: that part fits only upside down, which no sensor can do.`];
}

const signed = (value: number): string => (Number.isNaN(value) ? 'not defined' : value.toFixed(2));

/** Headings of the numbers of `agreementCells`. */
export const agreementHeadings = [
  'trials',
  'R² of the mean',
  'within trials: median r (quartiles)',
  'from trial to trial: r',
  'in words',
] as const;

export const agreementCells = (
  { trials, ofMean, withinTrials: [low, median, high], acrossTrials }: Agreement,
  words: string,
): readonly string[] => [
  String(trials),
  signed(ofMean),
  Number.isNaN(median) ? 'not defined' : `${median.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
  signed(acrossTrials),
  words,
];
