import { memo, type JSX } from 'react';
import type {
  Found,
  FoundColumn,
  FoundSignal,
  FoundWindows,
  Proposal,
  Question,
  Role,
} from '../../../src/contracts/reader.ts';
import { roleOf, rolesFor, type Part } from '../../../src/recorded/mapping-roles.ts';
import { isBesideWindows } from '../../../src/recorded/window-roles.ts';
import type { OpenedData } from '../../data/protocol.ts';
import { answer, setRole, useData } from '../../store/data.ts';
import { Choice } from '../../ui/Choice.tsx';
import { DataChoiceRoles } from './DataChoiceRoles.tsx';
import { TypedNumber } from './TypedNumber.tsx';

/** What the recording contains, and what each part of it is. */
export const DataParts = memo(function DataParts({ opened }: { readonly opened: OpenedData }): JSX.Element {
  const { signals, events, units, tables, windows = [], questions, warnings } = opened.found;
  return (
    <section className="data-parts panel-scroll" aria-label="what is what">
      {questions.map((question) => (
        <QuestionRow key={question.id} question={question} />
      ))}
      {warnings.length === 0 ? null : (
        <ul className="data-warnings" aria-label="notes on the file">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <Group title="Signals" isEmpty={signals.length === 0}>
        {signals.map((signal) => (
          <PartRow
            key={signal.id}
            part={{ kind: 'signal', id: signal.id }}
            words={signalWords(signal)}
            proposal={signal.proposal}
          />
        ))}
      </Group>
      <Group title="Events" isEmpty={events.length === 0}>
        {events.map(({ id, times, values, proposal }) => (
          <PartRow
            key={id}
            part={{ kind: 'events', id, hasValues: values !== undefined }}
            words={`${times.length} events${times.length === 0 ? '' : `, first at ${(times[0] as number).toFixed(2)} s`}`}
            proposal={proposal}
          />
        ))}
      </Group>
      <Group title="Windows" isEmpty={windows.length === 0}>
        {windows.map((one) => (
          <p key={one.id} className="data-part has-role">
            <b>{one.id}</b> <span className="soft">{windowWords(one)}</span>
          </p>
        ))}
      </Group>
      {tables.map((table) => (
        <Group key={table.id} title={`Table ${table.id}, ${table.rows} rows`} isEmpty={false}>
          {table.columns.map((column) => (
            <PartRow
              key={column.id}
              part={partOf(opened.found, table.id, column)}
              words={column.kind === 'text' ? 'text' : (column.unit ?? 'numbers')}
              proposal={column.proposal}
            />
          ))}
        </Group>
      ))}
      <DataChoiceRoles tables={tables.filter(({ id }) => !isBesideWindows(opened.found, id))} />
      <Group title="Units" isEmpty={units.length === 0}>
        {units.map(({ id, spikes }) => (
          <PartRow
            key={id}
            part={{ kind: 'unit', id }}
            words={`${spikes.length.toLocaleString('en-US')} spikes`}
            proposal={undefined}
          />
        ))}
      </Group>
    </section>
  );
});

function Group({
  title,
  isEmpty,
  children,
}: {
  readonly title: string;
  readonly isEmpty: boolean;
  readonly children: JSX.Element[];
}): JSX.Element | null {
  if (isEmpty) return null;
  return (
    <>
      <h3>{title}</h3>
      {children}
    </>
  );
}

const partOf = (found: Found, table: string, { id, kind }: FoundColumn): Part =>
  isBesideWindows(found, table)
    ? { kind: 'beside windows', id, isText: kind === 'text' }
    : { kind: 'column', table, id, isText: kind === 'text' };

const windowWords = ({ rows, seconds, align }: FoundWindows): string =>
  `${rows} rows of ${seconds.length} samples, ${(seconds[0] as number).toFixed(2)} to ${(seconds.at(-1) as number).toFixed(2)} s from ${align === 'event' ? 'the event' : `the ${align}`}`;

const signalWords = ({ unit, samples, rateHz, startSeconds, endSeconds }: FoundSignal): string =>
  `${unit ?? 'no unit stated'}, ${Number(rateHz.toPrecision(4))} Hz, ${minutes(endSeconds - startSeconds)}, ${samples.toLocaleString('en-US')} samples`;

const minutes = (seconds: number): string =>
  seconds < 120 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`;

const none = 'none';

interface RowProperties {
  readonly part: Part;
  readonly words: string;
  readonly proposal: Proposal | undefined;
}

function PartRow({ part, words, proposal }: RowProperties): JSX.Element | null {
  const mapping = useData((state) => state.mapping);
  if (mapping === undefined) return null;
  const role = roleOf(mapping, part);
  const options = [{ id: none, title: '–' }, ...rolesFor(part).map((id) => ({ id, title: id }))];
  return (
    <div className={`data-part ${role === undefined ? '' : 'has-role'}`}>
      <b>{part.id}</b>
      <Choice
        label={`role of ${part.id}`}
        options={options}
        chosen={role ?? none}
        onChoose={(id) => setRole(part, id === none ? undefined : (id as Role))}
      />
      <span className="soft">
        {[words, ...(proposal === undefined || proposal.role !== role ? [] : [proposal.reason])].join('; ')}
      </span>
    </div>
  );
}

function QuestionRow({
  question: { id, text, options, number, proposed, reason },
}: {
  readonly question: Question;
}): JSX.Element {
  const chosen = useData((state) => state.mapping?.answers[id]);
  return (
    <div className="data-question">
      <p>
        {text}{' '}
        {chosen === undefined || chosen === proposed ? <span className="soft">Proposed because {reason}.</span> : null}
      </p>
      {number === undefined ? (
        <Choice label={text} options={options} chosen={chosen ?? proposed} onChoose={(option) => answer(id, option)} />
      ) : (
        // The file is then read again.
        <TypedNumber label={text} number={number} value={chosen ?? proposed} onEnter={(typed) => answer(id, typed)} />
      )}
    </div>
  );
}
