import { useCallback, useMemo, type CSSProperties, type JSX } from 'react';
import { shortNumber } from '../../../src/core/short-number.ts';
import { evidenceFigure, evidenceHeight, evidencePanels } from '../../../src/figures/evidence-figure.ts';
import type { Place } from '../../../src/figures/recording-panels.ts';
import {
  comparedTrials,
  evidenceFigureData,
  trialScoresTable,
  type ScoredTrials,
} from '../../../src/fitting/report/compared-trials.ts';
import type { FittedAgent } from '../../../src/fitting/report/fitted-agent.ts';
import { DataFigure } from '../data/DataFigure.tsx';
import { useSheetText } from '../data/use-sheet-text.ts';

interface Properties {
  readonly scored: ScoredTrials;
  readonly spec: FittedAgent['data']['spec'];
}

/** Which trials speak for the agent that explains most, and which against it. */
export function FitTrials({ scored, spec }: Properties): JSX.Element {
  const { provenance } = useSheetText('', '');
  const data = useMemo(() => evidenceFigureData([scored], provenance), [scored, provenance]);
  const { second, conditions } = useMemo(() => comparedTrials([scored]), [scored]);
  const draw = useCallback(
    ({ document, width, theme }: Place) => evidencePanels({ data, document, width, theme }),
    [data],
  );
  const sheet = useCallback((document: Document) => evidenceFigure(data, document), [data]);
  const table = useCallback(() => trialScoresTable([[scored]], 'session'), [scored]);
  const specs = useMemo(() => [spec], [spec]);
  const style = { '--fit-height': `${evidenceHeight(data)}px` } as CSSProperties;
  return (
    <section aria-label={data.title}>
      <h4>{data.title}</h4>
      <p className="soft">{data.note}</p>
      <table className="data-table" aria-label="trials by kind">
        <thead>
          <tr>
            {['trials', 'number', `minus ${second}`, 'standard error', 'a trial'].map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {conditions.map(({ condition, trials, sum, error }) => (
            <tr key={condition}>
              <th scope="row">{condition}</th>
              <td>{trials}</td>
              <td>{shortNumber(sum)}</td>
              <td>{error === null ? '' : shortNumber(error)}</td>
              <td>{shortNumber(sum / trials)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="data-fit-figure" style={style}>
        <DataFigure name="trials" {...{ draw, sheet, table, specs }} text={data} />
      </div>
    </section>
  );
}
