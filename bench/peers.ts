import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Checkouts of other programs, by the name of their folder in $PHASIC_PEERS. */
const peers = {
  palms: 'https://github.com/cal-r/PALMS-Simulator',
  ccnlab: 'https://github.com/nikhilxb/ccnlab',
} as const;

export interface Peer {
  readonly folder: string;
  /** $PHASIC_PEERS/venv's, if it has one: with what the peers import. */
  readonly python: string;
}

/** Undefined if it is not at hand. */
export function peerNamed(name: keyof typeof peers): Peer | undefined {
  const all = process.env['PHASIC_PEERS'] ?? '';
  const folder = join(all, name);
  if (all === '' || !existsSync(folder)) return undefined;
  const own = join(all, 'venv/bin/python');
  return { folder, python: existsSync(own) ? own : 'python3' };
}

export const notAtHand = (name: keyof typeof peers): string =>
  `not at hand: clone ${peers[name]} as $PHASIC_PEERS/${name}`;
