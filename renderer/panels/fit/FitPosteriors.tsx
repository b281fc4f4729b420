import { useCallback, useMemo, type CSSProperties, type JSX } from 'react';
import { posteriorFigure, posteriorPanels, posteriorsHeight } from '../../../src/figures/posterior-figure.ts';
import type { Place } from '../../../src/figures/recording-panels.ts';
import type { FittedAgent } from '../../../src/fitting/report/fitted-agent.ts';
import { posteriorsOf } from '../../../src/fitting/report/posteriors.ts';
import { DataFigure } from '../data/DataFigure.tsx';
import { useSheetText } from '../data/use-sheet-text.ts';

/** The posteriors of one agent's parameters, those of each kind of data on one axis. */
export function FitPosteriors({ fits }: { readonly fits: readonly FittedAgent[] }): JSX.Element | null {
  return fits.every(({ fit }) => fit.failure !== undefined) ? null : <Drawn fits={fits} />;
}

function Drawn({ fits }: { readonly fits: readonly FittedAgent[] }): JSX.Element {
  const { provenance } = useSheetText('', '');
  const data = useMemo(() => posteriorsOf(fits, provenance), [fits, provenance]);
  const draw = useCallback(
    ({ document, width, theme }: Place) => posteriorPanels({ panels: data.panels, document, width, theme }),
    [data],
  );
  const sheet = useCallback((document: Document) => posteriorFigure({ data, document }), [data]);
  const specs = useMemo(() => fits.map(({ data: { spec } }) => spec), [fits]);
  const style = { '--fit-height': `${posteriorsHeight(data.panels.length)}px` } as CSSProperties;
  return (
    <section className="fit-result" aria-label={`posteriors of ${fits[0]?.title}`}>
      <h4>Posteriors of {fits[0]?.title}</h4>
      <p className="soft">{data.note}</p>
      <div className="data-fit-figure" style={style}>
        <DataFigure name="posteriors" {...{ draw, sheet, specs }} text={data} />
      </div>
    </section>
  );
}
