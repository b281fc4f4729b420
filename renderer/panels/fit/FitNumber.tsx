import type { JSX } from 'react';
import { TypedNumber } from '../data/TypedNumber.tsx';

interface Properties {
  readonly title: string;
  /** What it is. */
  readonly text: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly isWhole?: boolean;
  readonly onEnter: (value: number) => void;
}

/** A number of the form, with what it is. */
export const FitNumber = ({ title, text, value, min, max, isWhole = true, onEnter }: Properties): JSX.Element => (
  <div className="fit-number">
    <b>{title}</b>
    <TypedNumber
      key={value}
      label={title}
      value={String(value)}
      number={{ min, max, isWhole, unit: '' }}
      onEnter={(typed) => onEnter(Number(typed))}
    />
    <span className="soft">{text}</span>
  </div>
);
