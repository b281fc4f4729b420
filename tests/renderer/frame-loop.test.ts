import { afterEach, expect, test, vi } from 'vitest';
import { startFrameLoop } from '../../renderer/store/frame-loop.ts';
import { encodeBlock, type TrialBlock } from '../../src/protocol/frames.ts';

afterEach(() => vi.unstubAllGlobals());

function block(firstTrial: number): Uint8Array {
  return encodeBlock({
    session: 1,
    firstTrial,
    endTrial: firstTrial + 1,
    rows: 1,
    columns: 1,
    trialsPerRow: 1,
    trialsDone: 1,
    types: new Uint32Array(1),
    rpe: new Float32Array(1),
    value: new Float32Array(1),
    last: { rpe: new Float32Array(1), value: new Float32Array(1) },
  });
}

test('processes arrived data, draws, and then returns the credit, once per frame', () => {
  const frames: FrameRequestCallback[] = [];
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback));
  const done: string[] = [];
  const loop = startFrameLoop(
    (taken: TrialBlock) => done.push(`take ${taken.firstTrial}`),
    (count) => done.push(`credit ${count}`),
  );
  const stop = loop.add(() => done.push('paint'));
  const next = (): void => frames.shift()?.(0);

  loop.push(block(0));
  loop.push(block(1));
  expect(done).toEqual([]);
  next();
  expect(done).toEqual(['take 0', 'take 1', 'paint', 'credit 2']);
  next();
  expect(done.slice(4)).toEqual(['paint']);
  stop();
  next();
  expect(done).toHaveLength(5);
});
