import { comparedFits, type ComparedFits } from '../fitting/report/compared-fits.ts';
import { estimatesOf, estimateWords, type Estimates } from '../fitting/report/estimates.ts';
import { explainedWords, noCeiling } from '../fitting/report/explained-words.ts';
import type { FittedAgent } from '../fitting/report/fitted-agent.ts';
import { differenceText, heldOutWords } from '../fitting/report/held-out-words.ts';
import { usesWords } from '../fitting/report/fitted-data.ts';
import { shortNumber } from '../core/short-number.ts';
import { intervalText } from '../fitting/report/interval-text.ts';
import { textTable } from './output.ts';
import { trialLines } from './trial-lines.ts';
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

function agentLines({
  title,
  uses,
  fit,
  posterior,
  parts,
  explained,
  heldOut,
  recovered,
}: FittedAgent): readonly string[] {
  const told = estimatesOf(fit, posterior);
  return [
    '',
    indented(`${title}, fitted to ${usesWords(uses)}`, 2),
    ...(told.failure === undefined ? estimateLines(told, 4) : [indented(`NO ESTIMATE: ${told.failure}`, 4)]),
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
    ...(explained === undefined ? [] : [indented(explained === null ? noCeiling : explainedWords(explained), 4)]),
    ...(heldOut === undefined ? [] : [indented(heldOutWords(heldOut), 4)]),
    ...parts.flatMap(({ checks }) => checks.map((words) => indented(`! ${words}`, 4))),
    ...[...fit.warnings, ...(posterior?.warnings ?? [])].map((warning) => indented(`! ${warning}`, 4)),
    ...(recovered === undefined
      ? []
      : [
          '',
          indented('Can this session tell? Simulated sessions in its own events:', 2),
          ...recoveredLines(recovered),
        ]),
  ];
}

function estimateLines({ kind, parameters }: Estimates, left: number): readonly string[] {
  const indent = ' '.repeat(left);
  return [
    textTable([
      [`${indent}parameter`, 'estimate', '95 % interval', 'unit'],
      ...parameters.map((one) => [`${indent}${one.id}`, shortNumber(one.value), intervalText(one), one.unit ?? '']),
    ]),
    ...(kind === 'laplace' ? [] : [indented(estimateWords[kind], left)]),
  ];
}

function comparisonLines({ agents, words, trials }: ComparedFits): readonly string[] {
  const isHeldOut = agents.every(({ heldOutBehind }) => heldOutBehind !== undefined);
  return [
    textTable([
      [
        '  agent',
        'AIC minus the least',
        'BIC',
        'log evidence',
        ...(isHeldOut ? ['held out, per trial', 'minus the best'] : []),
      ],
      ...agents.map(({ title, behind, bic, logEvidence, heldOutPerTrial, heldOutBehind }) => [
        `  ${title}`,
        shortNumber(behind),
        shortNumber(bic),
        logEvidence === null ? 'none' : shortNumber(logEvidence),
        ...(isHeldOut && heldOutPerTrial !== undefined && heldOutBehind !== undefined
          ? [shortNumber(heldOutPerTrial), differenceText(heldOutBehind)]
          : []),
      ]),
    ]),
    '',
    indented(words, 2),
    ...(trials === undefined ? [] : ['', ...trialLines(trials, 2)]),
  ];
}
