import { useCallback, useMemo, useState, type CSSProperties, type JSX } from 'react';
import { Button } from 'react-aria-components';
import { shortNumber } from '../../../src/core/short-number.ts';
import { posteriorFigure, posteriorPanels, posteriorsHeight } from '../../../src/figures/posterior-figure.ts';
import type { Place } from '../../../src/figures/recording-panels.ts';
import {
  modelSpread,
  subjectTold,
  subjectWarnings,
  type FittedChoices,
} from '../../../src/fitting/report/choice-fits.ts';
import { heldOutLines } from '../../../src/fitting/report/choice-held-out.ts';
import { choicePosteriors } from '../../../src/fitting/report/choice-posteriors.ts';
import { estimateWords } from '../../../src/fitting/report/estimates.ts';
import { intervalText } from '../../../src/fitting/report/interval-text.ts';
import type { ToldChoices } from '../../fit/protocol.ts';
import { DataFigure } from '../data/DataFigure.tsx';
import { useSheetText } from '../data/use-sheet-text.ts';
import { TableHead } from './TableHead.tsx';

type SubjectFit = FittedChoices['fits'][number];

interface Properties {
  readonly model: ToldChoices['models'][number];
  /** Of all models. */
  readonly fits: readonly SubjectFit[];
}

/** One model: its estimates over subjects, or of the only one, and what is wrong with them. */
export function ChoiceModelResult({ model, fits }: Properties): JSX.Element {
  const own = useMemo(() => fits.filter((one) => one.model === model.id), [fits, model]);
  const [first] = own;
  return (
    <section className="fit-result" aria-label={model.title}>
      <h3>{model.title}</h3>
      {own.length === 1 && first !== undefined ? (
        <OneSubject title={model.title} fit={first} />
      ) : (
        <Spread title={model.title} fits={own} />
      )}
      {heldOutLines(own).map((line) => (
        <p key={line} className="soft">
          {line}
        </p>
      ))}
      <Posteriors model={model} fits={own} />
    </section>
  );
}

function OneSubject({ title, fit: one }: { readonly title: string; readonly fit: SubjectFit }): JSX.Element {
  const { kind, failure, parameters, derived } = subjectTold(one);
  return (
    <>
      {failure === undefined ? null : <p className="fit-fault">No estimate. {failure}</p>}
      {subjectWarnings(one).map((warning) => (
        <p key={warning} className="fit-fault">
          {warning}
        </p>
      ))}
      {failure === undefined ? (
        <table className="data-table" aria-label={`estimates of ${title}`}>
          <TableHead of={['parameter', 'estimate', '95 % interval', 'what it is']} />
          <tbody>
            {[...parameters, ...derived].map((told) => (
              <tr key={told.id}>
                <th scope="row">{told.id}</th>
                <td>{shortNumber(told.value)}</td>
                <td>{intervalText(told)}</td>
                <td className="soft">{told.title}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <p className="soft">
        {kind === 'laplace' ? '' : `${estimateWords[kind]} `}
        {one.fit.agreeing} of {one.fit.starts} searches end there; log-likelihood {shortNumber(one.fit.logLikelihood)},
        BIC {shortNumber(one.bic)} of {one.fit.observations} choices
      </p>
    </>
  );
}

function Spread({ title, fits }: { readonly title: string; readonly fits: readonly SubjectFit[] }): JSX.Element {
  const { stand, of, kind, rows, warnings } = useMemo(() => modelSpread(fits), [fits]);
  const [showsAll, setShowsAll] = useState(false);
  return (
    <>
      <p className={stand < of ? 'fit-fault' : 'soft'}>
        {stand} of {of} subjects fitted.
      </p>
      {warnings.map((warning) => (
        <p key={warning} className="fit-fault">
          {warning}
        </p>
      ))}
      {rows.length === 0 ? null : (
        <table className="data-table" aria-label={`estimates of ${title} over subjects`}>
          <TableHead of={['parameter', 'median', 'quartiles', 'at an end of its range', 'what it is']} />
          <tbody>
            {rows.map(({ id, title: long, median, quartiles, atEnd }) => (
              <tr key={id}>
                <th scope="row">{id}</th>
                <td>{shortNumber(median)}</td>
                <td>{quartiles.map(shortNumber).join(' to ')}</td>
                <td className={atEnd === undefined || atEnd === 0 ? '' : 'fit-fault'}>{atEnd}</td>
                <td className="soft">{long}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {kind === 'laplace' ? null : <p className="soft">{estimateWords[kind]}</p>}
      <Button className="text-button" aria-expanded={showsAll} onPress={() => setShowsAll(!showsAll)}>
        {showsAll ? 'without each subject' : 'each subject'}
      </Button>
      {showsAll ? <Subjects title={title} fits={fits} /> : null}
    </>
  );
}

function Subjects({ title, fits }: { readonly title: string; readonly fits: readonly SubjectFit[] }): JSX.Element {
  return (
    <table className="data-table" aria-label={`each subject under ${title}`}>
      <TableHead of={['subject', ...(fits[0]?.fit.parameters ?? []).map(({ id }) => id), 'choices', 'BIC']} />
      <tbody>
        {fits.map((one) => {
          const { failure, parameters } = subjectTold(one);
          return (
            <tr key={one.subject}>
              <th scope="row">{one.subject}</th>
              {failure === undefined ? (
                parameters.map((told) => (
                  <td key={told.id}>
                    {shortNumber(told.value)} <span className="soft">({intervalText(told)})</span>
                  </td>
                ))
              ) : (
                <td className="fit-fault" colSpan={one.fit.parameters.length}>
                  no estimate: {failure}
                </td>
              )}
              <td>{one.fit.observations}</td>
              <td>{shortNumber(one.bic)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Posteriors({ model, fits }: Properties): JSX.Element | null {
  const { provenance } = useSheetText('', '');
  const data = useMemo(() => choicePosteriors(fits, [model], provenance), [fits, model, provenance]);
  const draw = useCallback(
    ({ document, width, theme }: Place) => posteriorPanels({ panels: data?.panels ?? [], document, width, theme }),
    [data],
  );
  const sheet = useCallback(
    (document: Document) => posteriorFigure({ data: data as NonNullable<typeof data>, document }),
    [data],
  );
  if (data === undefined) return null;
  const style = { '--fit-height': `${posteriorsHeight(data.panels.length)}px` } as CSSProperties;
  return (
    <div className="fit-posteriors" role="group" aria-label={`posteriors of ${model.title}`}>
      <p className="soft">{data.note}</p>
      <div className="data-fit-figure" style={style}>
        <DataFigure name="posteriors" {...{ draw, sheet }} text={data} isOfSet />
      </div>
    </div>
  );
}
