import { memo, type JSX } from 'react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue, type Key } from 'react-aria-components';
import { Icon } from './icons.tsx';

export interface Option {
  readonly id: string;
  readonly title: string;
  readonly description?: string | undefined;
  /** Why it cannot be chosen now. */
  readonly barred?: string | undefined;
}

interface Properties {
  readonly label: string;
  /** Whether the label is visible, or only for screen readers. */
  readonly isLabelled?: boolean;
  readonly options: readonly Option[];
  /** undefined if none of them applies; then `placeholder` is shown. */
  readonly chosen: string | undefined;
  readonly placeholder?: string;
  readonly className?: string;
  readonly placement?: 'bottom start' | 'top start';
  readonly onChoose: (id: string) => void;
}

/** One of several, in a drop-down list. Unavailable options stay in it and say why. */
export const Choice = memo(function Choice(given: Properties): JSX.Element {
  const {
    label,
    isLabelled = false,
    options,
    chosen,
    placeholder = '',
    className = '',
    placement = 'bottom start',
    onChoose,
  } = given;
  const choose = (key: Key | null): void => {
    if (key !== null && key !== chosen) onChoose(String(key));
  };
  return (
    <Select
      className={`choice ${className}`}
      value={chosen ?? null}
      onChange={choose}
      placeholder={placeholder}
      disabledKeys={options.filter(({ barred }) => barred).map(({ id }) => id)}
    >
      <Label className={isLabelled ? 'field-label' : 'visually-hidden'}>{label}</Label>
      <Button className="choice-button">
        <SelectValue className="choice-value">{({ selectedText }) => selectedText || placeholder}</SelectValue>
        <Icon name="chevron" />
      </Button>
      <Popover className="popover" placement={placement} maxHeight={420}>
        <ListBox className="options" items={options}>
          {({ id, title, description, barred }) => (
            <ListBoxItem id={id} textValue={title} className="option">
              <span className="option-title">{title}</span>
              {(barred ?? description) === undefined ? null : (
                <span className="option-text">{barred ?? description}</span>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
});
