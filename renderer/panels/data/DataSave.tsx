import type { JSX } from 'react';
import { Button, Header, Menu, MenuSection, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { findEntry } from '../../../src/spec/catalogue.ts';
import type { Mapping } from '../../../src/recorded/mapping.ts';
import { useApp } from '../../store/app-state.ts';
import { openedData, useData } from '../../store/data.ts';
import { drivenAgent, savedData, type DataFormat } from '../../store/data-save.ts';
import { Icon } from '../../ui/icons.tsx';
import { saveFile } from '../../store/save-file.ts';
import { SaveItem } from '../SaveItem.tsx';
import { useIsGood } from './use-fit.ts';

/** Saves what was said of the opened recording, and the recording itself with what the model computed in its session. */
export function DataSave(): JSX.Element | null {
  const mapping = useData((state) => state.mapping);
  const hasSession = useData((state) => state.session !== undefined);
  const isGood = useIsGood();
  const driven = useApp((state) => drivenAgent(state, openedData.get()));
  const agent = useApp(({ catalogue }) =>
    driven === undefined || catalogue === undefined
      ? undefined
      : (findEntry(catalogue, 'agents', driven)?.title ?? driven),
  );
  if (mapping === undefined) return null;
  const missing = missingIn(mapping, hasSession);
  const model = isGood ? agent : undefined;
  return (
    <MenuTrigger>
      <Button className="button">
        <Icon name="save" />
        Save
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="options"
          aria-label="save"
          disabledKeys={missing}
          onAction={(key) => void saveFile(() => savedData(key as DataFormat, model !== undefined))}
        >
          <MenuSection>
            <Header className="options-header">what you said of it</Header>
            <SaveItem
              id="mapping"
              title="Mapping"
              text="which part is what; used for the next recording of this layout"
            />
            <SaveItem id="spec" title="Spec" text={hasSession ? specWords(model) : 'needs cues or rewards'} />
          </MenuSection>
          <Separator className="options-line" />
          <MenuSection>
            <Header className="options-header">{contentWords(agent, model)}</Header>
            <SaveItem id="parquet" title="Parquet" text="one row per sample" />
            <SaveItem id="npz" title="NPZ" text="arrays for NumPy, each on its own times" />
            <SaveItem id="nwb" title="NWB" text="for archives and pynwb" />
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** What cannot be saved yet. */
const missingIn = ({ signal }: Mapping, hasSession: boolean): readonly string[] => [
  ...(hasSession ? [] : ['spec', 'nwb']),
  ...(signal === undefined ? ['parquet', 'npz', 'nwb'] : []),
];

const specWords = (model = 'a model'): string =>
  `the session's events with ${model}, mapping and reasons; runs without the recording`;

/** @param model the agent, if it is saved */
function contentWords(agent: string | undefined, model: string | undefined): string {
  if (model !== undefined) return `session: signals, dF/F, trials, events, and RPE and value of ${model}`;
  const recorded = 'session: signals, dF/F, trials and events';
  return agent === undefined ? recorded : `${recorded}; the model when each check of quality that fails has a reason`;
}
