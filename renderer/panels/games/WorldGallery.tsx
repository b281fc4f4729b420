import { memo, useMemo, type JSX } from 'react';
import { genres } from '../../../src/contracts/control-env.ts';
import type { Drawing } from '../../../src/contracts/drawing.ts';
import { appState, useApp } from '../../store/app-state.ts';
import { control } from '../../store/current.ts';
import { useControl } from '../../store/control/control.ts';
import { worldEntries, type WorldEntry } from '../../store/catalogue.ts';
import { lookupIn } from '../../../src/spec/catalogue.ts';
import { completeControlSpec } from '../../../src/spec/complete.ts';
import { SearchableList, type ListedItem, type ListedSection } from '../../ui/SearchableList.tsx';
import { Thumbnail } from './Thumbnail.tsx';

interface Row extends ListedItem {
  readonly drawing?: Drawing | undefined;
}

const runPrefix = 'run:';

/** A searchable list of the environments and the agents saved in them. */
export const WorldGallery = memo(function WorldGallery(): JSX.Element {
  const catalogue = useApp((state) => state.catalogue);
  const chosen = useControl(control, ({ opened, draft }) =>
    opened?.run === undefined ? draft?.world.id : `${runPrefix}${opened.run}`,
  );
  const thumbnails = useControl(control, (state) => state.thumbnails);
  const runs = useControl(control, (state) => state.runs);
  const sections = useMemo(() => {
    if (catalogue === undefined) return undefined;
    const worlds = worldEntries(catalogue);
    const saved = (runs ?? []).map(({ run, spec, steps, meanReturn }): Row => ({
      id: `${runPrefix}${run}`,
      title: `${worlds.find(({ id }) => id === spec.world.id)?.title ?? spec.world.id}, ${spec.agent.id ?? spec.agent.learningRule.id}`,
      text: `seed ${spec.seed}, ${steps.toLocaleString('en-GB')} steps${meanReturn === null ? '' : `, return ${Number(meanReturn.toPrecision(3))}`}`,
    }));
    return [...sectionsOf(worlds, thumbnails), { id: 'saved', title: 'saved agents', items: saved }];
  }, [catalogue, thumbnails, runs]);
  return (
    <SearchableList
      name={['environment', 'environments']}
      sections={sections}
      chosen={chosen}
      itemClass="world-item"
      onOpen={open}
    >
      {({ title, text, drawing }) => (
        <>
          {drawing === undefined ? null : <Thumbnail drawing={drawing} />}
          <span className="world-words">
            <span className="gallery-title">{title}</span>
            <span className="gallery-description">
              <span className="gallery-summary">{text}</span>
            </span>
          </span>
        </>
      )}
    </SearchableList>
  );
});

function sectionsOf(
  worlds: readonly WorldEntry[],
  thumbnails: Readonly<Record<string, Drawing>> | undefined,
): readonly ListedSection<Row>[] {
  return Object.entries(genres).map(([id, title]) => ({
    // Sections and their items share one key space, and a genre may have the name of an environment.
    id: `genre:${id}`,
    title,
    items: worlds
      .filter(({ genre }) => genre === id)
      .map((world): Row => ({
        id: world.id,
        title: world.title,
        text: world.summary,
        drawing: thumbnails?.[world.id],
      })),
  }));
}

/** An environment opens with the agent that learns it well; the seed is kept. */
function open(id: string): void {
  const { catalogue } = appState.get();
  if (catalogue === undefined) return;
  const { draft, opened } = control.state.get();
  if (id.startsWith(runPrefix)) {
    if (opened?.run !== id.slice(runPrefix.length)) void control.openRun(id.slice(runPrefix.length));
    return;
  }
  if (id === draft?.world.id && opened?.run === undefined) return;
  void control.edit(completeControlSpec(lookupIn(catalogue), { world: id, seed: draft?.seed }));
}
