import type { JSX } from 'react';
import { useHint } from '../store/hint.ts';

/** Describes the parameter under the pointer or in focus. Screen readers get the same text with the field itself. */
export function HintLine(): JSX.Element {
  const hint = useHint();
  return (
    <div className="hint" aria-hidden="true">
      {hint === undefined ? (
        <p className="soft">Point at a parameter, or focus it, to read what it does and which values it may have.</p>
      ) : (
        <>
          <h3>{hint.title}</h3>
          <p>{hint.text}</p>
        </>
      )}
    </div>
  );
}
