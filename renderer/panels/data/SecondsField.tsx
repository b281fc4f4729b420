import { useState, type JSX, type KeyboardEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';

interface Properties {
  readonly label: string;
  /** undefined if it is chosen automatically. */
  readonly value: number | undefined;
  /** What is chosen automatically, if it may be. */
  readonly automatic?: number | undefined;
  readonly min?: number;
  readonly onChange: (seconds: number | undefined) => void;
}

/** A number of seconds, used when it is complete: with Enter, or when the field is left. Empty is automatic. */
export function SecondsField({ label, value, automatic, min = -Infinity, onChange }: Properties): JSX.Element {
  const [typed, setTyped] = useState<string>();
  const isEmpty = typed?.trim() === '';
  const number = Number(typed);
  const isWrong =
    typed !== undefined && !(isEmpty ? automatic !== undefined : Number.isFinite(number) && number >= min);
  function finish(): void {
    if (typed === undefined || isWrong) return;
    setTyped(undefined);
    const seconds = isEmpty ? undefined : number;
    if (seconds !== value) onChange(seconds);
  }
  function key(event: KeyboardEvent): void {
    if (event.key === 'Enter') finish();
    if (event.key === 'Escape') setTyped(undefined);
  }
  return (
    <TextField
      className="seconds"
      value={typed ?? (value === undefined ? '' : String(value))}
      onChange={setTyped}
      onBlur={finish}
      isInvalid={isWrong}
    >
      <Label className="soft">{label}</Label>
      <Input
        className="number-input"
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        placeholder={automatic === undefined ? '' : String(Number(automatic.toPrecision(3)))}
        onKeyDown={key}
      />
      <span className="soft" aria-hidden="true">
        s
      </span>
    </TextField>
  );
}
