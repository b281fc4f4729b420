import { useMemo, type JSX } from 'react';
import { shortNumber } from '../../../src/core/short-number.ts';
import { comparedFits, type ComparedFits } from '../../../src/fitting/report/compared-fits.ts';
import { differenceText } from '../../../src/fitting/report/held-out-words.ts';
import { usesWords } from '../../../src/fitting/report/fitted-data.ts';
import type { FittedAgent } from '../../../src/fitting/report/fitted-agent.ts';
import { scoredTrials } from '../../../src/fitting/report/scored-trials.ts';
import type { ErrorLine } from '../../../src/protocol/messages.ts';
import { useData } from '../../store/data.ts';
import { fittedOf, type FitRun } from '../../store/fits.ts';
import { FitPosteriors } from './FitPosteriors.tsx';
import { FitTrials } from './FitTrials.tsx';
import { FittedResult } from './FittedResult.tsx';
import { useAgentTitles } from './use-agent-titles.ts';

/** What came out of the last fits of the recording as it is mapped now. */
export function FitOutcome({ run }: { readonly run: FitRun | undefined }): JSX.Element {
  const isSame = useData(({ mapping, isCorrected }) => mapping === run?.mapping && isCorrected === run?.isCorrected);
  return (
    <section className="fit-outcome panel-scroll" aria-label="fits">
      {run === undefined ? (
        <p className="soft waiting">Choose one or more agents, and press Fit.</p>
      ) : (
        <>
          {isSame ? null : (
            <p className="fit-fault">
              These fits are of the recording as it was mapped and corrected before. Press Fit for new ones.
            </p>
          )}
          <Outcome run={run} />
        </>
      )}
    </section>
  );
}

function Outcome({ run }: { readonly run: FitRun }): JSX.Element {
  const { told, work, state } = run;
  const fitted = useMemo(() => fittedOf({ told }), [told]);
  const compared = useMemo(() => comparedFits(fitted), [fitted]);
  const missing = told.filter((one) => one === undefined).length;
  return (
    <>
      {compared.map((one) => (
        <Comparison
          key={usesWords(one.uses)}
          compared={one}
          fits={fitted}
          missing={missing}
          isRunning={state === 'running'}
        />
      ))}
      {work.fits.map(({ agent, uses }, i) => {
        const one = told[i];
        const last = work.fits.findLastIndex((other) => other.agent === agent);
        const own = fitted.filter((other) => other.agent === agent);
        return (
          // The order of the fits never changes.
          <div key={`${agent} ${usesWords(uses)}`}>
            {one?.fitted === undefined ? null : (
              <FittedResult fitted={one.fitted} prediction={one.prediction} run={run} />
            )}
            {one?.error === undefined ? null : <Refused agent={agent} error={one.error} />}
            {i === last && own.length > 0 ? <FitPosteriors fits={own} /> : null}
          </div>
        );
      })}
    </>
  );
}

/** A fit that could not be made, or be finished. */
function Refused({
  agent,
  error: { what, remedy },
}: {
  readonly agent: string;
  readonly error: ErrorLine;
}): JSX.Element {
  const titleOf = useAgentTitles();
  return (
    <section className="fit-result">
      <p className="fit-fault">
        {titleOf(agent)} could not be fitted to the end: {what}. Remedy: {remedy}.
      </p>
    </section>
  );
}

interface ComparisonProperties {
  readonly compared: ComparedFits;
  readonly fits: readonly FittedAgent[];
  /** Fits of which nothing is known yet. */
  readonly missing: number;
  readonly isRunning: boolean;
}

function Comparison({
  compared: { uses, agents, words },
  fits,
  missing,
  isRunning,
}: ComparisonProperties): JSX.Element {
  const own = useMemo(() => fits.filter((one) => usesWords(one.uses) === usesWords(uses)), [fits, uses]);
  const scored = useMemo(() => scoredTrials(own), [own]);
  const spec = own[0]?.data.spec;
  return (
    <section className="fit-result" aria-label={`agents compared on ${usesWords(uses)}`}>
      <h3>Which agent explains {usesWords(uses)}</h3>
      <p className="data-verdict">{words}</p>
      {missing === 0 ? null : (
        <p className="soft">
          {missing} {missing === 1 ? 'fit is' : 'fits are'} not in it{isRunning ? ' yet' : ''}.
        </p>
      )}
      <table className="data-table" aria-label="comparison">
        <thead>
          <tr>
            {['agent', 'AIC minus the least', 'BIC', 'log evidence', 'held out, per trial', 'minus the best'].map(
              (heading) => (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {agents.map(({ title, behind, bic, logEvidence, heldOutPerTrial, heldOutBehind }) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td>{shortNumber(behind)}</td>
              <td>{shortNumber(bic)}</td>
              <td>{logEvidence === null ? 'none' : shortNumber(logEvidence)}</td>
              <td>{heldOutPerTrial === undefined ? '–' : shortNumber(heldOutPerTrial)}</td>
              <td>{heldOutBehind === undefined ? '–' : differenceText(heldOutBehind)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {scored === undefined || spec === undefined ? null : <FitTrials {...{ scored, spec }} />}
    </section>
  );
}
