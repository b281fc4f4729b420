import { createHash } from 'node:crypto';
import type { Hasher } from '../engine/run.ts';

/** A fresh SHA-256 for the engine's hash of a run. */
export function sha256(): Hasher {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
}
