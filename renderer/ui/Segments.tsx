import type { JSX } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';

interface Properties<Id extends string> {
  readonly label: string;
  readonly segments: readonly { readonly id: Id; readonly title: string }[];
  readonly chosen: NoInfer<Id>;
  readonly onChoose: (id: NoInfer<Id>) => void;
  /** One is about to be chosen: the pointer is on it, or the focus. */
  readonly onPoint?: (id: NoInfer<Id>) => void;
}

/** One of a few, side by side. */
export function Segments<Id extends string>({
  label,
  segments,
  chosen,
  onChoose,
  onPoint,
}: Properties<Id>): JSX.Element {
  return (
    <ToggleButtonGroup
      className="segments"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => onChoose([...keys][0] as Id)}
    >
      {segments.map(({ id, title }) => (
        <ToggleButton
          key={id}
          id={id}
          className="segment"
          onHoverStart={() => onPoint?.(id)}
          onFocus={() => onPoint?.(id)}
        >
          {title}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
