import type { JSX } from 'react';
import { shortNumber } from '../../../src/core/short-number.ts';
import { estimatesOf, estimateWords, type Estimates } from '../../../src/fitting/report/estimates.ts';
import { explainedWords, noCeiling } from '../../../src/fitting/report/explained-words.ts';
import type { FittedAgent } from '../../../src/fitting/report/fitted-agent.ts';
import { usesWords } from '../../../src/fitting/report/fitted-data.ts';
import { heldOutWords } from '../../../src/fitting/report/held-out-words.ts';
import { intervalText } from '../../../src/fitting/report/interval-text.ts';
import { unusedWords } from '../../../src/fitting/report/unused-words.ts';
import type { ToldFit } from '../../fit/protocol.ts';
import type { FitRun } from '../../store/fits.ts';
import { FitMeans } from './FitMeans.tsx';
import { FitPrediction } from './FitPrediction.tsx';
import { FitRecovery } from './FitRecovery.tsx';

interface Properties {
  readonly fitted: FittedAgent;
  readonly prediction: ToldFit['prediction'];
  readonly run: FitRun;
}

/** One agent: its estimates and what is wrong with them, and what it predicts. */
export function FittedResult({ fitted, prediction, run }: Properties): JSX.Element {
  const { title, uses, fit, posterior, parts, explained, heldOut, recovered, unused } = fitted;
  const told = estimatesOf(fit, posterior);
  const through = run.sensor === undefined || !uses.includes('signal') ? '' : ` through ${run.sensor}`;
  return (
    <section className="fit-result" aria-label={`${title}, fitted to ${usesWords(uses)}`}>
      <h3>
        {title}, fitted to {usesWords(uses)}
        {through}
      </h3>
      {told.failure === undefined ? null : <p className="fit-fault">No estimate. {told.failure}</p>}
      {[
        ...(unused.length === 0 ? [] : [`Not fitted: ${unusedWords(unused)}.`]),
        ...fit.warnings,
        ...(posterior?.warnings ?? []),
        ...parts.flatMap(({ checks }) => checks),
      ].map((warning) => (
        <p key={warning} className="fit-fault">
          {warning}
        </p>
      ))}
      {told.failure === undefined ? <EstimateTable fitted={fitted} told={told} /> : null}
      {parts.map(({ data, logLikelihood, observations, solved }) => (
        <p key={data} className="soft">
          {data}: log-likelihood {shortNumber(logLikelihood)} of {shortNumber(observations)} independent observations;{' '}
          {Object.entries(solved)
            .map(([name, value]) => `${name} ${shortNumber(value)}`)
            .join(', ')}
        </p>
      ))}
      {explained === undefined ? null : (
        <p className="soft">{explained === null ? noCeiling : explainedWords(explained)}</p>
      )}
      <p className="soft">
        {fit.agreeing} of {fit.starts} searches end there; AIC {shortNumber(fit.aic)}, BIC {shortNumber(fit.bic)} of{' '}
        {shortNumber(fit.observations)} independent observations
        {heldOut === undefined ? '' : `; ${heldOutWords(heldOut)}`}
      </p>
      {prediction === undefined ? null : (
        <>
          <FitMeans {...{ fitted, prediction }} unit={run.unit} />
          <FitPrediction {...{ fitted, prediction }} unit={run.unit} />
        </>
      )}
      {recovered === undefined ? null : (
        <FitRecovery
          recovered={recovered}
          words="sessions with known parameters were simulated in its own events, with its gain and noise, and fitted"
        />
      )}
    </section>
  );
}

function EstimateTable({ fitted, told }: Pick<Properties, 'fitted'> & { readonly told: Estimates }): JSX.Element {
  const { title, fit } = fitted;
  const isAtBound = (id: string): boolean => fit.parameters.find((one) => one.id === id)?.atBound === true;
  return (
    <>
      <table className="data-table" aria-label={`estimates of ${title}`}>
        <thead>
          <tr>
            {['parameter', 'estimate', '95 % interval', 'unit', 'what it is'].map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {told.parameters.map(({ id, title: long, symbol, value, interval, unit }) => (
            <tr key={id} className={isAtBound(id) ? 'fit-fault' : ''}>
              <th scope="row">
                {id} {symbol === undefined ? null : <i className="symbol">{symbol}</i>}
              </th>
              <td>{shortNumber(value)}</td>
              <td>{intervalText({ interval })}</td>
              <td>{unit}</td>
              <td className="soft">{isAtBound(id) ? 'at an end of its range' : long}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {told.kind === 'laplace' ? null : <p className="soft">{estimateWords[told.kind]}</p>}
    </>
  );
}
