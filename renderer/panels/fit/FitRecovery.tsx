import type { JSX } from 'react';
import { shortNumber } from '../../../src/core/short-number.ts';
import type { FittedAgent } from '../../../src/fitting/report/fitted-agent.ts';

type Recovered = NonNullable<FittedAgent['recovered']>;

interface Properties {
  readonly recovered: Recovered;
  /** What was simulated, and in what. */
  readonly words: string;
}

/** Whether parameters are found again that were simulated with. */
export function FitRecovery({ recovered, words }: Properties): JSX.Element {
  const { model, draws, failed, parameters, warnings } = recovered;
  return (
    <section aria-label={`can this session tell? ${model}`}>
      <h4>Can this session tell?</h4>
      <p>
        {draws} {words}; {failed} of the fits failed.
      </p>
      {warnings.map((warning) => (
        <p key={warning} className="fit-fault">
          {warning}
        </p>
      ))}
      <table className="data-table" aria-label={`recovery of ${model}`}>
        <thead>
          <tr>
            {['parameter', 'r', 'of ranks', 'slope', 'bias', 'far off', 'interval holds truth'].map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parameters.map(({ id, r, rankR, slope, bias, off, farOff, coverage }) => (
            <tr key={id}>
              <th scope="row">{id}</th>
              <td>{decimals(r)}</td>
              <td>{decimals(rankR)}</td>
              <td>{decimals(slope)}</td>
              <td>{bias === null ? 'none' : shortNumber(bias)}</td>
              <td>{off === null ? 'none' : `${percent(off)} by ${farOff}`}</td>
              <td>{percent(coverage)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const decimals = (value: number | null): string => (value === null ? 'none' : value.toFixed(2));
const percent = (share: number | null): string => (share === null ? 'none' : `${Math.round(100 * share)} %`);
