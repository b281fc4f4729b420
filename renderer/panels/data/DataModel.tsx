import { useMemo, type JSX } from 'react';
import { Button } from 'react-aria-components';
import { conditionsOf } from '../../../src/designs/conditions.ts';
import type { Design } from '../../../src/contracts/design.ts';
import { comparedId } from '../../../src/recorded/mapping.ts';
import { lookupIn, type Catalogue } from '../../../src/spec/catalogue.ts';
import { misfitInTrials } from '../../../src/spec/fits.ts';
import type { TableSession } from '../../../src/recorded/data-set/table-sessions.ts';
import type { OpenedData, ShownSession } from '../../data/protocol.ts';
import { appState, useApp } from '../../store/app-state.ts';
import { trialAgents } from '../../store/catalogue.ts';
import { chooseTableSession, showChoices, useData, type DataState } from '../../store/data.ts';
import { driveSession } from '../../store/data-driven.ts';
import { comparedOf, DataQuality, unwaived } from './DataQuality.tsx';
import { DataSensor } from './DataSensor.tsx';
import { useSensor } from './use-sensor.ts';
import { Choice, type Option } from '../../ui/Choice.tsx';
import { Segments } from '../../ui/Segments.tsx';

/** What is compared with models is known to be good, or what fails has a reason; without it there is nothing to fail. */
const isUsable = ({ mapping, quality, waivers }: DataState): boolean =>
  mapping === undefined || comparedId(mapping) === undefined || unwaived(quality, waivers, comparedOf(mapping)) === 0;

/** The session of the recording, and the model that is driven by it. */
export function DataModel({ opened }: { readonly opened: OpenedData }): JSX.Element {
  const session = useData((state) => state.session);
  if (session === undefined) return <NoSession opened={opened} />;
  return (
    <section className="data-model panel-scroll" aria-label="model">
      <SessionFacts session={session} startsAt={opened.found.startsAt} />
      <DataQuality />
      <DrivenModel session={session} opened={opened} />
    </section>
  );
}

/** How many trials of which kinds it has. */
function SessionFacts({
  session,
  startsAt,
}: {
  readonly session: ShownSession;
  readonly startsAt: string | undefined;
}): JSX.Element {
  const isOneOfTwo = useData((state) => state.sessions.length > 1);
  const table = useData((state) => state.table);
  const fault = useData((state) => state.sessionFault);
  const { design, chooses, startSeconds, notes } = session;
  return (
    <>
      <h3>Session</h3>
      {table === undefined ? null : <TableSessions sessions={table.sessions} />}
      {isOneOfTwo ? <SessionKind chosen={chooses} /> : null}
      <p>
        {design.phases[0]?.trials} trials
        {table === undefined ? `, from ${startSeconds.toFixed(2)} s of the recording` : ''}
        {startsAt === undefined ? '' : `, which started ${startsAt}`}.
      </p>
      <ul className="data-types">
        {Object.values(conditionsOf(design)).map(({ title }) => (
          <li key={title}>{title.replace(/^session: /, '')}</li>
        ))}
      </ul>
      {[...notes, ...(fault === undefined ? [] : [fault])].map((line) => (
        <p key={line} className="soft">
          {line}.
        </p>
      ))}
    </>
  );
}

interface DrivenProperties {
  readonly session: ShownSession;
  readonly opened: OpenedData;
}

/** The agents that can be run through one of the sessions. */
function DrivenModel({ session, opened }: DrivenProperties): JSX.Element {
  const sessions = useData((state) => state.sessions);
  const catalogue = useApp((state) => state.catalogue);
  const agent = useApp((state) => state.draft?.agent.id);
  const table = useData((state) => state.table);
  const sensor = useSensor();
  const isGood = useData(isUsable);
  const agents = useMemo(
    // Sessions of a table of windows are not of a mapping.
    () => (catalogue === undefined ? [] : agentsOf(catalogue, sessions.length === 0 ? [session] : sessions)),
    [catalogue, session, sessions],
  );
  const known = agents.find(({ id }) => id === agent);
  const drive = (one: SessionAgent | undefined): void => {
    if (!isGood || one === undefined) return;
    showChoices(one.chooses);
    driveSession(one.id, sensor?.id);
  };
  return (
    <>
      <h3>Model</h3>
      <p className="soft">
        {sessions.length < 2
          ? 'Its RPE in the same session, event by event, with the same intervals.'
          : "Its RPE in the same session. One that chooses is given the animal's choices; the others its cues and rewards."}
      </p>
      {opened.found.signals.length + opened.found.units.length === 0 ? null : <DataSensor opened={opened} />}
      <Choice
        label="model"
        isLabelled
        options={agents}
        chosen={known?.id}
        placeholder="choose a model"
        onChoose={(id) => drive(agents.find((one) => one.id === id))}
      />
      <Button className="button" isDisabled={known === undefined || !isGood} onPress={() => drive(known)}>
        Run it through this session
      </Button>
      {table === undefined ? (
        <Button className="button" onPress={() => appState.set({ workspace: 'fit' })}>
          Fit parameters
        </Button>
      ) : null}
    </>
  );
}

/** Whether figures are of trials of cues and rewards, or of choices. */
const SessionKind = ({ chosen }: { readonly chosen: boolean }): JSX.Element => (
  <Segments
    label="trials"
    segments={[
      { id: 'events', title: 'events' },
      { id: 'choices', title: 'choices' },
    ]}
    chosen={chosen ? 'choices' : 'events'}
    onChoose={(id) => showChoices(id === 'choices')}
  />
);

function NoSession({ opened }: { readonly opened: OpenedData }): JSX.Element {
  const missing = useData((state) => state.missing);
  return (
    <section className="data-model panel-scroll" aria-label="model">
      <h3>Session</h3>
      <p className="soft">
        {missing === undefined
          ? 'Reading the session ...'
          : opened.found.windows === undefined
            ? 'Say which events are cues and which are rewards: then a model can be run through this session.'
            : `No model can be run: ${missing}.`}
      </p>
    </section>
  );
}

/** Which of the sessions of a table. */
function TableSessions({ sessions }: { readonly sessions: readonly TableSession[] }): JSX.Element {
  const chosen = useData((state) => state.tableSession);
  const leftOut = sessions.find(({ session }) => session === chosen)?.leftOut ?? 0;
  return (
    <>
      <Choice
        label="session"
        options={sessions.map(({ session }) => ({ id: session, title: session }))}
        chosen={chosen}
        onChoose={chooseTableSession}
      />
      {leftOut === 0 ? null : (
        <p className="soft">
          {leftOut} rewards that the table left out are put after the median interval: their times are not known.
        </p>
      )}
    </>
  );
}

/** An agent, and whether it is given the choices of a session. */
interface SessionAgent extends Option {
  readonly chooses: boolean;
}

/** Those that predict in the session of cues and rewards, and those that choose in that of choices. */
function agentsOf(
  catalogue: Catalogue,
  sessions: readonly Pick<ShownSession, 'design' | 'chooses'>[],
): readonly SessionAgent[] {
  const all = sessions.map(({ design, chooses }) => ({ chooses, agents: agentsFor(catalogue, design) }));
  return all.flatMap(({ chooses, agents }) =>
    agents.map((agent) => ({
      ...agent,
      chooses,
      ...(all.length < 2 ? {} : { description: chooses ? "given the animal's choices" : 'given cues and rewards' }),
    })),
  );
}

/** Agents that can be run through a session. */
export const agentsFor = (catalogue: Catalogue, design: Design): readonly Option[] =>
  trialAgents(catalogue)
    .filter(
      ({ learningRule }) =>
        misfitInTrials(lookupIn(catalogue), { world: { id: 'own-design' }, design }, learningRule.id) === undefined,
    )
    .map(({ id, title }) => ({ id, title }));
