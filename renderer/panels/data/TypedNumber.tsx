import { useState, type JSX } from 'react';
import { Input, Text, TextField } from 'react-aria-components';
import type { Question } from '../../../src/contracts/reader.ts';

interface Properties {
  readonly label: string;
  /** The number as it is written. */
  readonly value: string;
  readonly number: NonNullable<Question['number']>;
  readonly onEnter: (typed: string) => void;
}

/** A number within limits, used when it is complete: with Enter, or when the field is left. */
export function TypedNumber({ label, value, number: { min, max, isWhole, unit }, onEnter }: Properties): JSX.Element {
  const [typed, setTyped] = useState(value);
  const number = Number(typed);
  const isAllowed = typed.trim() !== '' && number >= min && number <= max && (!isWhole || Number.isInteger(number));
  const enter = (): void => {
    if (isAllowed && typed !== value) onEnter(typed.trim());
  };
  return (
    <TextField
      className="data-number"
      aria-label={label}
      value={typed}
      onChange={setTyped}
      onBlur={enter}
      onKeyDown={({ key }) => key === 'Enter' && enter()}
      isInvalid={!isAllowed}
    >
      <Input className="text-input" inputMode="decimal" autoComplete="off" />
      <span className="soft">{unit}</span>
      {isAllowed ? null : (
        <Text slot="errorMessage" className="field-error">
          {isWhole ? 'a whole number' : 'a number'} from {min} to {max}
        </Text>
      )}
    </TextField>
  );
}
