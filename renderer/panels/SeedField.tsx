import { memo, useState, type JSX } from 'react';
import { Input, Label, Text, TextField } from 'react-aria-components';
import { appState, useApp } from '../store/app-state.ts';
import { experiment } from '../store/current.ts';

const largest = 0xffffffff;

/** The seed of every random stream of the run. */
export const SeedField = memo(function SeedField(): JSX.Element {
  const seed = useApp(({ draft }) => draft?.seed ?? 1);
  const [typed, setTyped] = useState<string>();
  const isWrong = typed !== undefined && !isSeed(typed);

  function type(text: string): void {
    setTyped(text);
    const { draft } = appState.get();
    if (draft !== undefined && isSeed(text) && Number(text) !== draft.seed)
      experiment.edit({ ...draft, seed: Number(text) });
  }

  return (
    <TextField
      className="seed"
      value={typed ?? String(seed)}
      onChange={type}
      onBlur={() => setTyped(undefined)}
      isInvalid={isWrong}
    >
      <Label className="soft">seed</Label>
      <Input className="number-input" inputMode="numeric" autoComplete="off" />
      {isWrong ? (
        <Text slot="errorMessage" className="field-error seed-error">
          a whole number from 0 to {largest}
        </Text>
      ) : null}
    </TextField>
  );
});

function isSeed(text: string): boolean {
  return /^\d{1,10}$/.test(text.trim()) && Number(text) <= largest;
}
