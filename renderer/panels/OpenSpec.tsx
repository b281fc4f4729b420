import { memo, type JSX } from 'react';
import { Button, FileTrigger } from 'react-aria-components';
import { appState } from '../store/app-state.ts';
import { openSpec } from '../store/current.ts';
import { lineOf } from '../store/experiment.ts';
import { readSpec } from '../store/spec-file.ts';
import { Icon } from '../ui/icons.tsx';

/** Opens a spec that was saved as JSON, for either kind of world. */
export const OpenSpec = memo(function OpenSpec(): JSX.Element {
  return (
    <FileTrigger acceptedFileTypes={['application/json', '.json']} onSelect={(files) => void openFile(files?.[0])}>
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
    await openSpec(await readSpec(file));
  } catch (error) {
    appState.set({ error: lineOf(error) });
  }
}
