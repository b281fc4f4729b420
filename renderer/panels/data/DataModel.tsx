import { useMemo, type JSX } from 'react';
import { Button } from 'react-aria-components';
import { conditionsOf } from '../../../src/designs/conditions.ts';
import type { Design } from '../../../src/contracts/design.ts';
import { comparedId } from '../../../src/recorded/mapping.ts';
import { lookupIn, type Catalogue } from '../../../src/spec/catalogue.ts';
import { misfitInTrials } from '../../../src/spec/fits.ts';
import type { TableSession } from '../../../src/recorded/data-set/table-sessions.ts';
import type { OpenedData } from '../../data/protocol.ts';
import { useApp } from '../../store/app-state.ts';
import { trialAgents } from '../../store/catalogue.ts';
import { chooseTableSession, useData, type DataState } from '../../store/data.ts';
import { driveSession } from '../../store/data-driven.ts';
import { DataQuality, unwaived } from './DataQuality.tsx';
import { DataSensor } from './DataSensor.tsx';
import { useSensor } from './use-sensor.ts';
import { Choice, type Option } from '../../ui/Choice.tsx';

/** What is compared with models is known to be good, or what fails has a reason; without it there is nothing to fail. */
const isUsable = ({ mapping, quality, waivers }: DataState): boolean =>
  mapping === undefined || comparedId(mapping) === undefined || unwaived(quality, waivers, mapping.unit) === 0;

/** The session of the recording, and the model that is driven by it. */
export function DataModel({ opened }: { readonly opened: OpenedData }): JSX.Element {
  const session = useData((state) => state.session);
  const table = useData((state) => state.table);
  const catalogue = useApp((state) => state.catalogue);
  const agent = useApp((state) => state.draft?.agent.id);
  const design = session?.design;
  const sensor = useSensor();
  const isGood = useData(isUsable);
  const agents = useMemo(
    () => (catalogue === undefined || design === undefined ? [] : agentsFor(catalogue, design)),
    [catalogue, design],
  );
  if (session === undefined || design === undefined) return <NoSession opened={opened} />;
  const [phase] = session.design.phases;
  return (
    <section className="data-model panel-scroll" aria-label="model">
      <h3>Session</h3>
      {table === undefined ? null : <TableSessions sessions={table.sessions} />}
      <p>
        {phase?.trials} trials
        {table === undefined ? `, from ${session.startSeconds.toFixed(2)} s of the recording` : ''}
        {opened.found.startsAt === undefined ? '' : `, which started ${opened.found.startsAt}`}.
      </p>
      <ul className="data-types">
        {Object.values(conditionsOf(design)).map(({ title }) => (
          <li key={title}>{title.replace(/^session: /, '')}</li>
        ))}
      </ul>
      <DataQuality />
      <h3>Model</h3>
      <p className="soft">Its RPE in the same session, event by event, with the same intervals.</p>
      {opened.found.signals.length + opened.found.units.length === 0 ? null : <DataSensor opened={opened} />}
      <Choice
        label="model"
        isLabelled
        options={agents}
        chosen={agents.some(({ id }) => id === agent) ? agent : undefined}
        placeholder="choose a model"
        onChoose={(id) => isGood && driveSession(id, sensor?.id)}
      />
      <Button
        className="button"
        isDisabled={agent === undefined || !isGood}
        onPress={() => agent !== undefined && driveSession(agent, sensor?.id)}
      >
        Run it through this session
      </Button>
    </section>
  );
}

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

/** Those that predict: one that chooses needs choices, which a session of cues and rewards does not have. */
export const agentsFor = (catalogue: Catalogue, design: Design): readonly Option[] =>
  trialAgents(catalogue)
    .filter(
      ({ learningRule }) =>
        misfitInTrials(lookupIn(catalogue), { world: { id: 'own-design' }, design }, learningRule.id) === undefined,
    )
    .map(({ id, title }) => ({ id, title }));
