import { useState, type JSX, type KeyboardEvent } from 'react';
import { Input, Label, Text, TextField } from 'react-aria-components';
import * as v from 'valibot';
import { parameterFromText, parameterSchema, type NumberParameter } from '../../src/contracts/parameters.ts';
import { fromPosition, positions, toPosition } from '../ui/slider-scale.ts';
import { perStepText, unitBeside } from '../ui/words.ts';

interface Properties {
  readonly label: string;
  readonly help: string;
  readonly error: string | undefined;
  readonly parameter: NumberParameter;
  readonly value: number;
  /** Step length for which time constants are converted. */
  readonly stepSeconds?: number | undefined;
  readonly onChange: (value: number) => void;
}

/** A number to type, drag, or change with the arrow keys. Invalid text stays, with the allowed range below it. */
export function NumberField({ label, help, error, parameter, value, stepSeconds, onChange }: Properties): JSX.Element {
  const [typed, setTyped] = useState<string>();
  const mistake = typed === undefined ? undefined : mistakeIn(parameter, typed);
  const shownError = mistake ?? error;
  const perStep = perStepText(parameter, value, stepSeconds);

  function type(text: string): void {
    setTyped(text);
    if (mistakeIn(parameter, text) === undefined && Number(text) !== value) onChange(Number(text));
  }
  function move(position: number): void {
    setTyped(undefined);
    const moved = fromPosition(parameter, Math.min(positions, Math.max(0, position)));
    if (moved !== value) onChange(moved);
  }
  function key(event: KeyboardEvent): void {
    if (event.key === 'Escape') setTyped(undefined);
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    move(nextPosition(parameter, value, direction));
  }

  return (
    <TextField
      className="number"
      value={typed ?? String(value)}
      onChange={type}
      onBlur={() => mistake === undefined && setTyped(undefined)}
      isInvalid={shownError !== undefined}
    >
      <Label className="field-label">
        {label} {parameter.symbol === undefined ? null : <i className="symbol">{parameter.symbol}</i>}
      </Label>
      <Input className="number-input" inputMode="decimal" autoComplete="off" spellCheck={false} onKeyDown={key} />
      <span className="unit">{unitBeside(label, parameter)}</span>
      {perStep === undefined ? null : (
        <span className="per-step numeral soft" aria-hidden="true">
          {perStep}
        </span>
      )}
      <input
        className="slider"
        type="range"
        min={0}
        max={positions}
        value={toPosition(parameter, value)}
        onChange={(event) => move(Number(event.target.value))}
        tabIndex={-1}
        aria-hidden="true"
      />
      <Text slot="description" className="visually-hidden">
        {perStep === undefined ? help : `${help} ${perStep}.`}
      </Text>
      {shownError === undefined ? null : (
        <Text slot="errorMessage" className="field-error">
          {shownError}
        </Text>
      )}
    </TextField>
  );
}

function mistakeIn(parameter: NumberParameter, text: string): string | undefined {
  const parsed = v.safeParse(parameterSchema(parameter), parameterFromText(parameter, text));
  return parsed.success ? undefined : parsed.issues[0].message;
}

/** The nearest position in a direction with a different value: integers may share positions. */
function nextPosition(parameter: NumberParameter, value: number, direction: 1 | -1): number {
  let position = toPosition(parameter, value) + direction;
  while (position > 0 && position < positions && fromPosition(parameter, position) === value) position += direction;
  return position;
}
