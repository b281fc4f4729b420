import { useCallback, useMemo, useState, type CSSProperties, type JSX } from 'react';
import type { Table } from '../../../src/contracts/table.ts';
import { fitFigure, fitHeight, type FitPanel } from '../../../src/figures/fit-figure.ts';
import { meanPanel, trialPanel } from '../../../src/figures/fit-panels.ts';
import type { RowOrder } from '../../../src/figures/recording-data.ts';
import type { Place } from '../../../src/figures/recording-panels.ts';
import { recordingSheet, sheetWidth } from '../../../src/figures/recording-sheet.ts';
import type { Baseline } from '../../../src/recorded/aligned/baseline.ts';
import type { AlignedRecording } from '../../../src/recorded/aligned-recording.ts';
import { agreementOf, agreementWords } from '../../../src/recorded/model/agreement.ts';
import { agreementCells, agreementHeadings, fitWords } from '../../../src/recorded/model/fit-words.ts';
import { fitTable } from '../../../src/recorded/model/fit-table.ts';
import type { ModelFit } from '../../../src/recorded/model/model-fit.ts';
import { dataModel, useDataModel } from '../../store/data-model.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { DataFigure } from './DataFigure.tsx';
import { DataMultiverse } from './DataMultiverse.tsx';
import { FitMaps } from './FitMaps.tsx';
import { useFit, type DrawnRecording, type FittedRecording } from './use-fit.ts';
import { useSensor, type KnownSensor } from './use-sensor.ts';
import { useSheetText } from './use-sheet-text.ts';

/** In place of the unit of a recording that states none. */
export const unstated = 'as recorded';

interface FitProperties {
  /** All conditions; the figure shows the first ones. */
  readonly recorded: readonly AlignedRecording[];
  readonly shown: readonly AlignedRecording[];
  /** The condition whose trials are mapped. */
  readonly mapped: AlignedRecording;
  /** Of its trials in the map. */
  readonly order: RowOrder;
  /** The window whose mean is subtracted from each trial; undefined if nothing is. */
  readonly baseline: Baseline['range'] | undefined;
  readonly title: string;
  readonly unit: string;
}

/** The model through its sensor on the recording's axis, what it leaves unexplained, and whether another model wins. */
export function DataFit({ recorded, shown, mapped, order, baseline, title, unit }: FitProperties): JSX.Element {
  const sensor = useSensor();
  const found = useFit(recorded, baseline, sensor);
  const { fit, error, isComputing } = found ?? {};
  return (
    <>
      {found === undefined || sensor === undefined ? null : (
        <section className="data-fit" aria-label="recording and model">
          <h3>{sensor.title}: recording and model</h3>
          <FitChoices />
          {error === undefined ? null : (
            <p className="soft">
              {error.what}: {error.remedy}.
            </p>
          )}
          {isComputing === true ? <p className="soft">Computing what the sensor shows of the model ...</p> : null}
          {fit === undefined ? null : (
            <Fitted
              fit={fit}
              shown={fit.conditions.filter(({ condition }) => shown.some((one) => one.condition === condition))}
              mapped={fit.conditions.find(({ condition }) => condition === mapped.condition)}
              {...{ order, sensor, baseline, title, unit }}
            />
          )}
        </section>
      )}
      <DataMultiverse delaySeconds={fit?.delaySeconds ?? 0} />
    </>
  );
}

function FitChoices(): JSX.Element {
  const gains = useDataModel((state) => state.gains);
  const isDelayFitted = useDataModel((state) => state.isDelayFitted);
  return (
    <div className="data-bar">
      <Segments
        label="gains"
        segments={[
          { id: 'one', title: 'one gain' },
          { id: 'separate', title: 'separate for positive and negative RPE' },
        ]}
        chosen={gains}
        onChoose={(id) => dataModel.set({ gains: id })}
      />
      <Segments
        label="delay"
        segments={[
          { id: 'none', title: 'no further delay' },
          { id: 'fitted', title: 'fit a delay, 0 to 0.5 s' },
        ]}
        chosen={isDelayFitted ? 'fitted' : 'none'}
        onChoose={(id) => dataModel.set({ isDelayFitted: id === 'fitted' })}
      />
    </div>
  );
}

interface FittedProperties {
  readonly fit: ModelFit<DrawnRecording>;
  readonly shown: readonly FittedRecording[];
  readonly mapped: FittedRecording | undefined;
  readonly order: RowOrder;
  readonly sensor: KnownSensor;
  readonly baseline: Baseline['range'] | undefined;
  readonly title: string;
  readonly unit: string;
}

function Fitted({ fit, shown, mapped, order, sensor, baseline, title, unit }: FittedProperties): JSX.Element {
  const isDelayFitted = useDataModel((state) => state.isDelayFitted);
  const [row, setRow] = useState<number>();
  const single = row === undefined || mapped === undefined ? undefined : Math.min(row, mapped.trials.length - 1);
  const panels = useMemo(
    () => (single === undefined || mapped === undefined ? shown.map(meanPanel) : [trialPanel(mapped, single)]),
    [shown, mapped, single],
  );
  const words = fitWords(fit, {
    unit: unit === unstated ? undefined : unit,
    sensorUnit: sensor.unit,
    isDelayFitted,
  });
  const table = useCallback(
    () => fitTable(fit, { signal: title, unit: unit === unstated ? undefined : unit, baseline }),
    [fit, title, unit, baseline],
  );
  return (
    <>
      {words.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <div className="data-bar">
        <Segments
          label="curves"
          segments={[
            { id: 'means', title: 'means' },
            { id: 'trial', title: 'single trials' },
          ]}
          chosen={single === undefined ? 'means' : 'trial'}
          onChoose={(id) => setRow(id === 'means' ? undefined : 0)}
        />
        {single === undefined || mapped === undefined ? null : (
          <>
            <IconButton icon="back" label="trial before" isDisabled={single === 0} onPress={() => setRow(single - 1)} />
            <span>
              {single + 1} of {mapped.trials.length}: {mapped.title}
            </span>
            <IconButton
              icon="step"
              label="next trial"
              isDisabled={single === mapped.trials.length - 1}
              onPress={() => setRow(single + 1)}
            />
          </>
        )}
      </div>
      <Curves {...{ panels, title, unit, words, table }} />
      <AgreementTable shown={shown} />
      {mapped === undefined ? null : <FitMaps {...{ mapped, order, unit }} />}
    </>
  );
}

interface CurvesProperties {
  readonly panels: readonly FitPanel[];
  readonly title: string;
  readonly unit: string;
  /** What was fitted, in sentences. */
  readonly words: readonly string[];
  readonly table: () => Table;
}

function Curves({ panels, title, unit, words, table }: CurvesProperties): JSX.Element {
  const [width, setWidth] = useState(0);
  const text = useSheetText(`${title}: recording and model`, words.join(' '));
  const drawn = useCallback(
    (place: Omit<Place, 'height'>) => fitFigure({ panels, title, unit, ...place }),
    [panels, title, unit],
  );
  const draw = useCallback(
    (place: Place) => {
      setWidth(place.width);
      return drawn(place);
    },
    [drawn],
  );
  const sheet = useCallback(
    (document: Document) =>
      recordingSheet(text, [{ height: fitHeight(panels.length, sheetWidth), draw: drawn }], document),
    [text, panels, drawn],
  );
  const style = { '--fit-height': `${fitHeight(panels.length, width)}px` } as CSSProperties;
  return (
    <div className="data-fit-figure" style={style}>
      <DataFigure name="fit" {...{ draw, text, sheet, table }} />
    </div>
  );
}

/** Whether they agree, by condition. */
function AgreementTable({ shown }: { readonly shown: readonly FittedRecording[] }): JSX.Element {
  const rows = useMemo(
    () =>
      shown.map((one) => {
        const agreement = agreementOf(one);
        return { title: one.title, cells: agreementCells(agreement, agreementWords(agreement)) };
      }),
    [shown],
  );
  return (
    <table className="data-table" aria-label="agreement of recording and model">
      <thead>
        <tr>
          <th scope="col">condition</th>
          {agreementHeadings.map((heading) => (
            <th key={heading} scope="col">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ title, cells }) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            {cells.map((cell, i) => (
              <td key={agreementHeadings[i]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
