import type { JSX } from 'react';
import { shortNumber } from '../../../src/core/short-number.ts';
import type { FittedChoices } from '../../../src/fitting/report/choice-fits.ts';
import {
  groupNumbers,
  groupWords,
  notSelected,
  riskWords,
  type GroupNumbers,
} from '../../../src/fitting/report/group-numbers.ts';
import type { ToldChoices } from '../../fit/protocol.ts';
import { TableHead } from './TableHead.tsx';

interface Properties {
  readonly models: ToldChoices['models'];
  readonly group: NonNullable<FittedChoices['group']>;
  /** Is in the group. */
  readonly who: string;
}

/** What subjects have in common under each model, what groups differ in, and which models the population uses. */
export function GroupResult({ models, group, who }: Properties): JSX.Element {
  const { contrast, selection } = group;
  return (
    <section className="fit-result" aria-label="the group">
      <h3>{who === 'subjects' ? 'All subjects at once' : `All ${who} at once`}</h3>
      <p className="soft">{groupWords(who, contrast?.reference)}.</p>
      {selection === undefined ? (
        group.models.length < 2 ? null : (
          <p className="fit-fault">{notSelected}</p>
        )
      ) : (
        <>
          <table className="data-table" aria-label="which model the population uses">
            <TableHead of={['model', `share of ${who}`, 'exceedance', 'protected exceedance']} />
            <tbody>
              {models.map(({ id, title }, i) => (
                <tr key={id}>
                  <th scope="row">{title}</th>
                  <td>{selection.frequencies[i]?.toFixed(3)}</td>
                  <td>{selection.exceedance[i]?.toFixed(3)}</td>
                  <td>{selection.protectedExceedance[i]?.toFixed(3)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="soft">{riskWords(selection.omnibusRisk)}</p>
        </>
      )}
      {models.map((model) => {
        const fit = group.models.find((one) => one.model === model.id);
        return fit === undefined ? null : (
          <ModelOfGroup
            key={model.id}
            title={model.title}
            numbers={groupNumbers(model.parameters, fit)}
            reference={contrast?.reference}
          />
        );
      })}
    </section>
  );
}

function ModelOfGroup({
  title,
  numbers: { means, effects, words, failure, warnings },
  reference,
}: {
  readonly title: string;
  readonly numbers: GroupNumbers;
  readonly reference: string | undefined;
}): JSX.Element {
  const ends = (interval: readonly number[]): string => interval.map(shortNumber).join(' to ');
  return (
    <>
      <h4>{title}</h4>
      {failure === undefined ? null : <p className="fit-fault">No estimate: {failure}.</p>}
      {warnings.map((warning) => (
        <p key={warning} className="fit-fault">
          {warning}.
        </p>
      ))}
      {means.length === 0 ? null : (
        <table className="data-table" aria-label={`the group under ${title}`}>
          <TableHead
            of={[
              'parameter',
              reference === undefined ? 'mean' : `mean of ${reference}`,
              '95 % interval',
              'spread of points',
            ]}
          />
          <tbody>
            {means.map(({ id, mean, interval, spread }) => (
              <tr key={id}>
                <th scope="row">{id}</th>
                <td>{shortNumber(mean)}</td>
                <td>{ends(interval)}</td>
                <td>{shortNumber(spread)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {effects.length === 0 ? null : (
        <table className="data-table" aria-label={`differences under ${title}`}>
          <TableHead of={['parameter', 'difference', 'on points', '95 % interval', 'leaves out 0']} />
          <tbody>
            {effects.map(({ id, name, estimate, interval, leavesOutZero }) => (
              <tr key={`${id} ${name}`}>
                <th scope="row">{id}</th>
                <td>{name}</td>
                <td>{shortNumber(estimate)}</td>
                <td>{ends(interval)}</td>
                <td>{leavesOutZero ? <b>yes</b> : 'no'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {failure === undefined ? <p className="soft">{words}</p> : null}
    </>
  );
}
