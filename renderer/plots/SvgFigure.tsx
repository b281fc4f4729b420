import { useLayoutEffect, useRef, type JSX } from 'react';
import { useSize, type Size } from '../ui/use-size.ts';

interface Properties {
  /** Draws the figure for the size at hand. A new function draws it anew, so it has to be memoised. */
  readonly draw: (size: Size) => SVGSVGElement | undefined;
  readonly className?: string;
  /** Called when a figure is on the page. */
  readonly onDrawn?: () => void;
}

/** Puts a figure that is drawn outside React into the page, at the size that there is. */
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

/** To assistive technology a figure is one image with one description; its lines and ticks mean nothing by themselves. */
function whole(figure: SVGSVGElement): SVGSVGElement {
  for (const part of figure.children) part.setAttribute('aria-hidden', 'true');
  return figure;
}
