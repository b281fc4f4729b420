import { useMemo, type JSX } from 'react';
import { Checkbox } from 'react-aria-components';
import { groupingsOf } from '../../../src/analysis/animals/lines.ts';
import type { AnimalMeans } from '../../../src/analysis/animals/means.ts';
import type { AnimalBandKind } from '../../../src/figures/animal-figure.ts';
import type { AnimalRows } from '../../../src/contracts/animal-rows.ts';
import { choose, useDataSet, type SetSession } from '../../store/data-set.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Segments } from '../../ui/Segments.tsx';

const bands: readonly { readonly id: AnimalBandKind; readonly title: string }[] = [
  { id: 'none', title: 'no band' },
  { id: 'pointwise', title: 'pointwise' },
  { id: 'simultaneous', title: 'simultaneous' },
  { id: 'symmetric', title: 'if symmetric' },
  { id: 'pooled', title: 'pooled SEM' },
];

/** Stands for no choice; no id is a blank. */
const everything = ' ';

/** Groups of animals, by their names. */
export const groupsOf = (sessions: readonly SetSession[]): Readonly<Record<string, string>> =>
  Object.fromEntries(sessions.map(({ animal, group }) => [animal, group]));

/** A grouping that the set no longer has is no grouping. */
export const knownBy = (windows: readonly AnimalRows[], groups: Readonly<Record<string, string>>, by: string): string =>
  groupingsOf(windows, groups).some(({ id }) => id === by) ? by : 'condition';

interface Properties {
  readonly windows: readonly AnimalRows[];
  readonly means: AnimalMeans;
}

/** What lines differ in, which band they have, and which two are compared. */
export function DataAnimalChoices({ windows, means }: Properties): JSX.Element {
  const sessions = useDataSet((state) => state.sessions);
  const choice = useDataSet((state) => state.choice);
  const groups = useMemo(() => groupsOf(sessions), [sessions]);
  const groupings = useMemo(() => groupingsOf(windows, groups), [windows, groups]);
  const conditions = [
    { id: everything, title: 'all conditions' },
    ...windows.map(({ condition, title }) => ({ id: condition, title })),
  ];
  return (
    <>
      <div className="data-bar">
        <Choice
          label="conditions"
          options={conditions}
          chosen={choice.conditions?.[0] ?? everything}
          onChoose={(id) => choose({ conditions: id === everything ? undefined : [id], difference: undefined })}
        />
        <span className="soft">by</span>
        <Choice
          label="lines by"
          options={groupings}
          chosen={knownBy(windows, groups, choice.by)}
          onChoose={(by) => choose({ by, difference: undefined })}
        />
        <Segments label="band" segments={bands} chosen={choice.band} onChoose={(band) => choose({ band })} />
        <Checkbox
          className="own-file-check"
          isSelected={choice.showsAnimals}
          onChange={(showsAnimals) => choose({ showsAnimals })}
        >
          <span className="own-file-box" aria-hidden="true" />
          each animal
        </Checkbox>
      </div>
      <DifferenceBar means={means} />
    </>
  );
}

/** One line minus another. */
function DifferenceBar({ means }: { readonly means: AnimalMeans }): JSX.Element | null {
  const { one, other } = useDataSet((state) => state.choice.difference) ?? {};
  const lines = means.lines.map(({ id, title }) => ({ id, title }));
  if (lines.length < 2) return null;
  const otherThan = (id: string): string => (lines.find((line) => line.id !== id) as { readonly id: string }).id;
  const isDrawn = means.difference !== undefined && one !== undefined && other !== undefined;
  return (
    <div className="data-bar">
      <span className="soft">difference</span>
      <Choice
        label="difference of"
        options={[{ id: everything, title: 'no difference' }, ...lines]}
        chosen={isDrawn ? one : everything}
        onChoose={(id) =>
          choose({
            difference:
              id === everything ? undefined : { one: id, other: isDrawn && other !== id ? other : otherThan(id) },
          })
        }
      />
      {isDrawn ? (
        <>
          <span className="soft">minus</span>
          <Choice
            label="minus"
            options={lines.filter(({ id }) => id !== one)}
            chosen={other}
            onChoose={(id) => choose({ difference: { one, other: id } })}
          />
        </>
      ) : null}
    </div>
  );
}
