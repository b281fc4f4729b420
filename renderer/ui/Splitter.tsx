import { useEffect, useRef, useState, type JSX, type KeyboardEvent, type PointerEvent } from 'react';

const least = 0.2;
const most = 0.75;
const step = 0.03;

interface Properties {
  /** Initial fraction of the height for the lower part. */
  readonly usual?: number;
  /** The workspace whose setting is remembered. */
  readonly name?: string;
}

/** Divides its column: the part below gets a fraction of the height, set by dragging or with the arrow keys. */
export function Splitter({ usual = 0.36, name = 'details' }: Properties): JSX.Element {
  const bar = useRef<HTMLDivElement>(null);
  const key = `phasic-${name}-share`;
  const [share, setShare] = useState(() => inside(Number(window.localStorage.getItem(key) ?? usual) || usual));
  useEffect(() => {
    bar.current?.parentElement?.style.setProperty('--details-share', `${100 * share}%`);
    window.localStorage.setItem(key, String(share));
  }, [key, share]);

  function drag({ buttons, clientY }: PointerEvent): void {
    const column = bar.current?.parentElement?.getBoundingClientRect();
    if (buttons === 1 && column !== undefined) setShare(inside((column.bottom - clientY) / column.height));
  }
  function move(event: KeyboardEvent): void {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    setShare(inside(share + direction * step));
  }

  return (
    <div
      ref={bar}
      className="splitter"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an hr is no widget, a separator that takes the focus is
      role="separator"
      aria-orientation="horizontal"
      aria-label="height of the details"
      aria-valuemin={100 * least}
      aria-valuemax={100 * most}
      aria-valuenow={Math.round(100 * share)}
      tabIndex={0}
      onPointerDown={({ pointerId, currentTarget }) => currentTarget.setPointerCapture(pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => setShare(usual)}
      onKeyDown={move}
    />
  );
}

function inside(share: number): number {
  return Math.min(most, Math.max(least, share));
}
