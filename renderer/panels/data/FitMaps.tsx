import { useCallback, useMemo, type JSX } from 'react';
import { heatMap } from '../../../src/figures/heat-map.ts';
import { symmetricLimit } from '../../../src/figures/heat-pixels.ts';
import { heatRows, orderedRows } from '../../../src/figures/heat-rows.ts';
import { startsOf, type RowOrder } from '../../../src/figures/recording-data.ts';
import { rowLabelOf, timeLabelOf, type Place } from '../../../src/figures/recording-panels.ts';
import { mapTable } from '../../../src/figures/recording-table.ts';
import { DataFigure } from './DataFigure.tsx';
import type { FittedRecording } from './use-fit.ts';
import { useSheetText } from './use-sheet-text.ts';

interface MapsProperties {
  readonly mapped: FittedRecording;
  readonly order: RowOrder;
  readonly unit: string;
}

/** Recording, model and residual of a condition's trials, in the same colours and the same order. */
export function FitMaps(given: MapsProperties): JSX.Element {
  const { rows, predicted, residual } = given.mapped;
  const limit = useMemo(
    () => Math.max(...[rows, predicted].map((values) => symmetricLimit(values))),
    [rows, predicted],
  );
  return (
    <div className="data-fit-maps">
      <FitMap of={rows} what="recording" limit={limit} {...given} />
      <FitMap of={predicted} what="model" limit={limit} {...given} />
      <FitMap of={residual} what="residual" limit={limit} {...given} />
    </div>
  );
}

interface MapProperties extends MapsProperties {
  readonly of: Float64Array;
  readonly what: string;
  readonly limit: number;
}

function FitMap({ of, what, mapped, order, unit, limit }: MapProperties): JSX.Element {
  const text = useSheetText(`${mapped.title}: ${what}`, order.words);
  const draw = useCallback(
    (place: Place) => {
      const rows = orderedRows(Float32Array.from(of), mapped.t.length, order.places);
      return heatMap({
        ...place,
        heat: heatRows(rows, startsOf(mapped.t), () => true, `${what}: ${mapped.title}, ${order.words}`),
        events: mapped.marks.map(({ seconds, label }) => ({ seconds, label })),
        eventLabels: true,
        limit,
        rowLabel: rowLabelOf(order),
        value: { what, unit },
        timeLabel: timeLabelOf(mapped.align),
      });
    },
    [of, what, mapped, order, unit, limit],
  );
  const table = useCallback(
    () => mapTable({ ...mapped, rows: of }, order, { title: what, unit }),
    [of, what, mapped, order, unit],
  );
  return <DataFigure name={`${what}-trials`} {...{ draw, text, table }} />;
}
