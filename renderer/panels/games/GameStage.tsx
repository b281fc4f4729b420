import { useEffect, useRef, useState, type JSX } from 'react';
import { frames, control } from '../../store/current.ts';
import { useControl } from '../../store/control/control.ts';
import { DrawingStage } from '../../stage/drawing-stage.ts';
import { useTheme } from '../../theme/theme.ts';
import { useSize } from '../../ui/use-size.ts';
import { KeyHints } from './KeyHints.tsx';

/** The displayed environment, drawn by Pixi; the observation is also described in words. */
export function GameStage(): JSX.Element {
  const theme = useTheme();
  const [measure, size] = useSize();
  const place = useRef<HTMLDivElement>(null);
  const words = useRef<HTMLParagraphElement>(null);
  const [stage, setStage] = useState<DrawingStage>();
  const isPaused = useControl(control, ({ running }) => !running);
  useEffect(() => {
    let made: DrawingStage | undefined;
    let isGone = false;
    // A new canvas for each stage: a destroyed one has lost its context.
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    place.current?.replaceChildren(canvas);
    void DrawingStage.create(canvas).then((created) => {
      if (isGone) created.destroy();
      else setStage((made = created));
    });
    return () => {
      isGone = true;
      made?.destroy();
    };
  }, []);
  useEffect(() => {
    if (size !== undefined && size.width > 0 && size.height > 0) stage?.resize(size.width, size.height);
  }, [stage, size]);
  useEffect(() => {
    if (stage === undefined) return undefined;
    let drawn = '';
    return frames.add(() => {
      const { back } = control.state.get();
      const now = `${control.history.version} ${back}`;
      const news = control.history.frame(back);
      if (now === drawn || news === undefined) return;
      drawn = now;
      stage.show(news.frame.drawing, theme);
      // Read out only at rest; during a run it would never end.
      if (words.current !== null) words.current.textContent = news.frame.description;
    });
  }, [stage, theme]);
  return (
    <div className="game-stage" role="group" aria-label="the environment">
      <div ref={measure} className="game-canvas">
        <div ref={place} />
      </div>
      <KeyHints />
      <p ref={words} className="visually-hidden" aria-live={isPaused ? 'polite' : 'off'} />
    </div>
  );
}
