import { useCallback, useEffect, useMemo, type JSX } from 'react';
import { Button } from 'react-aria-components';
import { InputError } from '../../../src/core/errors.ts';
import { chosenMeans } from '../../../src/analysis/animals/chosen.ts';
import type { AnimalMeans } from '../../../src/analysis/animals/means.ts';
import { meansTable } from '../../../src/analysis/animals/means-csv.ts';
import { measuredCoverage } from '../../../src/analysis/bands/coverage.ts';
import { animalFigure, type AnimalFigureData } from '../../../src/figures/animal-figure.ts';
import { baselineWords, shownUnit, type Place, type ShownSignal } from '../../../src/figures/recording-panels.ts';
import type { AnimalRows } from '../../../src/contracts/animal-rows.ts';
import type { SetWindows } from '../../../src/recorded/data-set/read-set.ts';
import { setBaseline } from '../../../src/recorded/data-set/set-baseline.ts';
import { setNotes } from '../../../src/recorded/data-set/set-notes.ts';
import {
  averageCorrected,
  isWaivedIn,
  readAgain,
  readSessions,
  stopReading,
  useDataSet,
} from '../../store/data-set.ts';
import { useDataView } from '../../store/data-view.ts';
import { Segments } from '../../ui/Segments.tsx';
import { DataAnimalChoices, groupsOf, knownBy } from './DataAnimalChoices.tsx';
import { DataFigure } from './DataFigure.tsx';
import { BaselineBar, WindowBar } from './DataViewBars.tsx';

/** Means over the animals of a set, read when they are looked at. */
export function DataAnimals(): JSX.Element {
  const set = useDataSet((state) => state.set);
  const fault = useDataSet((state) => state.fault);
  const reading = useDataSet((state) => state.reading);
  const isMapped = useDataSet((state) => state.isMapped);
  const isCorrected = useDataSet((state) => state.isCorrected);
  useEffect(() => {
    if (isMapped && set === undefined && fault === undefined && reading === undefined) void readSessions();
  }, [isMapped, set, fault, reading]);
  return (
    <section className="data-figures" aria-label="means over animals">
      <div className="data-bar">
        <Segments
          label="signal of all sessions"
          segments={[
            { id: 'raw', title: 'as recorded' },
            { id: 'dff', title: 'dF/F' },
          ]}
          chosen={isCorrected ? 'dff' : 'raw'}
          onChoose={(id) => averageCorrected(id === 'dff')}
        />
        <BaselineBar />
        <WindowBar example={set?.windows[0]} />
      </div>
      {isMapped ? null : (
        <p className="soft waiting">
          Select the first session and say which signal shows dopamine and which events are cues and rewards.
        </p>
      )}
      {reading === undefined ? null : (
        <p className="data-bar soft" role="status">
          Read {reading.done} of {reading.of} sessions ...{' '}
          <Button className="text-button" onPress={stopReading}>
            Stop
          </Button>
        </p>
      )}
      {fault === undefined ? null : (
        <p className="data-fault" role="alert">
          {fault}{' '}
          <Button className="text-button" onPress={readAgain}>
            Read again
          </Button>
        </p>
      )}
      {set === undefined ? null : <SetFigure set={set} />}
    </section>
  );
}

function SetFigure({ set }: { readonly set: SetWindows }): JSX.Element {
  const signal = useShownSignal(set);
  const relative = useRelative(set, signal);
  if ('fault' in relative)
    return (
      <p className="data-fault" role="alert">
        {relative.fault}
      </p>
    );
  if (relative.windows.length === 0) return <p className="soft waiting">No session could be read.</p>;
  return <Means set={set} windows={relative.windows} signal={signal} />;
}

function useShownSignal({ signal, unit }: SetWindows): ShownSignal {
  const mode = useDataView((view) => view.baseline);
  const from = useDataView((view) => view.baselineFrom);
  const to = useDataView((view) => view.baselineTo);
  return useMemo(
    () => ({
      title: signal,
      unit: unit ?? 'as recorded',
      baseline: mode === 'none' ? undefined : { mode, range: [from, to] },
    }),
    [signal, unit, mode, from, to],
  );
}

/** With the animals that sessions are of now, relative to the baselines, or why that cannot be. */
function useRelative(
  set: SetWindows,
  { baseline }: ShownSignal,
): { readonly windows: readonly AnimalRows[] } | { readonly fault: string } {
  const sessions = useDataSet((state) => state.sessions);
  const windows = useMemo(() => {
    const animals = new Map(sessions.map(({ name, animal }) => [name, animal]));
    return set.windows.map((one) => ({
      ...one,
      animals: one.sessions.map((session, row) => animals.get(session) ?? (one.animals[row] as string)),
    }));
  }, [set, sessions]);
  return useMemo(() => {
    if (baseline === undefined) return { windows };
    try {
      return { windows: setBaseline(windows, baseline) };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { fault: `No baseline: ${error.what}; ${error.remedy}.` };
    }
  }, [windows, baseline]);
}

interface MeansProperties {
  readonly set: SetWindows;
  readonly windows: readonly AnimalRows[];
  readonly signal: ShownSignal;
}

function Means({ set, windows, signal }: MeansProperties): JSX.Element {
  const data = useFigureData({ set, windows, signal });
  const draw = useCallback(
    ({ document, width, height, theme }: Place) =>
      animalFigure(data, { document, width, theme, panelHeight: panelHeight(height, data.means) }),
    [data],
  );
  const sheet = useCallback((document: Document) => animalFigure(data, { document }), [data]);
  const table = useCallback(() => meansTable(data.means, data), [data]);
  return (
    <>
      <DataAnimalChoices windows={windows} means={data.means} />
      <div className="data-animals">
        <DataFigure isOfSet name="animals" draw={draw} sheet={sheet} text={sheetText(data)} table={table} />
      </div>
      <p className="soft data-bar">{coverageWords(data)}</p>
    </>
  );
}

const sheetText = ({ title, provenance }: AnimalFigureData) => ({ title, note: 'means over animals', provenance });

/** Room for captions above and between panels, px. */
const captions = 190;

const panelHeight = (height: number, { difference }: AnimalMeans): number =>
  Math.max(170, Math.round((height - captions) / (difference === undefined ? 1 : 5 / 3)));

function useFigureData({ set, windows, signal }: MeansProperties): AnimalFigureData {
  const sessions = useDataSet((state) => state.sessions);
  const choice = useDataSet((state) => state.choice);
  const groups = useMemo(() => groupsOf(sessions), [sessions]);
  const { means, hidden } = useMemo(
    () =>
      chosenMeans(windows, {
        conditions: choice.conditions,
        by: knownBy(windows, groups, choice.by),
        groups,
        difference: choice.difference,
      }),
    [windows, choice.conditions, choice.by, choice.difference, groups],
  );
  return useMemo(() => {
    const left = sessions.filter(({ isLeftOut }) => isLeftOut).map(({ name }) => name);
    const words = baselineWords(signal);
    return {
      title: signal.title,
      unit: shownUnit(signal),
      baseline: signal.baseline?.range,
      means,
      band: choice.band,
      showsAnimals: choice.showsAnimals,
      notes: [
        ...(words === '' ? [] : [`Windows ${words}.`]),
        ...(hidden.length === 0 ? [] : [`Not drawn: ${hidden.join('; ')}.`]),
        ...setNotes(set, left, isWaivedIn(sessions)),
      ],
      provenance: set.sessions.map(({ name }) => name.session).join(', '),
    };
  }, [set, sessions, signal, means, hidden, choice.band, choice.showsAnimals]);
}

/** How often such a band held the truth in simulated experiments. */
function coverageWords({ means: { lines, difference }, band }: AnimalFigureData): string {
  if (band === 'none' || band === 'pooled') return '';
  const of = difference?.of ?? 'curve';
  const animals = difference?.animals ?? [Math.min(...lines.map((line) => line.animals.length))];
  const cells = measuredCoverage(of, animals);
  const held = cells.flatMap((cell) => {
    const share = band === 'pointwise' ? cell.pointwise : band === 'symmetric' ? cell.ifSymmetric : cell.simultaneous;
    return share === null ? [] : [share];
  });
  if (held.length === 0) return 'How often such a band holds was not measured for so few animals.';
  const what = band === 'pointwise' ? 'the truth at one point' : 'the whole true curve';
  return `In simulated experiments with ${Math.min(...(cells[0]?.animals ?? []))} animals such a band (${of}) held ${what} in ${Math.min(...held).toFixed(1)} to ${Math.max(...held).toFixed(1)} %, by how animals differ.`;
}
