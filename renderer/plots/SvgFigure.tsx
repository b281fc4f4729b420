import { useLayoutEffect, useRef, type JSX } from 'react';
import { useSize, type Size } from '../ui/use-size.ts';

interface Properties {
  /** Draws the figure for the available size. A new function causes a redraw, so it must be memoised. */
  readonly draw: (size: Size) => SVGSVGElement | undefined;
  readonly className?: string;
  /** Called when a figure is on the page. */
  readonly onDrawn?: () => void;
}

/** Inserts a figure that is drawn outside React into the page, at the available size. */
export function SvgFigure({ draw, className = '', onDrawn }: Properties): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const [measure, size] = useSize();
  useLayoutEffect(() => {
    if (size === undefined || size.width === 0 || size.height === 0) return;
    const figure = draw(size);
    frame.current?.replaceChildren(...(figure === undefined ? [] : [whole(figure)]));
    onDrawn?.();
  }, [draw, size, onDrawn]);
  return (
    <div ref={measure} className={`figure ${className}`}>
      <div ref={frame} className="figure-frame" />
    </div>
  );
}

/**
 * To assistive technology a figure is one image with one description; its lines and ticks have no meaning individually.
 */
function whole(figure: SVGSVGElement): SVGSVGElement {
  for (const part of figure.children) part.setAttribute('aria-hidden', 'true');
  return figure;
}
