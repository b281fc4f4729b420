import { memo, type JSX } from 'react';
import { Button, Tooltip, TooltipTrigger, type PressEvent } from 'react-aria-components';
import { Icon, type IconName } from './icons.tsx';

interface Properties {
  readonly icon: IconName;
  readonly label: string;
  /** As printed in the tooltip. */
  readonly shortcut?: string;
  readonly isDisabled?: boolean;
  readonly className?: string;
  readonly onPress: (event: PressEvent) => void;
}

export const IconButton = memo(function IconButton({
  icon,
  label,
  shortcut,
  isDisabled = false,
  className = '',
  onPress,
}: Properties): JSX.Element {
  return (
    <TooltipTrigger delay={500}>
      <Button className={`icon-button ${className}`} aria-label={label} isDisabled={isDisabled} onPress={onPress}>
        <Icon name={icon} />
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {label}
        {shortcut === undefined ? null : <kbd>{shortcut}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
});
