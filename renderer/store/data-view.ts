import { useSyncExternalStore } from 'react';
import type { BaselineMode } from '../../src/recorded/aligned/baseline.ts';
import type { Direction } from '../../src/recorded/aligned/trial-order.ts';
import type { AlignedView } from '../../src/recorded/aligned/view.ts';
import { externalStore } from './external-store.ts';

/** How a recording is shown around its events; it changes no data. */
interface DataView {
  /** Window and bins of the figures; what is absent is chosen by the recording. */
  readonly window: AlignedView;
  readonly baseline: BaselineMode | 'none';
  /** Seconds from the event. */
  readonly baselineFrom: number;
  readonly baselineTo: number;
  /** The column that the rows of maps are sorted by. */
  readonly order: string;
  readonly direction: Direction;
  /** The condition whose trials are drawn one by one. */
  readonly condition?: string | undefined;
}

/** The usual view of every recording. */
const usual: DataView = {
  window: {},
  baseline: 'subtract',
  baselineFrom: -1,
  baselineTo: 0,
  order: 'trial',
  direction: 'ascending',
};

export const dataView = externalStore<DataView>(usual);

export function useDataView<T>(select: (view: DataView) => T): T {
  return useSyncExternalStore(dataView.subscribe, () => select(dataView.get()));
}
