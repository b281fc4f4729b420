import { useMemo, useState, type JSX } from 'react';
import { Button } from 'react-aria-components';
import { shortNumber } from '../../../src/core/short-number.ts';
import { findEntry, lookupIn, type Catalogue } from '../../../src/spec/catalogue.ts';
import { completeTrialSpec } from '../../../src/spec/complete.ts';
import { isUsual, pathOf, realPlaces, type RealPlace } from '../../../src/spec/real-places.ts';
import type { ShownSession } from '../../data/protocol.ts';
import { useApp } from '../../store/app-state.ts';
import { useData } from '../../store/data.ts';
import { fits, useFits, type AskedData } from '../../store/fits.ts';
import { Choice, type Option } from '../../ui/Choice.tsx';
import { agentsFor } from '../data/DataModel.tsx';
import { useSensor } from '../data/use-sensor.ts';
import { FitCheck } from './FitCheck.tsx';
import { useAgentTitles } from './use-agent-titles.ts';

/** More could not be distinguished. */
const maxAgents = 6;

/** The agents that are fitted, each with its parameters. */
export function FitAgents({ data }: { readonly data: AskedData | undefined }): JSX.Element {
  const catalogue = useApp((state) => state.catalogue);
  const sessions = useData((state) => state.sessions);
  const agents = useFits((state) => state.agents);
  const options = useMemo(
    () => (catalogue === undefined ? [] : optionsFor(catalogue, sessions, data)),
    [catalogue, sessions, data],
  );
  return (
    <>
      <h3>Agents</h3>
      {agents.map((id) => (
        <FitAgent key={id} id={id} barred={barredIn(options, id)} />
      ))}
      {agents.length >= maxAgents ? null : (
        <Choice
          label="agent to fit"
          options={options.filter(({ id }) => !agents.includes(id))}
          chosen={undefined}
          placeholder={agents.length === 0 ? 'choose an agent' : 'compare with another agent'}
          onChoose={(id) => fits.set({ agents: [...agents, id] })}
        />
      )}
    </>
  );
}

/** Those that can be run through one of the sessions, with why one cannot be fitted. */
function optionsFor(
  catalogue: Catalogue,
  sessions: readonly ShownSession[],
  data: AskedData | undefined,
): readonly Option[] {
  const needsChoices = data !== undefined && data !== 'signal';
  const all = new Map(
    sessions.flatMap(({ design, chooses }) =>
      agentsFor(catalogue, design).map((agent) => [agent.id, { ...agent, chooses }] as const),
    ),
  );
  return [...all.values()].map(({ chooses, ...agent }) => {
    const barred =
      findEntry(catalogue, 'agents', agent.id)?.isOwn === true
        ? 'is yours: phasic fit, on the command line, fits it'
        : needsChoices && !chooses
          ? 'does not choose: it can be fitted to the signal alone'
          : undefined;
    return { ...agent, ...(barred === undefined ? {} : { barred }) };
  });
}

function barredIn(options: readonly Option[], id: string): string | undefined {
  const own = options.find((one) => one.id === id);
  return own === undefined ? 'cannot be run through this session' : own.barred;
}

function FitAgent({ id, barred }: { readonly id: string; readonly barred: string | undefined }): JSX.Element {
  const titleOf = useAgentTitles();
  const agents = useFits((state) => state.agents);
  const named = useFits((state) => state.named);
  const places = usePlaces(id);
  const [showsAll, setShowsAll] = useState(false);
  const usual = useMemo(() => places.filter(isUsual).map(pathOf), [places]);
  const chosen = named[id] ?? usual;
  const shown = showsAll ? places : places.filter((place) => isUsual(place) || chosen.includes(pathOf(place)));
  const change = (path: string, is: boolean): void => {
    const next = places.map(pathOf).filter((one) => (one === path ? is : chosen.includes(one)));
    const isAsUsual = next.length === usual.length && next.every((one) => usual.includes(one));
    const { [id]: _, ...others } = named;
    fits.set({ named: isAsUsual ? others : { ...others, [id]: next } });
  };
  return (
    <div role="group" className="fit-agent" aria-label={titleOf(id)}>
      <div className="fit-agent-head">
        <b>{titleOf(id)}</b>
        <Button
          className="text-button"
          aria-label={`remove ${titleOf(id)}`}
          onPress={() => fits.set({ agents: agents.filter((other) => other !== id) })}
        >
          remove
        </Button>
      </div>
      {barred === undefined ? null : <p className="fit-fault">It {barred}.</p>}
      <ul className="fit-parameters">
        {shown.map((place) => (
          <li key={pathOf(place)}>
            <FitCheck isOn={chosen.includes(pathOf(place))} onChange={(is) => change(pathOf(place), is)}>
              {pathOf(place)}{' '}
              {place.declared.symbol === undefined ? null : <i className="symbol">{place.declared.symbol}</i>}
            </FitCheck>
            <span className="soft">{rangeWords(place)}</span>
          </li>
        ))}
      </ul>
      {chosen.length === 0 ? <p className="fit-fault">Nothing of it is free: tick a parameter.</p> : null}
      {shown.length < places.length || showsAll ? (
        <Button className="text-button" onPress={() => setShowsAll(!showsAll)}>
          {showsAll ? 'fewer parameters' : `${places.length - shown.length} more parameters`}
        </Button>
      ) : null}
    </div>
  );
}

const rangeWords = ({ declared: { min, max, unit } }: RealPlace): string =>
  `${shortNumber(min)} to ${shortNumber(max)}${unit === undefined ? '' : ` ${unit}`}`;

/** Numbers of an agent and of the sensor that can be fitted in the session. */
function usePlaces(agent: string): readonly RealPlace[] {
  const catalogue = useApp((state) => state.catalogue);
  const sessions = useData((state) => state.sessions);
  const sensor = useSensor()?.id;
  return useMemo(() => {
    if (catalogue === undefined) return [];
    const session = sessions.find(({ design }) => agentsFor(catalogue, design).some(({ id }) => id === agent));
    if (session === undefined) return [];
    const lookup = lookupIn(catalogue);
    const spec = completeTrialSpec(lookup, {
      world: 'own-design',
      design: session.design,
      agent,
      ...(sensor === undefined ? {} : { recording: sensor }),
    });
    return realPlaces(lookup, spec);
  }, [catalogue, sessions, agent, sensor]);
}
