import { memo, type JSX } from 'react';
import { Button, Header, Menu, MenuSection, MenuTrigger, Popover, Separator, type Key } from 'react-aria-components';
import type { TrialExport } from '../../src/protocol/trials.ts';
import { appState, useApp } from '../store/app-state.ts';
import { experiment } from '../store/current.ts';
import { saveFile, saying } from '../store/save-file.ts';
import { comparisonFile, isComparisonFormat } from '../plots/comparison-files.ts';
import type { SavedFile } from '../plots/download.ts';
import { pngOfSvg } from '../plots/png.ts';
import { Icon } from '../ui/icons.tsx';
import { SaveItem } from './SaveItem.tsx';

/** Exports the figure on screen, its numbers and the spec. */
export const ExportMenu = memo(function ExportMenu(): JSX.Element {
  const isEmpty = useApp(({ shown }) => shown === undefined);
  const compares = useApp(({ figure }) => figure === 'compare');
  const isCompared = useApp(({ comparison }) => comparison !== undefined);
  return (
    <MenuTrigger>
      <Button className="button" isDisabled={isEmpty}>
        <Icon name="save" />
        Save
      </Button>
      <Popover className="popover" placement="top end">
        <Menu
          className="options"
          aria-label="save"
          disabledKeys={compares && !isCompared ? ['svg', 'png', 'csv'] : []}
          onAction={(key) => void act(key)}
        >
          <MenuSection>
            <Header className="options-header">{compares ? 'figure of the comparison' : 'figure'}</Header>
            <SaveItem id="svg" title="SVG" text="for a paper; carries its provenance" />
            <SaveItem id="png" title="PNG" text="the same figure as a picture, at twice the size" />
          </MenuSection>
          <Separator className="options-line" />
          <MenuSection>
            <Header className="options-header">data</Header>
            <SaveItem
              id="csv"
              title="CSV"
              text={
                compares
                  ? 'the averages, one row per agent, condition and time'
                  : 'the averages, one row per time and condition'
              }
            />
            <SaveItem
              id="json"
              title="JSON"
              text={compares ? 'everything the run of the chosen agent showed' : 'everything the run showed'}
            />
          </MenuSection>
          <Separator className="options-line" />
          <MenuSection>
            <Header className="options-header">experiment</Header>
            <SaveItem id="spec" title="Spec" text="opens again as the same experiment" />
            <SaveItem id="save" title="Run folder" text="every step, channel and recorded unit, for phasic verify" />
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
});

async function act(key: Key): Promise<void> {
  if (key === 'save') await saying(saveRun);
  else await saveFile(() => fileOf(key as TrialExport | 'png'));
}

async function saveRun(): Promise<string | undefined> {
  const saved = await experiment.save();
  return saved && [`saved as ${saved.folder}`, ...(saved.without === undefined ? [] : [saved.without])].join(', ');
}

/** For a comparison, the figure and the averages are those on screen; the JSON and the spec are the experiment's. */
async function fileOf(format: TrialExport | 'png'): Promise<SavedFile> {
  const { comparison, comparedSignal, figure } = appState.get();
  if (figure === 'compare' && comparison !== undefined && isComparisonFormat(format))
    return comparisonFile(comparison, comparedSignal ?? comparison.data.signal, format);
  const { fileName, mediaType, text, notes } = await experiment.exported(format === 'png' ? 'svg' : format);
  if (format === 'png') return { fileName: fileName.replace(/\.svg$/, '.png'), content: await pngOfSvg(text) };
  return { fileName, content: new Blob([text], { type: mediaType }), notes };
}
