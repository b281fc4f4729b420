import { useMemo } from 'react';
import { comparedId } from '../../../src/recorded/mapping.ts';
import { proposedSensor } from '../../../src/recorded/model/proposed-sensor.ts';
import { useApp } from '../../store/app-state.ts';
import { useData } from '../../store/data.ts';
import { useDataModel } from '../../store/data-model.ts';

/** What recorded the signal, as far as it is known. */
export interface KnownSensor {
  readonly id: string;
  readonly title: string;
  /** Of what it shows. */
  readonly unit: string;
  /** Why it is proposed; undefined if a person chose it. */
  readonly reason: string | undefined;
}

/** The sensor of the signal or unit that is compared with models: chosen by a person, or proposed from what the recording says. */
export function useSensor(): KnownSensor | undefined {
  const opened = useData((state) => state.opened);
  const signal = useData(({ mapping }) => mapping && comparedId(mapping));
  const chosen = useDataModel(({ sensor }) => (sensor?.of === opened ? sensor?.id : undefined));
  const recordings = useApp((state) => state.catalogue?.recordings);
  return useMemo(() => {
    if (opened === undefined) return undefined;
    const proposed = signal === undefined ? undefined : proposedSensor(opened.found, signal, opened.files);
    const declared = recordings?.find(({ id }) => id === (chosen ?? proposed?.id));
    return (
      declared && {
        id: declared.id,
        title: declared.title,
        unit: declared.unit,
        reason: chosen === undefined ? proposed?.reason : undefined,
      }
    );
  }, [opened, signal, chosen, recordings]);
}
