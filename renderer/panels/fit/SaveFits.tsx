import type { JSX, ReactNode } from 'react';
import { Button, Menu, MenuTrigger, Popover } from 'react-aria-components';
import type { SavedFile } from '../../plots/download.ts';
import { saveFile } from '../../store/save-file.ts';
import { Icon } from '../../ui/icons.tsx';

interface Properties {
  /** Nothing is fitted yet. */
  readonly isDisabled: boolean;
  readonly disabledKeys: readonly string[];
  readonly fileOf: (format: string) => SavedFile | Promise<SavedFile>;
  /** The formats. */
  readonly children: ReactNode;
}

/** The menu of files of fits. */
export const SaveFits = ({ isDisabled, disabledKeys, fileOf, children }: Properties): JSX.Element => (
  <MenuTrigger>
    <Button className="button" isDisabled={isDisabled}>
      <Icon name="save" />
      Save fits
    </Button>
    <Popover className="popover" placement="bottom end">
      <Menu
        className="options"
        aria-label="save fits"
        disabledKeys={disabledKeys}
        onAction={(key) => void saveFile(() => fileOf(String(key)))}
      >
        {children}
      </Menu>
    </Popover>
  </MenuTrigger>
);

export const textFile = (fileName: string, content: string, type: string): SavedFile => ({
  fileName,
  content: new Blob([content], { type }),
});
