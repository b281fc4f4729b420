import { useMemo, type JSX, type ReactNode } from 'react';
import { usesWords, type FittedData } from '../../../src/fitting/report/fitted-data.ts';
import { fittedUnits, latenciesAre, namedKinds, usualKinds } from '../../../src/fitting/report/named-data.ts';
import type { Mapping } from '../../../src/recorded/mapping.ts';
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
import { DataQuality, unwaived, type Judged } from '../data/DataQuality.tsx';
import { DataSensor } from '../data/DataSensor.tsx';
import { useSensor } from '../data/use-sensor.ts';
import { FitAgents } from './FitAgents.tsx';
import { FitCheck } from './FitCheck.tsx';
import { FitGo } from './FitGo.tsx';
import { FitNumber } from './FitNumber.tsx';
import { FitProgressLine } from './FitProgressLine.tsx';
import { useAgentTitles } from './use-agent-titles.ts';

/** What is fitted to what, and how. @param children what is asked before */
export function FitForm({ children }: { readonly children: ReactNode }): JSX.Element {
  const opened = useData((state) => state.opened);
  const { known, data } = useKinds();
  const { kinds } = data;
  const judged = useJudged(kinds);
  const sensor = useFitSensor(kinds);
  return (
    <section className="fit-form panel-scroll" aria-label="what is fitted">
      {children}
      <h3>Fitted to</h3>
      {known.length === 0 ? (
        <p className="soft">Nothing yet: say in Data which signal shows dopamine, or what was chosen.</p>
      ) : (
        <FitKinds known={known} data={data} />
      )}
      {kinds.includes('signal') ? <FitSignal /> : null}
      {opened !== undefined && isSensed(kinds) ? <DataSensor opened={opened} /> : null}
      {kinds.includes('signal') ? <FitNoise /> : null}
      {judged.ofSignal || judged.units.length > 0 ? <DataQuality judged={judged} /> : null}
      <FitAgents kinds={kinds} sensor={sensor} />
      <FitNumbers hasChoices={kinds.includes('choices')} />
      <FitButtons data={data} />
    </section>
  );
}

/** Through a sensor that a person has to name. */
const isSensed = (kinds: FittedData): boolean => kinds.includes('signal') || kinds.includes('summaries');

/** The kinds of data that the mapping names, and those that are fitted: the usual ones if nothing was said. */
function useKinds(): { readonly known: FittedData; readonly data: AskedData } {
  const mapping = useData((state) => state.mapping);
  const asked = useFits((state) => state.kinds);
  const isEach = useFits((state) => state.isEach);
  return useMemo(() => {
    const known = mapping === undefined ? [] : namedKinds(mapping);
    const still = known.filter((kind) => asked?.includes(kind));
    const kinds = still.length > 0 || mapping === undefined ? still : usualKinds(mapping);
    // What is neither dopamine nor a choice is not fitted unless a person says so, or there is nothing else.
    const fitted = kinds.length === 0 ? known.slice(0, 1) : kinds;
    return { known, data: { kinds: fitted, isEach: isEach && fitted.length > 1 } };
  }, [mapping, asked, isEach]);
}

function useJudged(kinds: FittedData): Judged {
  const mapping = useData((state) => state.mapping);
  return useMemo(
    () => ({
      ofSignal: kinds.includes('signal'),
      units: mapping !== undefined && kinds.includes('spikes') ? fittedUnits(mapping) : [],
    }),
    [mapping, kinds],
  );
}

/** Id of the sensor through which these are fitted; undefined if it is not known, and if there is none. */
function useFitSensor(kinds: FittedData): string | undefined {
  const sensor = useSensor()?.id;
  return isSensed(kinds) ? sensor : kinds.includes('spikes') ? 'spikes' : undefined;
}

/** Which of the data that there are, and whether also one by one. */
function FitKinds({
  known,
  data: { kinds, isEach },
}: {
  readonly known: FittedData;
  readonly data: AskedData;
}): JSX.Element {
  const mapping = useData((state) => state.mapping);
  return (
    <>
      <ul className="fit-models" aria-label="fitted to">
        {known.map((kind) => (
          <li key={kind}>
            <FitCheck
              isOn={kinds.includes(kind)}
              onChange={(isOn) =>
                // One at least.
                (isOn || kinds.length > 1) &&
                fits.set({ kinds: known.filter((one) => (one === kind ? isOn : kinds.includes(one))) })
              }
            >
              {kindTitle(kind)}
            </FitCheck>
            <span className="fit-kind-of">{mapping === undefined ? '' : kindOf(kind, mapping)}</span>
          </li>
        ))}
      </ul>
      {kinds.length < 2 ? null : (
        <>
          <p className="fit-signal">
            <b>how</b>
            <Segments
              label="how data are fitted"
              segments={[
                { id: 'once', title: 'at once' },
                { id: 'each', title: 'each, then at once' },
              ]}
              chosen={isEach ? 'each' : 'once'}
              onChoose={(id) => fits.set({ isEach: id === 'each' })}
            />
          </p>
          {isEach ? <p className="soft">{kinds.length + 1} fits an agent, their posteriors on one axis.</p> : null}
        </>
      )}
    </>
  );
}

const kindTitle = (kind: FittedData[number]): string => usesWords([kind]).slice('the '.length);

/** What it is in this recording. */
function kindOf(kind: FittedData[number], mapping: Mapping): string {
  const { signal = '', summaries, latencies, lickWindow } = mapping;
  const units = fittedUnits(mapping);
  const words: Readonly<Record<FittedData[number], string>> = {
    signal,
    spikes: units.length === 1 ? (units[0] ?? '') : `${units.length} neurons`,
    summaries: summaries === undefined ? '' : `${summaries.reduction} ${summaries.value}`,
    choices: mapping.choices?.stages.map(({ choice }) => choice).join(', ') ?? '',
    licks: lickWindow === undefined ? 'from cue to reward' : `${lickWindow.join(' to ')} s from the cue`,
    latencies: latencies?.latency ?? (latenciesAre(mapping) === 'choices' ? 'of first choices' : 'of first licks'),
  };
  return words[kind];
}

/** The signal as it is fitted, if there are two ways. */
function FitSignal(): JSX.Element | null {
  const hasCorrected = useData((state) => state.corrected !== undefined);
  const isCorrected = useData((state) => state.isCorrected);
  return hasCorrected ? (
    <p className="fit-signal">
      <span>signal</span>
      <Segments
        label="signal"
        segments={[
          { id: 'raw', title: 'as recorded' },
          { id: 'dff', title: 'dF/F' },
        ]}
        chosen={isCorrected ? 'dff' : 'raw'}
        onChoose={(id) => showCorrected(id === 'dff')}
      />
    </p>
  ) : null;
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

function FitNumbers({ hasChoices }: { readonly hasChoices: boolean }): JSX.Element {
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
            id === 'recover' && hasChoices
              ? 'only of fits without choices: a session does not say what other choices would have earned'
              : text
          }
          value={values[id]}
          onEnter={(value) => fits.set({ [id]: value })}
        />
      ))}
    </>
  );
}

function FitButtons({ data }: { readonly data: AskedData }): JSX.Element {
  const run = useFits((state) => state.run);
  const missing = useMissing(data);
  const asked = useAsked(data);
  return (
    <FitGo
      state={run?.state}
      missing={missing}
      onFit={() => void fitSession(asked)}
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
function useMissing(data: AskedData): string | undefined {
  const agents = useFits((state) => state.agents);
  const named = useFits((state) => state.named);
  const mapping = useData((state) => state.mapping);
  const sensor = useFitSensor(data.kinds);
  const isOwn = useApp(({ catalogue }) => catalogue?.recordings.find(({ id }) => id === sensor)?.isOwn === true);
  const judged = useJudged(data.kinds);
  const isGood = useData(({ quality, waivers }) => unwaived(quality, waivers, judged) === 0);
  if (mapping === undefined || data.kinds.length === 0) return 'There is nothing to fit.';
  if (isSensed(data.kinds) && sensor === undefined) return 'Choose the sensor first.';
  if (isOwn) return 'A sensor of your own is fitted on the command line: phasic fit.';
  if ((judged.ofSignal || judged.units.length > 0) && !isGood)
    return 'Each check of quality that fails needs a reason first.';
  if (agents.length === 0) return 'Choose an agent.';
  if (agents.some((id) => named[id]?.length === 0)) return 'Tick a parameter of each agent.';
  return data.kinds.includes('licks') && data.kinds.includes('latencies') && latenciesAre(mapping) === 'licks'
    ? 'Latencies are of first licks, and licks are of the same ones: fit one of them.'
    : undefined;
}

/** The session as it is to be fitted. */
function useAsked(data: AskedData): Parameters<typeof fitSession>[0] {
  const sensor = useSensor();
  const ofSignal = useData(({ mapping }) => mapping?.signal);
  const corrected = useData((state) => (state.isCorrected ? state.corrected?.signal : undefined));
  const raw = useData(({ opened }) => opened?.found.signals.find(({ id }) => id === ofSignal));
  return useMemo(() => {
    const signal = corrected ?? raw;
    return {
      data,
      sensor: isSensed(data.kinds) ? sensor : undefined,
      signal:
        signal !== undefined && data.kinds.includes('signal')
          ? { id: signal.id, unit: signal.unit ?? 'as recorded' }
          : undefined,
    };
  }, [data, sensor, corrected, raw]);
}
