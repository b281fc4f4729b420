import { memo, type JSX } from 'react';
import { Button, FileTrigger } from 'react-aria-components';
import { appState } from '../store/app-state.ts';
import { lineOf } from '../store/experiment.ts';

import { Icon } from '../ui/icons.tsx';

/** Of files that hold an experiment. */
const experimentEndings = ['.json', '.svg', '.png', '.pdf', '.nwb', '.parquet', '.npz'];

/** Opens a spec, or what holds one: a figure, or a saved session. For either kind of world. */
export const OpenSpec = memo(function OpenSpec(): JSX.Element {
  return (
    <FileTrigger acceptedFileTypes={experimentEndings} onSelect={(files) => void openFile(files?.[0])}>
      <Button className="button">
        <Icon name="open" />
        Open spec
      </Button>
    </FileTrigger>
  );
});

async function openFile(file: File | undefined): Promise<void> {
  if (file === undefined) return;
  try {
    // Most visits open no file.
    const [{ openedExperiment }, { openExperiment }] = await Promise.all([
      import('../store/opened-experiment.ts'),
      import('../store/data.ts'),
    ]);
    await openExperiment(await openedExperiment(file));
  } catch (error) {
    appState.set({ error: lineOf(error) });
  }
}
