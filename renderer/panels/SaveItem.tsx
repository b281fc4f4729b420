import type { JSX } from 'react';
import { MenuItem } from 'react-aria-components';

interface Properties {
  readonly id: string;
  readonly title: string;
  /** What it is, in a few words. */
  readonly text: string;
}

/** A kind of file in a menu. */
export const SaveItem = ({ id, title, text }: Properties): JSX.Element => (
  <MenuItem id={id} className="option" textValue={title}>
    <span className="option-title">{title}</span>
    <span className="option-text">{text}</span>
  </MenuItem>
);
