import { useEffect, useMemo, useRef, useState, type JSX, type PointerEvent } from 'react';
import type { MapClock } from '../../src/figures/map-clock.ts';
import type { TrialOpened } from '../../src/protocol/trials.ts';
import { appState } from '../store/app-state.ts';
import { experiment, frames } from '../store/current.ts';
import type { TrialStore } from '../store/trial-store.ts';
import { useTheme } from '../theme/theme.ts';
import { useSame } from '../ui/use-same.ts';
import { useSize, type Size } from '../ui/use-size.ts';
import { describeMap, foldText } from './describe-map.ts';
import { heatMapFrame } from './heat-map-frame.ts';
import { HeatMapPainter, rowsOfLine } from './heat-map-painter.ts';
import { readingText } from './map-reading.ts';
import { timeAxis, type TimeAxis } from './time-axis.ts';

const margins = { top: 6, bottom: 40 };

interface Properties {
  readonly opened: TrialOpened;
  /** Displayed trial types; all if absent. */
  readonly shownTypes: readonly string[] | undefined;
  /** The time axis of the figure above, or its own. */
  readonly clock: MapClock;
}

/** RPE of every trial so far, one line per trial, on the time axis of the figure above. */
export function HeatMap({ opened: session, shownTypes, clock }: Properties): JSX.Element {
  // Its columns relative to the clock's reference event.
  const opened = useMemo(
    () => ({ ...session, columns: session.columns.map((seconds) => Number((seconds - clock.zero).toFixed(6))) }),
    [session, clock],
  );
  const isShared = clock.shared !== undefined;
  const theme = useTheme();
  const [measure, size] = useSize();
  const [peak, setPeak] = useState(1);
  const [reading, setReading] = useState('');
  const [folds, setFolds] = useState('');
  const [description, setDescription] = useState('no trial yet');
  const { trials } = opened;
  const types = useMemo(() => numbersOf(opened, shownTypes), [opened, shownTypes]);
  const axis = useSame(useMemo(() => timeAxis(clock, opened.columns, size?.width ?? 0), [clock, opened, size]));
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (canvas.current === null || size === undefined || size.height < margins.top + margins.bottom) return undefined;
    const painter = new HeatMapPainter(canvas.current);
    const height = Math.round((size.height - margins.top - margins.bottom) * window.devicePixelRatio);
    let shownStore: TrialStore | undefined;
    return frames.add(() => {
      const store = experiment.trials;
      // The previous session's map stays until the new one has data.
      if (store === undefined || (store !== shownStore && store.version === 0)) return;
      shownStore = store;
      const { trialsDone = 0, state } = appState.get().status ?? {};
      if (!painter.paint({ store, trialsDone, types, theme }, height)) return;
      setPeak(painter.peak);
      const now = foldText(store, trialsDone);
      setFolds(now);
      setDescription(
        state === 'running'
          ? ['the map is being filled', ...(now === '' ? [] : [now])].join('; ')
          : describeMap(store, opened, trialsDone, types),
      );
    });
  }, [opened, types, size, theme]);

  useEffect(() => {
    if (size === undefined || size.width === 0) return;
    frame.current?.replaceChildren(
      heatMapFrame({ size, axis, from: clock.from, margins, trials, peak, theme, namesEvents: !isShared }),
    );
  }, [size, axis, clock, trials, peak, theme, isShared]);

  const box = size === undefined ? undefined : canvasBox(opened, axis, size);
  return (
    <figure ref={measure} className="heat-map" aria-label={`Trials by time map of the RPE: ${description}`}>
      {box === undefined || size === undefined ? null : (
        <>
          <div
            className="heat-map-clip"
            style={{ left: axis.left, width: axis.right - axis.left, top: margins.top, height: box.height }}
          >
            <canvas
              ref={canvas}
              aria-hidden="true"
              style={{ left: box.left - axis.left, width: box.width, height: box.height }}
              onPointerMove={(event) => setReading(readingAt(event, opened, types))}
              onPointerLeave={() => setReading('')}
              onClick={(event) => void experiment.seek(trialAt(event, opened) + 1)}
            />
          </div>
          <div ref={frame} className="heat-map-frame" aria-hidden="true" />
          <output className="heat-map-reading numeral" aria-hidden="true">
            {reading}
          </output>
          {folds === '' || reading !== '' ? null : (
            <span className="heat-map-reading heat-map-folds" aria-hidden="true">
              {folds}
            </span>
          )}
        </>
      )}
    </figure>
  );
}

function numbersOf(opened: TrialOpened, shownTypes: readonly string[] | undefined): ReadonlySet<number> {
  return new Set(opened.types.flatMap(({ id }, i) => ((shownTypes?.includes(id) ?? true) ? [i] : [])));
}

/** Position of the canvas: each column starts at its time; the axis may cut off a part. */
function canvasBox(
  { columns, stepSeconds }: TrialOpened,
  axis: TimeAxis,
  size: Size,
): { left: number; width: number; height: number } {
  const left = axis.x(columns[0] as number);
  return {
    left,
    width: axis.x((columns.at(-1) as number) + stepSeconds) - left,
    height: size.height - margins.top - margins.bottom,
  };
}

function trialAt(
  { currentTarget, clientY }: { currentTarget: Element; clientY: number },
  { trials }: TrialOpened,
): number {
  const { top, height } = currentTarget.getBoundingClientRect();
  return Math.min(trials - 1, Math.max(0, Math.floor(((clientY - top) / height) * trials)));
}

function readingAt(event: PointerEvent<HTMLCanvasElement>, opened: TrialOpened, types: ReadonlySet<number>): string {
  const store = experiment.trials;
  if (store === undefined || store.session !== opened.session) return '';
  const canvas = event.currentTarget;
  const { left, width, top, height } = canvas.getBoundingClientRect();
  const column = Math.min(
    opened.columns.length - 1,
    Math.max(0, Math.floor(((event.clientX - left) / width) * opened.columns.length)),
  );
  const line = Math.min(canvas.height - 1, Math.max(0, Math.floor(((event.clientY - top) / height) * canvas.height)));
  const place = { trial: trialAt(event, opened), column, line: rowsOfLine(store.rows, canvas.height, line) };
  return readingText(store, opened, place, appState.get().status?.trialsDone ?? 0, types);
}
