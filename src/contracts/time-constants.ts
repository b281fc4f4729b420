import { power } from '../core/power.ts';
import type { TdTerms } from './td-terms.ts';
import type { TimeLaw } from './time-law.ts';
import type { AnyValues, NumberParameter, Parameters, Values } from './parameters.ts';

/** Converts a value per second to another duration. */
export function overSeconds(law: TimeLaw, perSecond: number, seconds: number): number {
  if (law === 'gained') return perSecond * seconds;
  return law === 'kept' ? power(perSecond, seconds) : lost(perSecond, seconds);
}

/** Below this, 1 - p loses digits of p; five terms of the binomial series are then exact to rounding. */
const small = 1e-3;

const lost = (p: number, t: number): number =>
  p < small
    ? t * p * (1 + ((1 - t) / 2) * p * (1 + ((2 - t) / 3) * p * (1 + ((3 - t) / 4) * p * (1 + ((4 - t) / 5) * p))))
    : 1 - power(1 - p, t);

/** The values of an architecture or a learning rule, with time constants converted to per step. */
export function perStep<P extends Parameters>(declared: P, values: AnyValues, stepSeconds: number): Values<P> {
  const turned = Object.entries(values).map(([name, value]) => {
    const law = lawOf(declared, name);
    return [name, law === undefined ? value : overSeconds(law, value as number, stepSeconds)] as const;
  });
  return Object.fromEntries(turned) as Values<P>;
}

function lawOf(declared: Parameters, name: string): TimeLaw | undefined {
  const parameter = declared[name];
  return parameter?.kind === 'real' ? parameter.perSecond : undefined;
}

/** The terms of an objective, converted from per second to per step. */
export function termsPerStep(terms: TdTerms, stepSeconds: number): TdTerms {
  const { discount, rewardRateLearning, channels } = terms;
  const turned = (gamma: number): number => overSeconds('kept', gamma, stepSeconds);
  return {
    ...terms,
    discount: turned(discount),
    rewardRateLearning: overSeconds('lost', rewardRateLearning, stepSeconds),
    ...(channels === undefined
      ? {}
      : {
          channels: {
            ...channels,
            each: channels.each.map((channel) => ({ ...channel, discount: turned(channel.discount) })),
          },
        }),
  };
}

/**
 * Parameters for stepped environments, where time is counted in steps: a time constant is per step, with its own
 * default.
 */
export const inControl = (declared: Parameters): Parameters =>
  Object.fromEntries(
    Object.entries(declared).map(([name, parameter]) => [
      name,
      parameter.kind === 'real' && parameter.perSecond !== undefined ? countedInSteps(parameter) : parameter,
    ]),
  );

const countedInSteps = (parameter: NumberParameter): NumberParameter => ({
  ...parameter,
  default: parameter.defaultPerStep ?? parameter.default,
  unit: 'per step',
  perSecond: undefined,
});
