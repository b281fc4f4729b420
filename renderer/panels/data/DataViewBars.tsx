import { useMemo, type JSX } from 'react';
import type { AlignedRecording } from '../../../src/recorded/aligned-recording.ts';
import type { RowColumn } from '../../../src/contracts/animal-rows.ts';
import { setWindow } from '../../store/data.ts';
import { dataView, useDataView } from '../../store/data-view.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { SecondsField } from './SecondsField.tsx';

const modes = [
  { id: 'none', title: 'raw' },
  { id: 'subtract', title: 'minus baseline' },
  { id: 'z-score', title: 'z-score' },
  { id: 'pooled z-score', title: 'pooled z-score' },
] as const;

/** Raw, or relative to a baseline window. */
export function BaselineBar(): JSX.Element {
  const mode = useDataView((view) => view.baseline);
  const from = useDataView((view) => view.baselineFrom);
  const to = useDataView((view) => view.baselineTo);
  return (
    <>
      <Segments label="baseline" segments={modes} chosen={mode} onChoose={(baseline) => dataView.set({ baseline })} />
      {mode === 'none' ? null : (
        <>
          <SecondsField
            label="baseline from"
            value={from}
            onChange={(seconds) => seconds !== undefined && dataView.set({ baselineFrom: seconds })}
          />
          <SecondsField
            label="to"
            value={to}
            onChange={(seconds) => seconds !== undefined && dataView.set({ baselineTo: seconds })}
          />
        </>
      )}
    </>
  );
}

/** Fields that are empty show what is chosen automatically. @param example drawn windows, if there are any */
export function WindowBar({ example }: { readonly example: Pick<AlignedRecording, 't'> | undefined }): JSX.Element {
  const window = useDataView((view) => view.window);
  const { t } = example ?? {};
  const bin = t === undefined || t.length < 2 ? undefined : (t[1] as number) - (t[0] as number);
  const [start, end] = [t?.[0] ?? 0, t?.at(-1) ?? 0];
  return (
    <>
      <SecondsField
        label="before"
        value={window.beforeSeconds}
        automatic={bin === undefined ? 0 : bin / 2 - start}
        min={0}
        onChange={(beforeSeconds) => setWindow({ beforeSeconds })}
      />
      <SecondsField
        label="after"
        value={window.afterSeconds}
        automatic={bin === undefined ? 0 : end + bin / 2}
        min={0}
        onChange={(afterSeconds) => setWindow({ afterSeconds })}
      />
      <SecondsField
        label="bins"
        value={window.binSeconds}
        automatic={bin ?? 0}
        min={0.001}
        onChange={(binSeconds) => setWindow({ binSeconds })}
      />
    </>
  );
}

/** By what the rows of a map are sorted. */
export function OrderBar({ columns }: { readonly columns: Readonly<Record<string, RowColumn>> }): JSX.Element {
  const order = useDataView((view) => view.order);
  const direction = useDataView((view) => view.direction);
  const options = useMemo(() => Object.keys(columns).map((id) => ({ id, title: id })), [columns]);
  return (
    <>
      <span className="soft">sorted by</span>
      <Choice
        label="sorted by"
        options={options}
        chosen={order in columns ? order : 'trial'}
        onChoose={(id) => dataView.set({ order: id })}
      />
      <Segments
        label="direction"
        segments={[
          { id: 'ascending', title: 'ascending' },
          { id: 'descending', title: 'descending' },
        ]}
        chosen={direction}
        onChoose={(id) => dataView.set({ direction: id })}
      />
    </>
  );
}
