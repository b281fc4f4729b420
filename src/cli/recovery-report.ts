import type { ParameterRecovery } from '../fitting/recovery/parameter-recovery.ts';
import { shortNumber } from '../core/short-number.ts';
import { textTable } from './output.ts';
import { indented } from './text-width.ts';

/** Two decimals, or that there is none. */
export const shown = (value: number | null): string => (value === null ? 'none' : value.toFixed(2));
const percent = (share: number | null): string => (share === null ? 'none' : `${Math.round(100 * share)} %`);

/** How well a model's parameters are found again, and what to know of it. */
export const recoveredLines = ({
  model,
  draws,
  failed,
  parameters,
  warnings,
}: ParameterRecovery): readonly string[] => [
  `${model}: ${draws} simulated, ${failed} fits failed`,
  textTable([
    ['  parameter', 'r', 'of ranks', 'slope', 'bias', 'far off', 'interval holds truth'],
    ...parameters.map(({ id, r, rankR, slope, bias, off, farOff, coverage }) => [
      `  ${id}`,
      shown(r),
      shown(rankR),
      shown(slope),
      bias === null ? 'none' : shortNumber(bias),
      off === null ? 'none' : `${percent(off)} by ${farOff}`,
      percent(coverage),
    ]),
  ]),
  ...warnings.map((warning) => indented(`! ${warning}`, 2)),
];
