// Scores models under every way to preprocess a session. The worker that holds the recording stays free.
import { InputError } from '../../src/core/errors.ts';
import { multiverse } from '../../src/recorded/photometry/multiverse.ts';
import type { MultiverseMessage, MultiverseWork } from './multiverse-run.ts';

const tell = (message: MultiverseMessage): void => self.postMessage(message, { transfer: [] });

self.addEventListener('message', ({ data }: MessageEvent<MultiverseWork>) => {
  try {
    tell({ result: multiverse({ ...data, told: (share) => tell({ share }) }) });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    tell({ error: { what: error.what, where: error.where, remedy: error.remedy } });
  }
});
