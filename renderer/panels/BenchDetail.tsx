import { useEffect, useRef, type JSX } from 'react';
import { Button } from 'react-aria-components';
import { expectationText } from '../../src/analysis/signatures.ts';
import {
  judgedWord,
  notJudgedWords,
  roleWords,
  verdictMarks,
  verdictReason,
} from '../../src/analysis/verdict-words.ts';
import type { BenchSignature } from '../../src/contracts/bench.ts';
import { findEntry, type Catalogue } from '../../src/spec/catalogue.ts';
import type { Setting } from '../../src/contracts/search.ts';
import { seedStrip } from '../../src/figures/seed-strip.ts';
import type { BenchCellDetail, BenchSearchDetail } from '../../src/protocol/messages.ts';
import { figureTheme } from '../plots/figure-theme.ts';
import { useApp } from '../store/app-state.ts';
import { bench } from '../store/current.ts';
import { openCell } from '../store/opening.ts';
import { useTheme } from '../theme/theme.ts';
import { shortNumber } from '../ui/words.ts';
import { NoteLines } from './NoteLines.tsx';

/** Details of a matrix cell: every signature over its seeds, explanations, and how to run it again. */
export function BenchDetail({
  cell,
  catalogue,
}: {
  readonly cell: BenchCellDetail;
  readonly catalogue: Catalogue;
}): JSX.Element {
  const { paradigm, agent, verdict, signatures, command, shipped, slow, error, search } = cell;
  const isRunning = useApp((state) => state.bench?.running === true);
  const entry = findEntry(catalogue, 'paradigms', paradigm);
  const name = `${entry?.title ?? paradigm}, ${findEntry(catalogue, 'agents', agent)?.title ?? agent}`;
  return (
    <section className="bench-detail" aria-label={name}>
      <header className="workspace-head">
        <div className="workspace-titles">
          <h3>{name}</h3>
          <p>
            {verdictMarks[verdict].words}; {error ?? verdictReason(signatures)}.
          </p>
          <NoteLines entry={entry} agent={agent} />
          {entry?.nonePasses === undefined ? null : (
            <p className="soft">No agent passes with default parameters: {entry.nonePasses}</p>
          )}
          {entry?.noneFails === undefined ? null : <p className="soft">No agent is known to fail: {entry.noneFails}</p>}
          {shipped === undefined ? null : (
            <p className="soft">
              These numbers are shipped with Phasic{isWithoutSeeds(signatures) ? ', without those of single seeds' : ''}
              .
            </p>
          )}
          <p className="soft">
            Run it again: <code>{command}</code>
          </p>
        </div>
        {shipped === undefined ? null : (
          <Button className="button" isDisabled={isRunning} onPress={() => void bench.run(cell)}>
            {isRunning ? 'Running ...' : `Run its ${cell.seeds} seeds${slow === undefined ? '' : ', minutes each'}`}
          </Button>
        )}
        <Button className="button" onPress={() => openCell(paradigm, agent)}>
          Open the experiment
        </Button>
      </header>
      {signatures.length === 0 ? null : <Signatures signatures={signatures} />}
      {search === undefined ? null : (
        <WithSetting search={search} open={(setting) => openCell(paradigm, agent, setting)} />
      )}
    </section>
  );
}

/** Whether a number is shown that no seed is known of. */
const isWithoutSeeds = (signatures: readonly BenchSignature[]): boolean =>
  signatures.some(({ values, measured }) => measured !== null && values.length === 0);

/** The result of a search for a setting that passes. */
function WithSetting({
  search,
  open,
}: {
  readonly search: BenchSearchDetail;
  readonly open: (setting: Setting) => void;
}): JSX.Element {
  const { words, best } = search;
  return (
    <>
      <header className="workspace-head">
        <div className="workspace-titles">
          <h3>With another setting</h3>
          <p>{words}.</p>
          {best === undefined ? null : (
            <p className="soft">
              Run it: <code>{best.command}</code>
            </p>
          )}
        </div>
        {best === undefined ? null : (
          <Button className="button" onPress={() => open(best.setting)}>
            Open with this setting
          </Button>
        )}
      </header>
      {best === undefined || best.signatures.length === 0 ? null : <Signatures signatures={best.signatures} />}
    </>
  );
}

function Signatures({ signatures }: { readonly signatures: readonly BenchSignature[] }): JSX.Element {
  return (
    <table className="signatures">
      <thead>
        <tr>
          <th scope="col">over seeds</th>
          <th scope="col">what the paper reported, and how it is measured here</th>
          <th scope="col">role</th>
          <th scope="col">seeds, with the interval of their mean</th>
          <th scope="col" className="number-cell">
            mean [95 %]
          </th>
          <th scope="col">expected</th>
        </tr>
      </thead>
      <tbody>
        {signatures.map((signature) => (
          <Row key={signature.id} signature={signature} signatures={signatures} />
        ))}
      </tbody>
    </table>
  );
}

function Row({
  signature,
  signatures,
}: {
  readonly signature: BenchSignature;
  readonly signatures: readonly BenchSignature[];
}): JSX.Element {
  const { id, claim, quantity, expected, byConstruction } = signature;
  const word = judgedWord(signature, signatures);
  return (
    <tr data-signature={id}>
      <td className={`verdict ${word.replace(' ', '-')}`}>{word}</td>
      <th scope="row">
        {claim}
        <span className="soft small quantity">
          {id}: {quantity}
        </span>
        {word === 'not judged' ? (
          <span className="soft small quantity">not judged: {notJudgedWords(signature, signatures)}</span>
        ) : null}
        {byConstruction === undefined ? null : (
          <span className="soft small quantity">does not count: {byConstruction}</span>
        )}
      </th>
      <td>{roleWords(signature)}</td>
      <td>
        <Strip signature={signature} />
      </td>
      <td className="number-cell numeral">{meanText(signature)}</td>
      <td className="numeral expected-cell">{expectationText(expected).replaceAll('-', '\u2212')}</td>
    </tr>
  );
}

function meanText({ measured, interval }: BenchSignature): string {
  if (measured === null) return 'undefined';
  return `${shortNumber(measured)}${interval === null ? '' : ` [${interval.map(shortNumber).join(', ')}]`}`;
}

function Strip({ signature }: { readonly signature: BenchSignature }): JSX.Element {
  const frame = useRef<HTMLSpanElement>(null);
  const theme = useTheme();
  useEffect(
    () => frame.current?.replaceChildren(seedStrip({ signature, document, theme: figureTheme(theme) })),
    [signature, theme],
  );
  return <span ref={frame} />;
}
