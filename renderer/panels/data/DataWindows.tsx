import { useCallback, useMemo, useState, type JSX } from 'react';
import { groupingsOf } from '../../../src/analysis/animals/lines.ts';
import { meansTable } from '../../../src/analysis/animals/means-csv.ts';
import { animalFigure, type AnimalBandKind } from '../../../src/figures/animal-figure.ts';
import { heatMap } from '../../../src/figures/heat-map.ts';
import { heatRows } from '../../../src/figures/heat-rows.ts';
import type { Place } from '../../../src/figures/recording-panels.ts';
import { startsOf, type RowOrder } from '../../../src/figures/recording-data.ts';
import { asGiven, maxLines, windowMap, windowMeans } from '../../../src/figures/windows-figure.ts';
import { conditionsOf } from '../../../src/designs/conditions.ts';
import type { AlignedRecording } from '../../../src/recorded/aligned-recording.ts';
import type { Requests } from '../../data/protocol.ts';
import type { AnimalRows } from '../../../src/contracts/animal-rows.ts';
import { useData } from '../../store/data.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { DataFigure } from './DataFigure.tsx';
import { Driven, DrivenMap } from './DataDriven.tsx';
import { DataResponses } from './DataResponses.tsx';
import { useSheetText } from './use-sheet-text.ts';

/** Windows that the file has cut out already: means over its animals, and its rows as a map. */
export function DataWindows(): JSX.Element {
  const table = useData((state) => state.table);
  const name = useData((state) => state.mapping?.windows?.of);
  const unit = useData((state) => state.opened?.found.windows?.find(({ id }) => id === name)?.unit);
  return (
    <section className="data-figures" aria-label="figures">
      {table === undefined || name === undefined ? (
        <p className="soft waiting">Reading the windows ...</p>
      ) : (
        <>
          <Means windows={table.windows} title={name} unit={unit ?? asGiven} />
          <Rows windows={table.windows} title={name} unit={unit ?? asGiven} />
          <Session table={table} title={name} unit={unit ?? asGiven} />
          <DataResponses table={table} />
        </>
      )}
    </section>
  );
}

interface Properties {
  readonly windows: readonly AnimalRows[];
  readonly title: string;
  readonly unit: string;
}

const bands: readonly { readonly id: AnimalBandKind; readonly title: string }[] = [
  { id: 'pointwise', title: 'pointwise band' },
  { id: 'simultaneous', title: 'simultaneous band' },
  { id: 'symmetric', title: 'if symmetric' },
  { id: 'none', title: 'each animal' },
];

/** Height of the words of a figure, pixels. */
const words = 150;

function Means({ windows, title, unit }: Properties): JSX.Element {
  const [band, setBand] = useState<AnimalBandKind>('pointwise');
  const [by, setBy] = useState('condition');
  const groupings = useMemo(() => groupingsOf(windows, {}), [windows]);
  const grouping = groupings.some(({ id }) => id === by) ? by : 'condition';
  const text = useSheetText(title, 'means over animals');
  const data = useMemo(
    () => windowMeans({ windows, title, unit }, { by: grouping, band, provenance: text.provenance }),
    [windows, title, unit, grouping, band, text.provenance],
  );
  const hasDifference = data.means.difference !== undefined;
  const draw = useCallback(
    ({ document, width, height, theme }: Place) => {
      const panelHeight = Math.max(120, Math.floor(hasDifference ? ((height - words) * 3) / 5 : height - words));
      return animalFigure(data, { document, width, panelHeight, theme });
    },
    [data, hasDifference],
  );
  const sheet = useCallback((document: Document) => animalFigure(data, { document }), [data]);
  const csv = useCallback(() => meansTable(data.means, data), [data]);
  return (
    <>
      <div className="data-bar">
        <Choice label="lines by" options={groupings} chosen={grouping} onChoose={setBy} />
        <Segments label="band" segments={bands} chosen={band} onChoose={setBand} />
      </div>
      <div className={`data-animals ${hasDifference ? 'has-difference' : ''}`}>
        <DataFigure name="animals" draw={draw} sheet={sheet} text={text} table={csv} />
      </div>
    </>
  );
}

/** The rows of the session that a model is run through, beside the RPE of the model in the same trials. */
function Session({
  table,
  title,
  unit,
}: {
  readonly table: Requests['table']['reply'];
  readonly title: string;
  readonly unit: string;
}): JSX.Element | null {
  const name = useData((state) => state.tableSession);
  const own = useMemo(() => sessionRows(table, name), [table, name]);
  const text = useSheetText(`${title} of ${name}`, 'trials in order');
  const draw = useMemo(
    () =>
      own &&
      ((place: Place) =>
        heatMap({
          ...place,
          heat: heatRows(own.rows, startsOf(own.t), () => true, 'recorded'),
          events: [{ seconds: 0, label: own.eventAlign }],
          eventLabels: true,
          value: { what: title, unit },
          timeLabel: `time from ${own.eventAlign} (s)`,
        })),
    [own, title, unit],
  );
  const shown = useMemo(() => (own === undefined ? [] : [own]), [own]);
  if (own === undefined || draw === undefined) return null;
  return (
    <>
      <p className="data-bar">
        {name}, {own.trials.length} rows
      </p>
      <div className="data-map">
        <DataFigure name="session-rows" draw={draw} text={text} />
        <DrivenMap mapped={own} order={own.order} />
      </div>
      <Driven shown={shown} />
    </>
  );
}

/** One session as a recording around its rewards, by the trials of its design. */
function sessionRows(
  { windows, sessions }: Requests['table']['reply'],
  name: string | undefined,
): (AlignedRecording & { readonly eventAlign: string; readonly order: RowOrder }) | undefined {
  const session = sessions.find((one) => one.session === name);
  const [first] = windows;
  if (session === undefined || first === undefined) return undefined;
  const bins = first.t.length;
  const found = session.rows.flatMap(({ event, trial }) =>
    windows.flatMap(({ sessions: of, trials, rows }) => {
      const row = trials.findIndex((one, i) => one === event && of[i] === name);
      return row < 0 ? [] : [{ trial, values: rows.subarray(row * bins, (row + 1) * bins) }];
    }),
  );
  const rows = new Float32Array(found.length * bins);
  found.forEach(({ values }, i) => rows.set(values, i * bins));
  const [condition = '', { title = '' } = {}] = Object.entries(conditionsOf(session.design))[0] ?? [];
  return {
    condition,
    title: title.replace(/^session: /, ''),
    t: first.t,
    rows,
    trials: found.map(({ trial }) => trial),
    align: 'reward',
    eventAlign: first.align,
    order: { places: Array.from(found.keys()), words: 'trials in order', isSorted: false },
    marks: [{ event: 'reward', label: 'reward', seconds: 0 }],
    cut: 0,
    outside: 0,
  };
}

const inOrder = 'in order';

/** The rows of a condition, in the order of any column. */
function Rows({ windows, title, unit }: Properties): JSX.Element | null {
  const [condition, setCondition] = useState<string>();
  const [sorted, setSorted] = useState(inOrder);
  const shown = windows.find((one) => one.condition === condition) ?? windows[0];
  const columns = Object.keys(shown?.columns ?? {}).filter((name) =>
    shown?.columns[name]?.every((cell) => typeof cell === 'number'),
  );
  const by = columns.includes(sorted) ? sorted : inOrder;
  const text = useSheetText(`${title}, ${shown?.title ?? ''}`, by === inOrder ? 'rows in order' : `rows by ${by}`);
  const draw = useMemo(
    () => shown && ((place: Place) => windowMap(shown, by === inOrder ? undefined : by, { title, unit }, place)),
    [shown, by, title, unit],
  );
  if (shown === undefined || draw === undefined) return null;
  return (
    <>
      <div className="data-bar">
        <Segments
          label="rows of"
          segments={windows.slice(0, maxLines).map((one) => ({ id: one.condition, title: one.title }))}
          chosen={shown.condition}
          onChoose={setCondition}
        />
        <Choice
          label="order of rows"
          options={[
            { id: inOrder, title: 'in order of the table' },
            ...columns.map((id) => ({ id, title: `by ${id}` })),
          ]}
          chosen={by}
          onChoose={setSorted}
        />
      </div>
      <div className="data-map">
        <DataFigure isOfSet name="rows" draw={draw} text={text} />
      </div>
    </>
  );
}
