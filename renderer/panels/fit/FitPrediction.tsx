import { useCallback, useMemo, useState, type CSSProperties, type JSX } from 'react';
import { Button } from 'react-aria-components';
import { predictionFigure, predictionHeight, type PredictionStretch } from '../../../src/figures/prediction-figure.ts';
import type { Place } from '../../../src/figures/recording-panels.ts';
import { recordingSheet } from '../../../src/figures/recording-sheet.ts';
import type { FittedAgent } from '../../../src/fitting/report/fitted-agent.ts';
import { predictionTable } from '../../../src/fitting/report/prediction-table.ts';
import type { ToldFit } from '../../fit/protocol.ts';
import { Segments } from '../../ui/Segments.tsx';
import { DataFigure } from '../data/DataFigure.tsx';
import { useSheetText } from '../data/use-sheet-text.ts';

type Prediction = NonNullable<ToldFit['prediction']>;

interface Properties {
  readonly fitted: FittedAgent;
  readonly prediction: Prediction;
  readonly unit: string;
}

const lengths = [
  { id: '30', title: '30 s' },
  { id: '60', title: '1 min' },
  { id: '300', title: '5 min' },
] as const;

/** The recorded signal, the prediction over it, and the residual, a stretch at a time. */
export function FitPrediction({ fitted, prediction, unit }: Properties): JSX.Element {
  const { title, data } = fitted;
  const whole = useMemo(() => wholeOf(data.spec, prediction), [data.spec, prediction]);
  const end = whole.startSeconds + whole.recorded.length * whole.binSeconds;
  const [from, setFrom] = useState(whole.startSeconds);
  const [length, setLength] = useState<(typeof lengths)[number]['id']>('60');
  const seconds = Number(length);
  const stretch = useMemo(() => stretchOf(whole, from, seconds), [whole, from, seconds]);
  const signal = data.signal?.id ?? '';
  const text = useSheetText(
    `${signal}: recorded, and ${title} as fitted`,
    `baseline and gain included, below it what is left`,
  );
  const draw = useCallback(
    ({ document, width, theme }: Omit<Place, 'height'>) =>
      predictionFigure({ stretch, signal, unit, model: title, document, width, theme }),
    [stretch, signal, unit, title],
  );
  const height = predictionHeight(stretch.events.length);
  const sheet = useCallback(
    (document: Document) => recordingSheet(text, [{ height, draw }], document),
    [text, height, draw],
  );
  const table = useCallback(() => predictionTable(prediction, whole.startSeconds, unit), [prediction, whole, unit]);
  const specs = useMemo(() => [data.spec], [data.spec]);
  const move = (by: number): void =>
    setFrom(Math.max(whole.startSeconds, Math.min(end - seconds, from + by * seconds)));
  const style = { '--fit-height': `${height}px` } as CSSProperties;
  return (
    <section aria-label={`prediction of ${title}`}>
      <h4>Prediction and residual</h4>
      <div className="data-bar">
        <Segments label="stretch" segments={lengths} chosen={length} onChoose={setLength} />
        <Button className="text-button" isDisabled={from <= whole.startSeconds} onPress={() => move(-1)}>
          earlier
        </Button>
        <Button className="text-button" isDisabled={from + seconds >= end} onPress={() => move(1)}>
          later
        </Button>
        <span className="soft">
          {from.toFixed(0)} to {Math.min(end, from + seconds).toFixed(0)} of {end.toFixed(0)} s
        </span>
      </div>
      <div className="data-fit-figure" style={style}>
        <DataFigure name="prediction" {...{ draw, text, sheet, table, specs }} />
      </div>
    </section>
  );
}

type Spec = FittedAgent['data']['spec'];

/** The whole session, on the recording's clock. */
function wholeOf({ design, recordedFrom }: Spec, prediction: Prediction): PredictionStretch {
  const zero = recordedFrom?.startSeconds ?? 0;
  const trials = design?.phases.flatMap((phase) => phase.recorded ?? []) ?? [];
  const times = new Map<string, number[]>();
  const add = (title: string, seconds: number): void => {
    times.set(title, [...(times.get(title) ?? []), seconds]);
  };
  for (const { zeroSeconds, cues, rewards, choices = [] } of trials) {
    for (const { cue, onsetSeconds } of cues) add(cue, zero + zeroSeconds + onsetSeconds);
    for (const { seconds } of choices) add('choice', zero + zeroSeconds + seconds);
    for (const { seconds, magnitude } of rewards)
      add(magnitude === 0 ? 'omission' : 'reward', zero + zeroSeconds + seconds);
  }
  return {
    startSeconds: zero + prediction.startSeconds,
    binSeconds: prediction.binSeconds,
    recorded: prediction.values,
    predicted: prediction.predicted,
    events: [...times].map(([title, seconds]) => ({ title, seconds })),
  };
}

function stretchOf(whole: PredictionStretch, fromSeconds: number, seconds: number): PredictionStretch {
  const { startSeconds, binSeconds, recorded, predicted } = whole;
  const first = Math.max(0, Math.round((fromSeconds - startSeconds) / binSeconds));
  const last = first + Math.round(seconds / binSeconds);
  return {
    ...whole,
    startSeconds: startSeconds + first * binSeconds,
    recorded: recorded.slice(first, last),
    predicted: predicted.slice(first, last),
  };
}
