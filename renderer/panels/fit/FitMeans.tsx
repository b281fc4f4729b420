import { useCallback, useMemo, useState, type CSSProperties, type JSX } from 'react';
import { fitFigure, fitHeight } from '../../../src/figures/fit-figure.ts';
import type { Place } from '../../../src/figures/recording-panels.ts';
import { recordingSheet, sheetWidth } from '../../../src/figures/recording-sheet.ts';
import type { FittedAgent } from '../../../src/fitting/report/fitted-agent.ts';
import { predictionMeans } from '../../../src/fitting/report/prediction-means.ts';
import type { ToldFit } from '../../fit/protocol.ts';
import { DataFigure } from '../data/DataFigure.tsx';
import { useSheetText } from '../data/use-sheet-text.ts';

interface Properties {
  readonly fitted: FittedAgent;
  readonly prediction: NonNullable<ToldFit['prediction']>;
  readonly unit: string;
}

/** More would not fit beside each other. */
const maxKinds = 3;

/** Means of the signal and of its prediction around the trials of each kind. */
export function FitMeans({ fitted: { title, data }, prediction, unit }: Properties): JSX.Element | null {
  const panels = useMemo(() => predictionMeans(data.spec, prediction, maxKinds), [data.spec, prediction]);
  const [width, setWidth] = useState(sheetWidth);
  const text = useSheetText(
    `${data.signal?.id ?? 'signal'}: recorded, and ${title} as fitted`,
    'means over trials; baseline and gain included, below them what is left',
  );
  const drawn = useCallback(
    (place: Omit<Place, 'height'>) => fitFigure({ panels, title: 'signal', unit, ...place }),
    [panels, unit],
  );
  const draw = useCallback(
    (place: Place) => {
      setWidth(place.width);
      return drawn(place);
    },
    [drawn],
  );
  const sheet = useCallback(
    (document: Document) =>
      recordingSheet(text, [{ height: fitHeight(panels.length, sheetWidth), draw: drawn }], document),
    [text, panels, drawn],
  );
  const specs = useMemo(() => [data.spec], [data.spec]);
  if (panels.length === 0) return null;
  const style = { '--fit-height': `${fitHeight(panels.length, width)}px` } as CSSProperties;
  return (
    <section aria-label={`means of ${title}`}>
      <h4>Around the events</h4>
      <div className="data-fit-figure" style={style}>
        <DataFigure name="prediction-means" {...{ draw, text, sheet, specs }} />
      </div>
    </section>
  );
}
