import type { JSX } from 'react';
import { Input, Label, Text, TextField } from 'react-aria-components';

interface Properties {
  readonly label: string;
  readonly help: string;
  readonly error: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A name from the current design. */
export function TextParameterField({ label, help, error, value, onChange }: Properties): JSX.Element {
  return (
    <TextField className="number" value={value} onChange={onChange} isInvalid={error !== undefined}>
      <Label className="field-label">{label}</Label>
      <Input className="text-input" autoComplete="off" spellCheck={false} />
      <Text slot="description" className="visually-hidden">
        {help}
      </Text>
      {error === undefined ? null : (
        <Text slot="errorMessage" className="field-error">
          {error}
        </Text>
      )}
    </TextField>
  );
}
