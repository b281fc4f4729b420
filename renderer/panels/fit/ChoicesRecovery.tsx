import type { JSX } from 'react';
import type { FittedChoices } from '../../../src/fitting/report/choice-fits.ts';
import { FitRecovery } from './FitRecovery.tsx';
import { ShareMatrix } from './ShareMatrix.tsx';

/** Estimates that go together this closely are not of two parameters; models that are taken for another more often are. */
const [inseparable, confused] = [0.8, 0.2];

/** Whether these trials can tell parameters and models. */
export function ChoicesRecovery({
  recovery: { parameters, models },
}: {
  readonly recovery: NonNullable<FittedChoices['recovery']>;
}): JSX.Element {
  return (
    <section className="fit-result" aria-label="can these trials tell?">
      {models === undefined ? null : (
        <>
          <h3>Can these trials tell the models apart?</h3>
          {models.warnings.map((warning) => (
            <p key={warning} className="fit-fault">
              {warning}
            </p>
          ))}
          <div className="fit-matrices">
            <ShareMatrix
              title="Confusion"
              corner="made by"
              words="share of the subjects that the row made, of which the column has the best BIC"
              names={models.models}
              cells={models.confusion}
              isBad={(cell, row, column) => row !== column && cell > confused}
            />
            <ShareMatrix
              title="Inversion"
              corner="made by"
              words="how likely the row made the choices if the column has the best BIC"
              names={models.models}
              cells={models.inversion}
            />
          </div>
        </>
      )}
      {parameters.map((one) => (
        <div key={one.model}>
          <h3>{one.model}</h3>
          <FitRecovery
            recovered={one}
            words="subjects with known parameters were simulated on the first subject’s trials, and fitted"
          />
          {one.parameters.length < 2 ? null : (
            <ShareMatrix
              title="Correlations"
              corner="estimate of"
              words="of the estimates, on points"
              names={one.parameters.map(({ id }) => id)}
              cells={one.correlations}
              isBad={(cell, row, column) => row !== column && Math.abs(cell) > inseparable}
            />
          )}
        </div>
      ))}
    </section>
  );
}
