// Browser tests use the built app, so it must be as new as the sources.
import { ensureBuilt } from '../../scripts/fresh.cjs';

export default function setup(): void {
  if (!ensureBuilt()) throw new Error('The app could not be built: see the message above.');
}
