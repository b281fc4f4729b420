import { useMemo, type JSX, type ReactNode } from 'react';
import { comparedId, type Mapping } from '../../../src/recorded/mapping.ts';
import type { OpenedData } from '../../data/protocol.ts';
import { useApp } from '../../store/app-state.ts';
import { showCorrected, useData } from '../../store/data.ts';
import {
  fitSession,
  fits,
  fittedOf,
  resumeFits,
  stopFits,
  useFits,
  type AskedData,
  type FitQuestions,
  type FitRun,
} from '../../store/fits.ts';
import { Segments } from '../../ui/Segments.tsx';
import { DataQuality } from '../data/DataQuality.tsx';
import { DataSensor } from '../data/DataSensor.tsx';
import { useIsGood } from '../data/use-fit.ts';
import { useSensor } from '../data/use-sensor.ts';
import { FitAgents } from './FitAgents.tsx';
import { FitGo } from './FitGo.tsx';
import { FitNumber } from './FitNumber.tsx';
import { FitProgressLine } from './FitProgressLine.tsx';
import { useAgentTitles } from './use-agent-titles.ts';

const kinds: readonly { readonly id: AskedData; readonly title: string }[] = [
  { id: 'signal', title: 'signal' },
  { id: 'choices', title: 'choices' },
  { id: 'both', title: 'both' },
  { id: 'each', title: 'each' },
];

/** What a mapping has for agents to be fitted to, the usual one first. */
function kindsIn(mapping: Mapping | undefined): readonly AskedData[] {
  const hasSignal = mapping?.signal !== undefined;
  const hasChoices = mapping?.choices !== undefined;
  if (hasSignal && hasChoices) return ['both', 'each', 'signal', 'choices'];
  return hasChoices ? ['choices'] : hasSignal ? ['signal'] : [];
}

/** What is fitted to what, and how. @param children what is asked before */
export function FitForm({ children }: { readonly children: ReactNode }): JSX.Element {
  const mapping = useData((state) => state.mapping);
  const opened = useData((state) => state.opened);
  const asked = useFits((state) => state.data);
  const known = kindsIn(mapping);
  const data = known.find((one) => one === asked) ?? known[0];
  return (
    <section className="fit-form panel-scroll" aria-label="what is fitted">
      {children}
      <h3>Fitted to</h3>
      {data === undefined ? (
        <p className="soft">
          {mapping?.unit === undefined
            ? 'Nothing yet: say in Data which signal shows dopamine, or what was chosen.'
            : 'Spike trains are fitted on the command line (phasic fit): choose a signal in Data.'}
        </p>
      ) : known.length === 1 ? (
        <p>The {data}.</p>
      ) : (
        <Segments
          label="fitted to"
          segments={kinds.filter(({ id }) => known.includes(id))}
          chosen={data}
          onChoose={(id) => fits.set({ data: id })}
        />
      )}
      {data === 'each' ? <p className="soft">The signal alone, choices alone, and both: three fits an agent.</p> : null}
      {data === undefined || data === 'choices' || opened === undefined ? null : <FitSignal opened={opened} />}
      <FitAgents data={data} />
      <FitNumbers hasSignalAlone={data === 'signal'} />
      <FitButtons data={data} />
    </section>
  );
}

/** The signal as it is compared, and what recorded it. */
function FitSignal({ opened }: { readonly opened: OpenedData }): JSX.Element {
  const signal = useData((state) => state.mapping?.signal);
  const hasCorrected = useData((state) => state.corrected !== undefined);
  const isCorrected = useData((state) => state.isCorrected);
  return (
    <>
      <p className="fit-signal">
        <span>{signal}</span>
        {hasCorrected ? (
          <Segments
            label="signal"
            segments={[
              { id: 'raw', title: 'as recorded' },
              { id: 'dff', title: 'dF/F' },
            ]}
            chosen={isCorrected ? 'dff' : 'raw'}
            onChoose={(id) => showCorrected(id === 'dff')}
          />
        ) : null}
      </p>
      <DataSensor opened={opened} />
      <FitNoise />
      <DataQuality />
    </>
  );
}

/** Whether samples far away from the model weigh less than normal noise lets them. */
function FitNoise(): JSX.Element {
  const isHeavyTailed = useFits((state) => state.isHeavyTailed);
  return (
    <p className="fit-signal">
      <span>noise</span>
      <Segments
        label="noise"
        segments={[
          { id: 'normal', title: 'normal' },
          { id: 'student', title: 'Student’s t' },
        ]}
        chosen={isHeavyTailed ? 'student' : 'normal'}
        onChoose={(id) => fits.set({ isHeavyTailed: id === 'student' })}
      />
    </p>
  );
}

const intervals = [
  { id: 'laplace', title: 'normal', text: 'by the normal approximation at the maximum' },
  { id: 'profile', title: 'profile', text: 'where the profile of the posterior has fallen by 1.92; takes longer' },
  { id: 'grid', title: 'grid', text: 'quantiles of the posterior on a grid, of one to three parameters; takes longer' },
] as const;

/** How the intervals of estimates are computed. */
function FitIntervals(): JSX.Element {
  const posterior = useFits((state) => state.posterior);
  const chosen = intervals.find(({ id }) => id === posterior) ?? intervals[0];
  return (
    <>
      <p className="fit-signal">
        <b>intervals</b>
        <Segments
          label="intervals"
          segments={intervals}
          chosen={chosen.id}
          onChoose={(id) => fits.set({ posterior: id === 'laplace' ? undefined : id })}
        />
      </p>
      <p className="soft">{chosen.text}</p>
    </>
  );
}

interface NumberRow {
  readonly id: keyof Pick<FitQuestions, 'starts' | 'blocks' | 'recover' | 'seed'>;
  readonly title: string;
  readonly text: string;
  readonly min: number;
  readonly max: number;
}

const numbers: readonly NumberRow[] = [
  { id: 'starts', title: 'searches', text: 'from different starts; ten or more are usual', min: 1, max: 1000 },
  {
    id: 'blocks',
    title: 'held-out blocks',
    text: 'also fit without each block of trials, and score the block; 0: none',
    min: 0,
    max: 100,
  },
  {
    id: 'recover',
    title: 'simulated sessions',
    text: 'can this session tell? Simulated with known parameters, and fitted; 0: none, 100 are usual',
    min: 0,
    max: 10_000,
  },
  { id: 'seed', title: 'seed', text: 'the same seed gives the same numbers', min: 0, max: 0xffffffff },
];

function FitNumbers({ hasSignalAlone }: { readonly hasSignalAlone: boolean }): JSX.Element {
  const values = useFits((state) => state);
  return (
    <>
      <h3>How</h3>
      <FitIntervals />
      {numbers.map(({ id, title, text, min, max }) => (
        <FitNumber
          key={id}
          {...{ title, min, max }}
          text={
            id === 'recover' && !hasSignalAlone
              ? 'only of fits to the signal alone: a session does not say what other choices would have earned'
              : text
          }
          value={values[id]}
          onEnter={(value) => fits.set({ [id]: value })}
        />
      ))}
    </>
  );
}

function FitButtons({ data }: { readonly data: AskedData | undefined }): JSX.Element {
  const run = useFits((state) => state.run);
  const missing = useMissing(data);
  const asked = useAsked(data);
  return (
    <FitGo
      state={run?.state}
      missing={missing ?? (asked === undefined ? '' : undefined)}
      onFit={() => asked && void fitSession(asked)}
      onStop={stopFits}
      onResume={() => void resumeFits()}
    >
      {run === undefined ? null : <Progress run={run} />}
    </FitGo>
  );
}

function Progress({ run }: { readonly run: FitRun }): JSX.Element {
  const { work, progress } = run;
  const titleOf = useAgentTitles();
  const number = progress?.number ?? 0;
  const fitOf = work.fits.length < 2 ? '' : `fit ${number + 1} of ${work.fits.length}, `;
  return (
    <FitProgressLine
      run={run}
      what={`${titleOf(work.fits[number]?.agent ?? '')}: ${fitOf}`}
      made={`${fittedOf(run).length} of ${work.fits.length} ${work.fits.length === 1 ? 'fit' : 'fits'} made`}
    />
  );
}

/** Why nothing can be fitted. */
function useMissing(data: AskedData | undefined): string | undefined {
  const agents = useFits((state) => state.agents);
  const named = useFits((state) => state.named);
  const sensor = useSensor();
  const isOwn = useApp(({ catalogue }) => catalogue?.recordings.find(({ id }) => id === sensor?.id)?.isOwn === true);
  const isGood = useIsGood();
  const isOfSignal = data !== 'choices';
  if (data === undefined) return 'There is nothing to fit.';
  if (isOfSignal && sensor === undefined) return 'Choose the sensor first.';
  if (isOfSignal && isOwn) return 'A sensor of your own is fitted on the command line: phasic fit.';
  if (isOfSignal && !isGood) return 'Each check of quality that fails needs a reason first.';
  if (agents.length === 0) return 'Choose an agent.';
  return agents.some((id) => named[id]?.length === 0) ? 'Tick a parameter of each agent.' : undefined;
}

/** The session as it is to be fitted. */
function useAsked(data: AskedData | undefined): Parameters<typeof fitSession>[0] | undefined {
  const sensor = useSensor();
  const compared = useData(({ mapping }) => mapping && comparedId(mapping));
  const corrected = useData((state) => (state.isCorrected ? state.corrected?.signal : undefined));
  const raw = useData(({ opened }) => opened?.found.signals.find(({ id }) => id === compared));
  return useMemo(() => {
    if (data === undefined) return undefined;
    const signal = corrected ?? raw;
    return data === 'choices'
      ? { data, sensor: undefined, signal: undefined }
      : { data, sensor, signal: signal && { id: signal.id, unit: signal.unit ?? 'as recorded' } };
  }, [data, sensor, corrected, raw]);
}
