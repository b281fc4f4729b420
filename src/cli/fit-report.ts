import type { Fit, FittedParameter } from '../fitting/fit.ts';
import { comparedFits, type ComparedFits } from '../fitting/report/compared-fits.ts';
import type { FittedAgent } from '../fitting/report/fitted-agent.ts';
import { heldOutWords } from '../fitting/report/held-out-words.ts';
import { usesWords } from '../fitting/report/fitted-data.ts';
import { shortNumber } from '../core/short-number.ts';
import { textTable } from './output.ts';
import { recoveredLines } from './recovery-report.ts';
import { indented } from './text-width.ts';

/** All fits, session by session, and what won. */
export function fitReport(fits: readonly FittedAgent[]): string {
  const sessions = [...new Set(fits.map(({ session }) => session))];
  return sessions
    .map((session) => {
      const own = fits.filter((one) => one.session === session);
      const comparisons = comparedFits(own).flatMap((compared) => ['', ...comparisonLines(compared)]);
      return [session, ...own.flatMap(agentLines), ...comparisons].join('\n');
    })
    .join('\n\n');
}

function agentLines({ title, uses, fit, parts, heldOut, recovered }: FittedAgent): readonly string[] {
  return [
    '',
    indented(`${title}, fitted to ${usesWords(uses)}`, 2),
    ...(fit.failure === undefined ? [estimates(fit)] : [indented(`NO ESTIMATE: ${fit.failure}`, 4)]),
    ...parts.map(({ data, logLikelihood, observations, solved }) =>
      indented(
        `${data}: log-likelihood ${shortNumber(logLikelihood)} of ${shortNumber(observations)} independent observations; ${Object.entries(
          solved,
        )
          .map(([name, value]) => `${name} ${shortNumber(value)}`)
          .join(', ')}`,
        4,
      ),
    ),
    indented(
      `${fit.agreeing} of ${fit.starts} searches end there; AIC ${shortNumber(fit.aic)}, BIC ${shortNumber(fit.bic)} of ${shortNumber(fit.observations)} independent observations`,
      4,
    ),
    ...(heldOut === undefined ? [] : [indented(heldOutWords(heldOut), 4)]),
    ...parts.flatMap(({ checks }) => checks.map((words) => indented(`! ${words}`, 4))),
    ...fit.warnings.map((warning) => indented(`! ${warning}`, 4)),
    ...(recovered === undefined
      ? []
      : [
          '',
          indented('Can this session tell? Simulated sessions in its own events:', 2),
          ...recoveredLines(recovered),
        ]),
  ];
}

const estimates = ({ parameters }: Fit): string =>
  textTable([
    ['    parameter', 'estimate', '95 % interval', 'unit'],
    ...parameters.map((one) => [`    ${one.id}`, shortNumber(one.value), intervalText(one), one.unit ?? '']),
  ]);

const intervalText = ({ interval }: FittedParameter): string =>
  interval === null ? 'none' : `${shortNumber(interval[0])} to ${shortNumber(interval[1])}`;

const comparisonLines = ({ agents, words }: ComparedFits): readonly string[] => [
  textTable([
    ['  agent', 'AIC minus the least', 'BIC', 'log evidence'],
    ...agents.map(({ title, behind, bic, logEvidence }) => [
      `  ${title}`,
      shortNumber(behind),
      shortNumber(bic),
      logEvidence === null ? 'none' : shortNumber(logEvidence),
    ]),
  ]),
  '',
  indented(words, 2),
];
