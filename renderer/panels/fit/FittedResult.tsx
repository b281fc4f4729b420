import type { JSX } from 'react';
import { shortNumber } from '../../../src/core/short-number.ts';
import type { FittedAgent } from '../../../src/fitting/report/fitted-agent.ts';
import { usesWords } from '../../../src/fitting/report/fitted-data.ts';
import { heldOutWords } from '../../../src/fitting/report/held-out-words.ts';
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
  const { title, uses, fit, parts, heldOut, recovered, unused } = fitted;
  const through = run.sensor === undefined || !uses.includes('signal') ? '' : ` through ${run.sensor}`;
  return (
    <section className="fit-result" aria-label={`${title}, fitted to ${usesWords(uses)}`}>
      <h3>
        {title}, fitted to {usesWords(uses)}
        {through}
      </h3>
      {fit.failure === undefined ? null : <p className="fit-fault">No estimate. {fit.failure}</p>}
      {[
        ...(unused.length === 0 ? [] : [`Not fitted: ${unusedWords(unused)}.`]),
        ...fit.warnings,
        ...parts.flatMap(({ checks }) => checks),
      ].map((warning) => (
        <p key={warning} className="fit-fault">
          {warning}
        </p>
      ))}
      {fit.failure === undefined ? <Estimates fitted={fitted} /> : null}
      {parts.map(({ data, logLikelihood, observations, solved }) => (
        <p key={data} className="soft">
          {data}: log-likelihood {shortNumber(logLikelihood)} of {shortNumber(observations)} independent observations;{' '}
          {Object.entries(solved)
            .map(([name, value]) => `${name} ${shortNumber(value)}`)
            .join(', ')}
        </p>
      ))}
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
      {recovered === undefined ? null : <FitRecovery recovered={recovered} />}
    </section>
  );
}

function Estimates({ fitted: { title, fit } }: { readonly fitted: FittedAgent }): JSX.Element {
  return (
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
        {fit.parameters.map(({ id, title: long, symbol, value, interval, unit, atBound }) => (
          <tr key={id} className={atBound ? 'fit-fault' : ''}>
            <th scope="row">
              {id} {symbol === undefined ? null : <i className="symbol">{symbol}</i>}
            </th>
            <td>{shortNumber(value)}</td>
            <td>{interval === null ? 'none' : interval.map(shortNumber).join(' to ')}</td>
            <td>{unit}</td>
            <td className="soft">{atBound ? 'at an end of its range' : long}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
