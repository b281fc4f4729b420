import { memo, useEffect, useMemo, useRef, type JSX } from 'react';
import { Button } from 'react-aria-components';
import { searchMark, searchMarks } from '../../src/analysis/search-words.ts';
import { judgingWords, verdictMarks } from '../../src/analysis/verdict-words.ts';
import { findEntry, type Catalogue } from '../../src/spec/catalogue.ts';
import type { Kind } from '../../src/spec/kinds.ts';
import type { BenchCellLine, BenchMatrix } from '../../src/protocol/messages.ts';
import { useApp } from '../store/app-state.ts';
import { bench } from '../store/current.ts';
import { BenchDetail } from './BenchDetail.tsx';
import { ErrorLine } from './ErrorLine.tsx';

/** The matrix paradigm x agent: which model shows which finding. */
export function BenchPanel(): JSX.Element {
  const isOpen = useApp((state) => state.connection === 'open');
  // If Bench is chosen before Phasic answers, the matrix is shown once it does.
  useEffect(() => {
    if (isOpen) void bench.load();
  }, [isOpen]);
  const matrix = useApp((state) => state.bench);
  const catalogue = useApp((state) => state.catalogue);
  const cell = useApp((state) => state.benchCell);
  return (
    <main className={cell === undefined ? 'workspace-panel' : 'workspace-panel with-detail'} aria-label="bench">
      <ErrorLine />
      {matrix === undefined || catalogue === undefined ? (
        <p className="soft waiting">Loading results ...</p>
      ) : (
        <>
          <BenchHead matrix={matrix} />
          <div className="bench-scroll">
            <Matrix matrix={matrix} catalogue={catalogue} chosen={cell} />
          </div>
          {cell === undefined ? null : <BenchDetail cell={cell} catalogue={catalogue} />}
        </>
      )}
    </main>
  );
}

function BenchHead({ matrix }: { readonly matrix: BenchMatrix }): JSX.Element {
  const total = matrix.paradigms.length * matrix.agents.length - matrix.outside.length;
  const missing = total - matrix.cells.length;
  const shipped = matrix.cells.filter((cell) => cell.shipped === true).length;
  return (
    <header className="workspace-head">
      <div className="workspace-titles">
        <h2>Which model shows which finding</h2>
        <p className="soft bench-judging">{judgingWords(matrix.seeds)} Choose a cell to see its details.</p>
        <p className="bench-key">
          {Object.entries(verdictMarks).map(([verdict, { letter, words }]) => (
            <span key={verdict}>
              <i className={`bench-cell ${verdict}`}>{letter}</i> {words}
            </span>
          ))}
          {Object.values(searchMarks).map(({ mark, words }) => (
            <span key={mark}>
              <i className="bench-cell">{mark}</i> {words}
            </span>
          ))}
        </p>
      </div>
      <p className="soft numeral" role="status">
        {missing === 0 ? `all ${total} cells` : `${matrix.cells.length} of ${total} cells`}
        {shipped === 0 ? '' : `, ${shipped} as shipped with Phasic`}
      </p>
      {matrix.running ? (
        <Button className="button" onPress={() => void bench.stop()}>
          Stop
        </Button>
      ) : (
        <Button className="button" isDisabled={missing + shipped === 0} onPress={() => void bench.run()}>
          {shipped > 0 ? 'Run them here' : missing === total ? 'Run' : 'Run the rest'}
        </Button>
      )}
    </header>
  );
}

interface MatrixProperties {
  readonly matrix: BenchMatrix;
  readonly catalogue: Catalogue;
  /** The cell whose details are shown. */
  readonly chosen: Pick<BenchCellLine, 'paradigm' | 'agent'> | undefined;
}

const Matrix = memo(function Matrix({ matrix, catalogue, chosen }: MatrixProperties): JSX.Element {
  const cells = useMemo(
    () => new Map(matrix.cells.map((cell) => [`${cell.paradigm} ${cell.agent}`, cell])),
    [matrix.cells],
  );
  const outside = useMemo(
    () => new Set(matrix.outside.map(({ paradigm, agent }) => `${paradigm} ${agent}`)),
    [matrix.outside],
  );
  const agents = useMemo(() => titlesOf(catalogue, 'agents', matrix.agents), [catalogue, matrix.agents]);
  const paradigms = useMemo(() => titlesOf(catalogue, 'paradigms', matrix.paradigms), [catalogue, matrix.paradigms]);
  return (
    <table className="bench-matrix">
      <thead>
        <tr>
          <th scope="col">paradigm</th>
          {matrix.agents.map((agent, i) => (
            <th key={agent} scope="col" className="bench-agent">
              <span>{agents[i]}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {matrix.paradigms.map((paradigm, i) => (
          <Row
            key={paradigm}
            title={paradigms[i] as string}
            agents={agents}
            cells={matrix.agents.map((agent) => {
              const name = `${paradigm} ${agent}`;
              return outside.has(name) ? 'outside' : cells.get(name);
            })}
            chosen={paradigm === chosen?.paradigm ? chosen.agent : undefined}
          />
        ))}
      </tbody>
    </table>
  );
});

const titlesOf = (catalogue: Catalogue, kind: Kind, ids: readonly string[]): readonly string[] =>
  ids.map((id) => findEntry(catalogue, kind, id)?.title ?? id);

interface RowProperties {
  readonly title: string;
  /** Titles of the agents. */
  readonly agents: readonly string[];
  /** In display order. */
  readonly cells: readonly ShownCell[];
  /** Agent of the cell whose details are shown. */
  readonly chosen: string | undefined;
}

/** Rerendered only if one of its cells changes: a run fills thousands, a few at a time. */
const Row = memo(
  function Row({ title, agents, cells, chosen }: RowProperties): JSX.Element {
    return (
      <tr>
        <th scope="row">{title}</th>
        {cells.map((cell, i) => (
          <td key={agents[i]}>
            <Cell
              cell={cell}
              name={`${title}, ${agents[i]}`}
              isChosen={typeof cell === 'object' && cell.agent === chosen}
            />
          </td>
        ))}
      </tr>
    );
  },
  (before, after) =>
    before.title === after.title &&
    before.agents === after.agents &&
    before.chosen === after.chosen &&
    before.cells.every((cell, i) => cell === after.cells[i]),
);

/** Undefined if it is still to be run. */
type ShownCell = BenchCellLine | 'outside' | undefined;

interface CellProperties {
  readonly cell: ShownCell;
  readonly name: string;
  readonly isChosen: boolean;
}

const Cell = memo(function Cell({ cell, name, isChosen }: CellProperties): JSX.Element | null {
  if (cell === undefined) return <span className="bench-cell unknown" />;
  if (cell === 'outside')
    return <span className="bench-cell" title={`${name}: not in the matrix; its sessions take minutes`} />;
  return <KnownCell cell={cell} name={name} isChosen={isChosen} />;
});

function KnownCell({ cell, name, isChosen }: CellProperties & { readonly cell: BenchCellLine }): JSX.Element {
  const frame = useRef<HTMLButtonElement>(null);
  // Its details take half of the height.
  useEffect(() => {
    if (isChosen) frame.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isChosen]);
  const { letter, words } = verdictMarks[cell.verdict];
  if (cell.verdict === 'not-applicable')
    return (
      <span className="bench-cell not-applicable" title={`${name}: ${words}`}>
        {letter}
      </span>
    );
  const { search } = cell;
  const label = `${name}: ${words}; ${cell.error ?? cell.reason}${search === undefined ? '' : `; ${search.words}`}${cell.shipped === true ? ' (as shipped)' : ''}`;
  return (
    <button
      ref={frame}
      type="button"
      className={`bench-cell ${cell.verdict}`}
      aria-pressed={isChosen}
      aria-label={label}
      // Drawn by the style: the label says it in words.
      data-search-mark={search === undefined ? undefined : searchMark(search.found)}
      title={label}
      onClick={() => void bench.look(cell.paradigm, cell.agent)}
    >
      {letter}
    </button>
  );
}
