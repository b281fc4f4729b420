import { useMemo, type JSX } from 'react';
import { Button } from 'react-aria-components';
import { shortNumber } from '../../../src/core/short-number.ts';
import { heldOutHeadings } from '../../../src/fitting/report/choice-held-out.ts';
import { comparedModels, type ComparedModels } from '../../../src/fitting/report/choice-fits.ts';
import type { ToldChoices } from '../../fit/protocol.ts';
import { recoverFits, useChoiceFits } from '../../store/choice-fits.ts';
import { useData } from '../../store/data.ts';
import { ChoiceModelResult } from './ChoiceModelResult.tsx';
import { ChoicesRecovery } from './ChoicesRecovery.tsx';
import { GroupResult } from './GroupResult.tsx';
import { TableHead } from './TableHead.tsx';

/** What came out of the last fits of models to the choices. */
export function ChoicesOutcome(): JSX.Element {
  const run = useChoiceFits((state) => state.run);
  const isSame = useData(({ mapping }) => mapping === run?.mapping);
  return (
    <section className="fit-outcome panel-scroll" aria-label="fits">
      {run === undefined ? (
        <p className="soft waiting">Tick one or more models, and press Fit.</p>
      ) : (
        <>
          {isSame ? null : (
            <p className="fit-fault">
              These fits are of the choices as they were mapped before. Press Fit for new ones.
            </p>
          )}
          {run.told === undefined ? null : <Outcome told={run.told} isRunning={run.state === 'running'} />}
        </>
      )}
    </section>
  );
}

function Outcome({ told, isRunning }: { readonly told: ToldChoices; readonly isRunning: boolean }): JSX.Element {
  const { models, subjects, notes, fitted } = told;
  const compared = useMemo(() => comparedModels(models, fitted?.fits ?? []), [models, fitted]);
  return (
    <>
      {notes.map((one) => (
        <p key={one} className="soft">
          {one}.
        </p>
      ))}
      {fitted === undefined ? (
        <p className="soft waiting">
          {subjects.length === 1 ? 'One subject is' : `${subjects.length} subjects are`} being fitted.
        </p>
      ) : (
        <>
          {compared === undefined ? null : <Comparison compared={compared} />}
          {models.map((model) => (
            <ChoiceModelResult key={model.id} model={model} fits={fitted.fits} />
          ))}
          {fitted.group === undefined ? null : <GroupResult models={models} group={fitted.group} who="subjects" />}
          {fitted.recovery === undefined ? (
            <section className="fit-result">
              <h3>Can these trials tell?</h3>
              <p className="soft">
                Simulates 100 subjects of each model on the first subject’s trials, and fits them with every model: how
                well parameters are recovered, and which model is taken for which.
              </p>
              <Button className="button" isDisabled={isRunning} onPress={() => void recoverFits()}>
                Simulate and recover
              </Button>
            </section>
          ) : (
            <ChoicesRecovery recovery={fitted.recovery} />
          )}
        </>
      )}
    </>
  );
}

function Comparison({
  compared: { subjects, models, words, heldOut },
}: {
  readonly compared: ComparedModels;
}): JSX.Element {
  return (
    <section className="fit-result" aria-label="models compared">
      <h3>Which model explains the choices</h3>
      <p className="data-verdict">{words}</p>
      {heldOut === undefined ? null : <p className="data-verdict">{heldOut.words}</p>}
      <table className="data-table" aria-label="comparison">
        <TableHead
          of={[
            'model',
            'BIC minus the least',
            'subjects explained best',
            'log-likelihood a choice',
            ...(heldOut === undefined ? [] : heldOutHeadings),
          ]}
        />
        <tbody>
          {models.map(({ title, behind, best, perChoice }, i) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td>{shortNumber(behind)}</td>
              <td>
                {best} of {subjects}
              </td>
              <td>{shortNumber(perChoice)}</td>
              {heldOut?.cells[i]?.map((cell, column) => (
                <td key={heldOutHeadings[column]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
