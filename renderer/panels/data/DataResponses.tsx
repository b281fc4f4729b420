import { useMemo, useState, type JSX } from 'react';
import {
  responseSpans,
  responsesOf,
  responsesOver,
  rWords,
  spanWords,
  type ResponseSpans,
} from '../../../src/analysis/animals/responses.ts';
import type { AnimalRows } from '../../../src/contracts/animal-rows.ts';
import type { TableSession } from '../../../src/recorded/data-set/table-sessions.ts';
import type { Requests } from '../../data/protocol.ts';
import { useApp } from '../../store/app-state.ts';
import { useData } from '../../store/data.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { useWholeStore } from './DataDriven.tsx';
import { useIsOfSession } from './use-driven-run.ts';

type Table = Requests['table']['reply'];

/** How the response of each animal goes with a column, e.g. the time since the last reward; and that of the model. */
export function DataResponses({ table }: { readonly table: Table }): JSX.Element | null {
  const interval = useData((state) => state.mapping?.windows?.interval);
  const [chosen, setChosen] = useState<string>();
  const [scale, setScale] = useState<'log' | 'linear'>('log');
  const windows = table.windows[0];
  const columns = useMemo(() => (windows === undefined ? [] : numberColumns(windows)), [windows]);
  const column = columns.find((name) => name === chosen) ?? columns.find((name) => name === interval) ?? columns[0];
  const spans = useMemo(() => (windows === undefined ? undefined : responseSpans(windows)), [windows]);
  if (windows === undefined || spans === undefined || column === undefined) return null;
  return (
    <>
      <div className="data-bar">
        <Choice
          label="responses over"
          options={columns.map((id) => ({ id, title: `response over ${id}` }))}
          chosen={column}
          onChoose={setChosen}
        />
        <Segments
          label="scale"
          segments={[
            { id: 'log', title: `log of ${column}` },
            { id: 'linear', title: column },
          ]}
          chosen={scale}
          onChoose={setScale}
        />
        <span className="soft">{spanWords(spans)}</span>
      </div>
      <Correlations of={{ windows, sessions: table.sessions, column, isLog: scale === 'log', spans }} />
    </>
  );
}

interface Asked {
  readonly windows: AnimalRows;
  readonly sessions: readonly TableSession[];
  readonly column: string;
  readonly isLog: boolean;
  readonly spans: Required<ResponseSpans>;
}

function Correlations({ of }: { readonly of: Asked }): JSX.Element {
  const { windows, column, isLog, spans } = of;
  const x = useMemo(
    () => (windows.columns[column] ?? []).map((cell) => (isLog ? Math.log(Number(cell)) : Number(cell))),
    [windows, column, isLog],
  );
  const responses = useMemo(() => responsesOf(windows, spans), [windows, spans]);
  const all = useMemo(() => responsesOver(windows.animals, x, responses), [windows, x, responses]);
  const driven = useDriven(of, x, responses);
  return (
    <table className="data-responses">
      <thead>
        <tr>
          <th scope="col">animal</th>
          <th scope="col">events</th>
          <th scope="col">r, recorded</th>
          {driven === undefined ? null : <th scope="col">r, model</th>}
        </tr>
      </thead>
      <tbody>
        {all.map(({ animal, events, line }) => (
          <tr key={animal}>
            <th scope="row">{animal}</th>
            <td className="numeral">{events}</td>
            <td className="numeral">{rWords(line?.r)}</td>
            {driven === undefined ? null : <td className="soft">–</td>}
          </tr>
        ))}
        {driven === undefined ? null : (
          <tr>
            <th scope="row">{driven.session}</th>
            <td className="numeral">{driven.events}</td>
            <td className="numeral">{rWords(driven.recorded)}</td>
            <td className="numeral">{rWords(driven.model)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** The chosen session alone, if a model was run through it: the same events in both. */
function useDriven({ windows, sessions, spans }: Asked, x: readonly number[], responses: Float64Array) {
  const name = useData((state) => state.tableSession);
  const isOfSession = useIsOfSession();
  const run = useApp(({ shown }) => shown);
  const store = useWholeStore(run?.opened.session);
  return useMemo(() => {
    const session = sessions.find((one) => one.session === name);
    if (!isOfSession || session === undefined || run === undefined || store === undefined || store.trialsPerRow > 1)
      return undefined;
    const places = new Map(
      windows.trials.flatMap((event, row) =>
        windows.sessions[row] === session.session ? [[event, row] as const] : [],
      ),
    );
    const rpe = responsesOf({ rows: store.rpe, t: run.opened.columns }, { response: spans.response });
    const pairs = session.rows.flatMap(({ event, trial }) => {
      const place = places.get(event);
      return place === undefined ? [] : [{ place, model: rpe[trial] as number }];
    });
    const own = pairs.map(() => session.session);
    const r = (y: readonly number[]): number | undefined =>
      responsesOver(
        own,
        pairs.map(({ place }) => x[place] as number),
        y,
      )[0]?.line?.r;
    return {
      session: session.session,
      events: pairs.length,
      recorded: r(pairs.map(({ place }) => responses[place] as number)),
      model: r(pairs.map(({ model }) => model)),
    };
  }, [windows, sessions, spans, x, responses, name, isOfSession, run, store]);
}

const numberColumns = ({ columns }: AnimalRows): readonly string[] =>
  Object.keys(columns).filter((name) => columns[name]?.every((cell) => typeof cell === 'number'));
