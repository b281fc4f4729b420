import type { JSX } from 'react';
import { keyName } from '../../../src/contracts/key-name.ts';
import { control } from '../../store/current.ts';
import { useControl } from '../../store/control/control.ts';

/** Over the environment while a person plays: the function of the keys, and whether it waits for one. */
export function KeyHints(): JSX.Element | null {
  const person = useControl(control, (state) => state.person);
  const running = useControl(control, (state) => state.running);
  const actions = useControl(control, (state) => state.opened?.actions);
  useControl(control, (state) => state.told);
  if (!person || actions === undefined) return null;
  const hints =
    actions.kind === 'discrete'
      ? actions.actions.flatMap(({ title, keys }) => (keys?.[0] === undefined ? [] : [{ key: keys[0], title }]))
      : (actions.keys ?? []).map(({ code, value }) => ({ key: code, title: String(value) }));
  const hasEnded = control.history.frame(0)?.frame.chosen === null;
  return (
    <div className="key-hints">
      {running ? null : <strong>{hasEnded ? 'The episode has ended. A key begins the next.' : 'A key begins.'}</strong>}
      {hints.map(({ key, title }) => (
        <span key={key}>
          <kbd>{keyName(key)}</kbd> {title}
        </span>
      ))}
      <span>
        <kbd>Esc</kbd> hand back
      </span>
    </div>
  );
}
