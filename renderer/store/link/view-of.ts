import type { AppState } from '../app-state.ts';
import type { ControlState } from '../control/control.ts';
import type { SharedGame, SharedView } from '../../../src/links/shared-view.ts';

type Seen = Pick<AppState, 'workspace' | 'draft' | 'figure' | 'tab' | 'compared' | 'written'>;
type Played = Pick<ControlState, 'draft' | 'opened' | 'speed' | 'event'>;

/** The displayed content as the contents of a link: only what belongs to the active workspace. */
export function viewOf({ workspace, draft, figure, tab, compared, written }: Seen, played: Played): SharedView {
  if (workspace === 'games') return { workspace, game: gameOf(played) };
  if (workspace === 'design') return { workspace, written };
  if (workspace === 'bench' || workspace === 'parts') return { workspace };
  return { workspace, spec: draft, figure, tab, ...(compared.length === 0 ? {} : { compared }) };
}

function gameOf({ draft, opened, speed, event }: Played): SharedGame | undefined {
  return draft === undefined ? undefined : { spec: draft, run: opened?.run, speed, event };
}
