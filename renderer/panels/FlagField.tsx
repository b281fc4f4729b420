import type { JSX } from 'react';
import { Switch, Text } from 'react-aria-components';

interface Properties {
  readonly label: string;
  readonly help: string;
  readonly error: string | undefined;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}

export function FlagField({ label, help, error, value, onChange }: Properties): JSX.Element {
  return (
    <>
      <Switch className="flag" isSelected={value} onChange={onChange}>
        <span className="field-label">{label}</span>
        <span className="flag-track" aria-hidden="true" />
        <span className="visually-hidden">{help}</span>
      </Switch>
      {error === undefined ? null : <Text className="field-error">{error}</Text>}
    </>
  );
}
