import { useMemo, useState, type JSX } from 'react';
import { Button } from 'react-aria-components';
import { shortNumber } from '../../../src/core/short-number.ts';
import { findEntry, lookupIn, type Catalogue } from '../../../src/spec/catalogue.ts';
import { completeTrialSpec } from '../../../src/spec/complete.ts';
import { partOf } from '../../../src/spec/part-of.ts';
import { isUsual, pathOf, realPlaces, type RealPlace } from '../../../src/spec/real-places.ts';
import type { FittedData } from '../../../src/fitting/report/fitted-data.ts';
import type { TrialSpec } from '../../../src/spec/spec.ts';
import type { ShownSession } from '../../data/protocol.ts';
import { useApp } from '../../store/app-state.ts';
import { useData } from '../../store/data.ts';
import { fits, useFits } from '../../store/fits.ts';
import { Choice, type Option } from '../../ui/Choice.tsx';
import { agentsFor } from '../data/DataModel.tsx';
import { TypedNumber } from '../data/TypedNumber.tsx';
import { FitCheck } from './FitCheck.tsx';
import { useAgentTitles } from './use-agent-titles.ts';

/** More could not be distinguished. */
const maxAgents = 6;

interface Properties {
  readonly kinds: FittedData;
  /** Id of the sensor, if data are fitted through one. */
  readonly sensor: string | undefined;
}

/** The agents that are fitted, each with its parameters. */
export function FitAgents({ kinds, sensor }: Properties): JSX.Element {
  const catalogue = useApp((state) => state.catalogue);
  const sessions = useData((state) => state.sessions);
  const agents = useFits((state) => state.agents);
  const options = useMemo(
    () => (catalogue === undefined ? [] : optionsFor(catalogue, sessions, kinds)),
    [catalogue, sessions, kinds],
  );
  return (
    <>
      <h3>Agents</h3>
      {agents.map((id) => (
        <FitAgent key={id} id={id} barred={barredIn(options, id)} sensor={sensor} />
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
function optionsFor(catalogue: Catalogue, sessions: readonly ShownSession[], kinds: FittedData): readonly Option[] {
  const needsChoices = kinds.includes('choices');
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
          ? 'does not choose: it can be fitted to other data alone'
          : undefined;
    return { ...agent, ...(barred === undefined ? {} : { barred }) };
  });
}

function barredIn(options: readonly Option[], id: string): string | undefined {
  const own = options.find((one) => one.id === id);
  return own === undefined ? 'cannot be run through this session' : own.barred;
}

interface AgentProperties extends Pick<Properties, 'sensor'> {
  readonly id: string;
  /** Why it cannot be fitted. */
  readonly barred: string | undefined;
}

function FitAgent({ id, barred, sensor }: AgentProperties): JSX.Element {
  const titleOf = useAgentTitles();
  const agents = useFits((state) => state.agents);
  const named = useFits((state) => state.named);
  const fixed = useFits((state) => state.fixed);
  const spec = useSpec(id, sensor);
  const places = usePlaces(spec);
  const [showsAll, setShowsAll] = useState(false);
  const usual = useMemo(() => places.filter(isUsual).map(pathOf), [places]);
  const chosen = named[id] ?? usual;
  const shown = showsAll ? places : places.filter((place) => isUsual(place) || chosen.includes(pathOf(place)));
  const change = (path: string, is: boolean): void => {
    const next = places.map(pathOf).filter((one) => (one === path ? is : chosen.includes(one)));
    const isAsUsual = next.length === usual.length && next.every((one) => usual.includes(one));
    const { [id]: _, ...others } = named;
    fits.set({ named: isAsUsual ? others : { ...others, [id]: next } });
    if (is) fix(path, undefined);
  };
  const fix = (path: string, value: number | undefined): void => {
    const { [path]: _, ...others } = fixed[id] ?? {};
    fits.set({ fixed: { ...fixed, [id]: value === undefined ? others : { ...others, [path]: value } } });
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
            {chosen.includes(pathOf(place)) || spec === undefined ? null : (
              <FixedValue
                place={place}
                usual={partOf(spec, place.part)?.parameters[place.name] as number}
                value={fixed[id]?.[pathOf(place)]}
                onFix={(value) => fix(pathOf(place), value)}
              />
            )}
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

interface FixedProperties {
  readonly place: RealPlace;
  /** Its value if nothing is said. */
  readonly usual: number;
  readonly value: number | undefined;
  /** @param value undefined for the usual one */
  readonly onFix: (value: number | undefined) => void;
}

/** The value of a parameter that is not fitted. */
const FixedValue = ({ place, usual, value = usual, onFix }: FixedProperties): JSX.Element => (
  <TypedNumber
    key={value}
    label={`value of ${pathOf(place)}`}
    value={String(value)}
    number={{ min: place.declared.min, max: place.declared.max, isWhole: false, unit: '' }}
    onEnter={(typed) => onFix(Number(typed) === usual ? undefined : Number(typed))}
  />
);

/** The experiment of the session with the agent, seen through the sensor; undefined if it cannot be run through it. */
function useSpec(agent: string, sensor: string | undefined): TrialSpec | undefined {
  const catalogue = useApp((state) => state.catalogue);
  const sessions = useData((state) => state.sessions);
  return useMemo(() => {
    if (catalogue === undefined) return undefined;
    const session = sessions.find(({ design }) => agentsFor(catalogue, design).some(({ id }) => id === agent));
    return (
      session &&
      completeTrialSpec(lookupIn(catalogue), {
        world: 'own-design',
        design: session.design,
        agent,
        ...(sensor === undefined ? {} : { recording: sensor }),
      })
    );
  }, [catalogue, sessions, agent, sensor]);
}

/** Numbers of an agent and of the sensor that can be fitted in the session. */
function usePlaces(spec: TrialSpec | undefined): readonly RealPlace[] {
  const catalogue = useApp((state) => state.catalogue);
  return useMemo(
    () => (catalogue === undefined || spec === undefined ? [] : realPlaces(lookupIn(catalogue), spec)),
    [catalogue, spec],
  );
}
