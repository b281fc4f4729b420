import type { RecordedFrom } from '../../src/spec/recorded-from.ts';

/** Of an experiment that was opened. */
let asked: RecordedFrom | undefined;

/** An experiment was opened: its recording, opened next, is mapped as it was. */
export const askFor = (origin: RecordedFrom | undefined): void => void (asked = origin);

export const askedRecording = (): RecordedFrom | undefined => asked;
