import type { JSX, ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';

interface Properties {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly children: ReactNode;
}

/** Something of the form that is on or off. */
export const FitCheck = ({ isOn, onChange, children }: Properties): JSX.Element => (
  <Checkbox className="own-file-check" isSelected={isOn} onChange={onChange}>
    <span className="own-file-box" aria-hidden="true" />
    <span>{children}</span>
  </Checkbox>
);
