import { useId, useRef, type JSX, type UIEvent } from 'react';
import type { DesignError } from '../../src/designs/mistake.ts';

interface Properties {
  readonly text: string;
  readonly errors: readonly DesignError[];
  readonly onChange: (text: string) => void;
}

/** The text with numbered lines; lines with faults are marked. */
export function DesignText({ text, errors, onChange }: Properties): JSX.Element {
  const id = useId();
  const numbers = useRef<HTMLOListElement>(null);
  const wrong = new Set(errors.map(({ line }) => line));
  const lines = Array.from({ length: text.split('\n').length }, (_, i) => i + 1);
  const follow = ({ currentTarget }: UIEvent<HTMLTextAreaElement>): void => {
    if (numbers.current !== null) numbers.current.scrollTop = currentTarget.scrollTop;
  };
  return (
    <div className="design-text">
      <label htmlFor={id} className="visually-hidden">
        design
      </label>
      <ol ref={numbers} className="design-numbers" aria-hidden="true">
        {lines.map((line) => (
          <li key={line} className={wrong.has(line) ? 'wrong' : ''}>
            {line}
          </li>
        ))}
      </ol>
      <textarea
        id={id}
        className="design-input"
        value={text}
        spellCheck={false}
        autoComplete="off"
        wrap="off"
        aria-invalid={errors.length > 0}
        onChange={(event) => onChange(event.target.value)}
        onScroll={follow}
      />
    </div>
  );
}
