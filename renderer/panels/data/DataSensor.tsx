import { useMemo, type JSX } from 'react';
import type { OpenedData } from '../../data/protocol.ts';
import { useApp } from '../../store/app-state.ts';
import { dataModel } from '../../store/data-model.ts';
import { Choice } from '../../ui/Choice.tsx';
import { useSensor } from './use-sensor.ts';

/** What recorded the signal: through it the model is compared. */
export function DataSensor({ opened }: { readonly opened: OpenedData }): JSX.Element {
  const sensor = useSensor();
  const recordings = useApp((state) => state.catalogue?.recordings);
  // The RPE itself, scaled or not, is recorded by nothing.
  const options = useMemo(
    () => (recordings ?? []).filter(({ unit }) => !unit.includes('reward')).map(({ id, title }) => ({ id, title })),
    [recordings],
  );
  return (
    <>
      <Choice
        label="sensor"
        isLabelled
        options={options}
        chosen={sensor?.id}
        placeholder="choose a sensor"
        onChoose={(id) => dataModel.set({ sensor: { of: opened, id } })}
      />
      <p className="soft">
        {sensor === undefined
          ? 'The file does not say what recorded the signal.'
          : sensor.reason === undefined
            ? ''
            : `Proposed: ${sensor.reason}.`}
      </p>
    </>
  );
}
