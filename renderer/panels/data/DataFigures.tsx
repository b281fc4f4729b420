import type { JSX } from 'react';
import { changedSteps } from '../../../src/recorded/photometry/pipeline.ts';
import type { OpenedData, Requests } from '../../data/protocol.ts';
import { showCorrected, useData } from '../../store/data.ts';
import { Segments } from '../../ui/Segments.tsx';
import { DataAround } from './DataAround.tsx';
import { unstated } from './DataFit.tsx';
import { DataChoices } from './DataChoices.tsx';
import { DataTrace } from './DataTrace.tsx';
import { DataUnits } from './DataUnits.tsx';

/** The session's trace, and around its events: the recording, and the model below it on the same time axis. */
export function DataFigures({ opened }: { readonly opened: OpenedData }): JSX.Element {
  const raw = useData((state) => opened.found.signals.find(({ id }) => id === state.mapping?.signal));
  const corrected = useData((state) => state.corrected);
  const isCorrected = useData((state) => state.isCorrected);
  const unit = useData((state) => state.mapping?.unit);
  const rate = useData((state) => state.rate);
  const signal = unit === undefined ? (isCorrected ? (corrected?.signal ?? raw) : raw) : rate;
  const design = useData((state) => state.session?.design);
  const hasChoices = design?.states !== undefined;
  const hasUnits = opened.found.units.length > 0;
  return (
    <section className="data-figures" aria-label="figures">
      {signal === undefined && hasChoices && opened.found.signals.length === 0 ? null : signal === undefined ? (
        <p className="soft waiting">
          {hasUnits ? 'Say which signal or unit shows dopamine.' : 'Say which signal shows dopamine.'}
        </p>
      ) : (
        <>
          {corrected === undefined ? null : (
            <div className="data-bar">
              <Segments
                label="signal"
                segments={[
                  { id: 'raw', title: 'as recorded' },
                  { id: 'dff', title: 'dF/F' },
                ]}
                chosen={isCorrected ? 'dff' : 'raw'}
                onChoose={(id) => showCorrected(id === 'dff')}
              />
              <span className="soft">{correctionWords(corrected)}</span>
            </div>
          )}
          <DataTrace key={signal.id} signal={signal} />
          <DataAround title={unit === undefined ? signal.id : `rate of ${unit}`} unit={signal.unit ?? unstated} />
        </>
      )}
      {hasChoices ? <DataChoices design={design} found={opened.found} /> : null}
      {hasUnits ? <DataUnits units={opened.found.units} /> : null}
    </section>
  );
}

/** How dF/F came about, and what it knows of the future. */
function correctionWords({ fit, looksAhead, pipeline }: NonNullable<Requests['corrected']['reply']>): string {
  const by =
    fit === undefined
      ? 'Without a control.'
      : `Slope of the control ${fit.slope.toFixed(3)} (95 % ${fit.interval.map((end) => end.toFixed(3)).join(' to ')}).`;
  const changed = changedSteps(pipeline, fit !== undefined);
  return [
    by,
    ...(changed.length === 0 ? [] : [`Steps of the experiment that was opened: ${changed.join('; ')}.`]),
    ...(looksAhead.length === 0 ? [] : [`It looks ahead: ${looksAhead.join('; ')}.`]),
  ].join(' ');
}
