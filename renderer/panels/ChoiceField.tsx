import type { JSX } from 'react';
import { Text } from 'react-aria-components';
import { Choice } from '../ui/Choice.tsx';

interface Properties {
  readonly label: string;
  readonly error: string | undefined;
  readonly options: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function ChoiceField({ label, error, options, value, onChange }: Properties): JSX.Element {
  return (
    <>
      <Choice
        className="choice-field"
        label={label}
        isLabelled
        options={options.map((id) => ({ id, title: id === '' ? 'all' : id }))}
        chosen={value}
        onChoose={onChange}
      />
      {error === undefined ? null : <Text className="field-error">{error}</Text>}
    </>
  );
}
