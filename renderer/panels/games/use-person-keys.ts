import { useEffect } from 'react';
import type { ActionSpace } from '../../../src/contracts/control-env.ts';
import { control } from '../../store/current.ts';
import { useControl } from '../../store/control/control.ts';

/** The action of a key in an environment; undefined for a key without one. */
function actionOf(actions: ActionSpace, code: string): number | undefined {
  if (actions.kind === 'continuous') return actions.keys?.find((key) => key.code === code)?.value;
  const index = actions.actions.findIndex(({ keys }) => keys?.includes(code));
  return index < 0 ? undefined : index;
}

/**
 * While a person plays, the held key determines the action; the last pressed key has priority. A key starts a stopped
 * environment.
 */
export function usePersonKeys(): void {
  const person = useControl(control, (state) => state.person);
  const actions = useControl(control, (state) => state.opened?.actions);
  useEffect(() => {
    if (!person || actions === undefined) return undefined;
    let held: string[] = [];
    const hold = (codes: string[]): void => {
      held = codes;
      const last = held.at(-1);
      control.act((last === undefined ? undefined : actionOf(actions, last)) ?? control.idle());
    };
    const isForm = (target: EventTarget | null): boolean =>
      target instanceof Element && target.closest('input, [role="listbox"], [role="dialog"]') !== null;
    function down(event: KeyboardEvent): void {
      if (event.code === 'Escape') void control.setPerson(false);
      if (actions === undefined || isForm(event.target) || actionOf(actions, event.code) === undefined) return;
      // Prevents the page from handling these keys.
      event.preventDefault();
      event.stopPropagation();
      if (event.repeat) return;
      hold([...held.filter((code) => code !== event.code), event.code]);
      if (!control.state.get().running) void control.run();
    }
    function up(event: KeyboardEvent): void {
      if (held.includes(event.code)) hold(held.filter((code) => code !== event.code));
    }
    const release = (): void => hold([]);
    window.addEventListener('keydown', down, { capture: true });
    window.addEventListener('keyup', up, { capture: true });
    window.addEventListener('blur', release);
    return () => {
      window.removeEventListener('keydown', down, { capture: true });
      window.removeEventListener('keyup', up, { capture: true });
      window.removeEventListener('blur', release);
    };
  }, [person, actions]);
}
