import type { Table } from '../contracts/table.ts';
import { csvTable } from '../core/csv.ts';
import { find } from '../engine/registry.ts';
import type { Fit, FittedParameter } from '../fitting/fit.ts';
import type { ParameterRecovery } from '../fitting/recovery/parameter-recovery.ts';
import type { HeldOut } from '../fitting/session/held-out.ts';
import type { SessionData } from '../fitting/session/session-problem.ts';
import type { PartFit } from '../fitting/session/data-part.ts';
import { comparisonWords } from '../fitting/comparison-words.ts';
import type { FittedData } from './fit-session.ts';
import { usesWords } from './fit-words.ts';
import { shortNumber, textTable } from './output.ts';
import { recoveredLines } from './recovery-report.ts';
import { indented } from './text-width.ts';

/** An agent as fitted to a session. Plain data. */
export interface FittedAgent {
  readonly session: string;
  readonly agent: string;
  /** What it was fitted to. */
  readonly uses: FittedData;
  readonly seed: number;
  readonly data: SessionData;
  /** Names of the fitted parameters. */
  readonly free: readonly string[];
  readonly fit: Fit;
  /** Scores of blocks that were kept out, of so many trials in all. */
  readonly heldOut?: { readonly trials: number; readonly blocks: readonly HeldOut[] };
  readonly recovered?: ParameterRecovery;
  /** How each kind of data is explained at the estimates. */
  readonly parts: readonly (PartFit & { readonly data: string })[];
}

/** All fits, session by session, and what won. */
export function fitReport(fits: readonly FittedAgent[]): string {
  const sessions = [...new Set(fits.map(({ session }) => session))];
  return sessions
    .map((session) => {
      const own = fits.filter((one) => one.session === session);
      // Likelihoods of different data cannot be compared.
      const comparisons = [...new Set(own.map(({ uses }) => uses))].flatMap((uses) => {
        const same = own.filter((one) => one.uses === uses);
        return same.length < 2 ? [] : ['', ...comparisonLines(same)];
      });
      return [session, ...own.flatMap(agentLines), ...comparisons].join('\n');
    })
    .join('\n\n');
}

function agentLines({ agent, uses, fit, parts, heldOut, recovered }: FittedAgent): readonly string[] {
  return [
    '',
    indented(`${titleOf(agent)}, fitted to ${usesWords[uses]}`, 2),
    ...(fit.failure === undefined ? [estimates(fit)] : [indented(`NO ESTIMATE: ${fit.failure}`, 4)]),
    ...parts.map(({ data, logLikelihood, solved }) =>
      indented(
        `${data}: log-likelihood ${shortNumber(logLikelihood)}; ${Object.entries(solved)
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

function heldOutWords({ trials, blocks }: NonNullable<FittedAgent['heldOut']>): string {
  const sum = blocks.reduce((total, { logLikelihood }) => total + logLikelihood, 0);
  return `held out in ${blocks.length} blocks of successive trials: log-likelihood ${shortNumber(sum)}, ${shortNumber(sum / trials)} per trial`;
}

const titleOf = (agent: string): string => find('agents', agent).title;

const estimates = ({ parameters }: Fit): string =>
  textTable([
    ['    parameter', 'estimate', '95 % interval', 'unit'],
    ...parameters.map((one) => [`    ${one.id}`, shortNumber(one.value), intervalText(one), one.unit ?? '']),
  ]);

const intervalText = ({ interval }: FittedParameter): string =>
  interval === null ? 'none' : `${shortNumber(interval[0])} to ${shortNumber(interval[1])}`;

function comparisonLines(fits: readonly FittedAgent[]): readonly string[] {
  const least = Math.min(...fits.map(({ fit }) => fit.aic));
  return [
    textTable([
      ['  agent', 'AIC minus the least', 'BIC', 'log evidence'],
      ...fits.map(({ agent, fit }) => [
        `  ${titleOf(agent)}`,
        shortNumber(fit.aic - least),
        shortNumber(fit.bic),
        fit.logEvidence === null ? 'none' : shortNumber(fit.logEvidence),
      ]),
    ]),
    '',
    indented(comparisonWords(fits.map(({ agent, fit }) => ({ title: titleOf(agent), fit }))), 2),
  ];
}

/** One row a parameter. */
export function fitsTable(fits: readonly FittedAgent[]): Table {
  const columns = {
    session: { what: 'file of the session' },
    agent: { what: 'id of the agent' },
    data: { what: 'what it was fitted to: signal, choices or both' },
    parameter: { what: 'fitted parameter, as part.name' },
    estimate: { what: 'maximum of the posterior; empty if the fit failed' },
    low: { what: 'lower end of the 95 % interval, by the normal approximation of the posterior' },
    high: { what: 'upper end of the 95 % interval' },
    logLikelihood: { what: 'natural logarithm of the likelihood at the estimates' },
    aic: { what: "Akaike's information criterion" },
    bic: { what: 'Bayesian information criterion, of effective observations' },
    failure: { what: 'why there is no estimate; empty if there is one' },
  };
  const rows = fits.flatMap(({ session, agent, uses, fit }) =>
    fit.parameters.map(({ id, value, interval }) => [
      session,
      agent,
      uses,
      id,
      ...(fit.failure === undefined ? [value, interval?.[0] ?? '', interval?.[1] ?? ''] : ['', '', '']),
      fit.logLikelihood,
      fit.aic,
      fit.bic,
      fit.failure ?? '',
    ]),
  );
  return {
    csv: csvTable([Object.keys(columns), ...rows]),
    notes: { columns },
  };
}
