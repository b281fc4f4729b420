import type { JSX } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { shortcuts } from '../ui/shortcuts.ts';

interface Properties {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function ShortcutsHelp({ isOpen, onClose }: Properties): JSX.Element {
  return (
    <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={(open) => open || onClose()} isDismissable>
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title">Keyboard</Heading>
          <dl className="shortcuts">
            {shortcuts.map(({ keys, text }) => (
              <div key={text}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
          <p className="soft small">
            In a number field the up and down arrows change the value; Escape discards what was typed.
          </p>
          <Button className="button" slot="close">
            Close
          </Button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
