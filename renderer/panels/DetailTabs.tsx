import { memo, type JSX } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { countFindings } from '../../src/analysis/verdict.ts';
import { appState, useApp } from '../store/app-state.ts';
import { RasterTab } from './RasterTab.tsx';
import { SignaturesTab } from './SignaturesTab.tsx';
import { SummariesTab } from './SummariesTab.tsx';
import { TrialTab } from './TrialTab.tsx';
import { UnitsTab } from './UnitsTab.tsx';
import { ValueTab } from './ValueTab.tsx';
import { WeightsTab } from './WeightsTab.tsx';

interface Detail {
  readonly id: string;
  readonly title: string;
  readonly content: () => JSX.Element;
}

const signatures: Detail = { id: 'signatures', title: 'signatures', content: () => <SignaturesTab /> };
const summaries: Detail = { id: 'summaries', title: 'summaries', content: () => <SummariesTab /> };
const others: readonly Detail[] = [
  { id: 'value', title: 'value', content: () => <ValueTab /> },
  { id: 'trial', title: 'this trial', content: () => <TrialTab /> },
  { id: 'weights', title: 'features and weights', content: () => <WeightsTab /> },
  { id: 'raster', title: 'raster', content: () => <RasterTab /> },
  { id: 'units', title: 'units', content: () => <UnitsTab /> },
];

/** Further results of the run, one view at a time. */
export const DetailTabs = memo(function DetailTabs(): JSX.Element {
  const hasSummaries = useApp(({ shown }) => (shown?.result.summaries.length ?? 0) > 0);
  const chosen = useApp(({ tab }) => tab);
  const details = [signatures, ...(hasSummaries ? [summaries] : []), ...others];
  const selected = details.find(({ id }) => id === chosen)?.id ?? 'signatures';
  return (
    <Tabs className="tabs" selectedKey={selected} onSelectionChange={(key) => appState.set({ tab: String(key) })}>
      <TabList className="tab-list" aria-label="details">
        {details.map(({ id, title }) => (
          <Tab key={id} id={id} className="tab">
            {title}
            {id === 'signatures' ? <Score /> : null}
          </Tab>
        ))}
      </TabList>
      {details.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="tab-panel">
          {content()}
        </TabPanel>
      ))}
    </Tabs>
  );
});

/** How many of the judged findings the agent shows. */
function Score(): JSX.Element | null {
  const signatures = useApp(({ shown }) => shown?.result.signatures);
  const isWhole = useApp(({ shown }) => shown?.trialsDone === shown?.opened.trials);
  if (signatures === undefined || signatures.length === 0) return null;
  const { shown, judged, findings } = countFindings(signatures);
  const verdict = !isWhole || judged === 0 ? 'open' : shown === findings ? 'pass' : 'fail';
  return (
    <span className={`score ${verdict}`}>
      {shown}/{findings}
    </span>
  );
}
