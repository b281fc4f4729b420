import type { Progress } from './messages.ts';

/**
 * Whether it is a frame: data of a running session for one animation frame of the page, sent within the page's credit.
 * (The frames of trials are binary blocks, sent with the messages.) Reports about a stopped session are not frames, and
 * are always sent.
 */
export const isFrame = (progress: Progress): boolean => progress.kind === 'steps' && progress.state === 'running';
