import type { CSSProperties, JSX } from 'react';
import { Button } from 'react-aria-components';
import { lookupIn, findEntry, type Catalogue } from '../../../src/spec/catalogue.ts';
import { completeTrialSpec } from '../../../src/spec/complete.ts';
import type { Design } from '../../../src/contracts/design.ts';
import { scoresOf, stepsOf, verdictWords } from '../../../src/recorded/model/multiverse-words.ts';
import type { Multiverse, PipelineOutcome } from '../../../src/recorded/photometry/multiverse.ts';
import { multiverseTable } from '../../../src/recorded/model/multiverse-table.ts';
import type { SavedFile } from '../../plots/download.ts';
import { figureTheme } from '../../plots/figure-theme.ts';
import { useApp } from '../../store/app-state.ts';
import { openedData, useData } from '../../store/data.ts';
import { compareModels, dataModel, useDataModel } from '../../store/data-model.ts';
import { originOf } from '../../store/data-origin.ts';
import { useTheme } from '../../theme/theme.ts';
import { Choice } from '../../ui/Choice.tsx';
import { agentsFor } from './DataModel.tsx';
import { SaveMenu } from './SaveMenu.tsx';
import { tableFile } from './table-file.ts';
import { useIsGood } from './use-fit.ts';
import { useSensor } from './use-sensor.ts';

/** More could not be distinguished. */
const maxAgents = 6;

/** Whether another preprocessing of the same session would give another winner among models. */
export function DataMultiverse({ delaySeconds }: { readonly delaySeconds: number }): JSX.Element | null {
  const session = useData((state) => state.session);
  const mapping = useData((state) => state.mapping);
  const catalogue = useApp((state) => state.catalogue);
  const seed = useApp((state) => state.draft?.seed);
  const agents = useDataModel((state) => state.compared);
  const sensor = useSensor();
  const isGood = useIsGood();
  if (session === undefined || mapping?.signal === undefined || catalogue === undefined) return null;
  const known = agentsFor(catalogue, session.design);
  const missing =
    sensor === undefined
      ? 'Choose the sensor first.'
      : !isGood
        ? 'Each check of quality that fails needs a reason first.'
        : agents.length < 2
          ? 'Choose two or more models.'
          : undefined;
  const compare = (): void => {
    if (sensor === undefined) return;
    void compareModels({
      mapping,
      sensor: sensor.title,
      delaySeconds,
      agents,
      specs: agents.map((agent) => specOf(catalogue, session.design, agent, sensor.id, seed)),
      startSeconds: session.startSeconds,
    });
  };
  return (
    <section className="data-fit" aria-label="models under many ways of preprocessing">
      <h3>Would another preprocessing give another winner?</h3>
      <div className="data-bar data-models">
        {agents.map((id) => (
          <span key={id} className="compare-arm">
            {titleOf(catalogue, id)}
            <Button
              className="text-button"
              onPress={() => dataModel.set({ compared: agents.filter((other) => other !== id) })}
            >
              remove
            </Button>
          </span>
        ))}
        {agents.length === maxAgents ? null : (
          <Choice
            label="model to compare"
            options={known.filter(({ id }) => !agents.includes(id))}
            chosen={undefined}
            placeholder="add a model"
            onChoose={(id) => dataModel.set({ compared: [...agents, id] })}
          />
        )}
        <Button className="button" isDisabled={missing !== undefined} onPress={compare}>
          Compare
        </Button>
        <span className="soft">{missing}</span>
      </div>
      <Outcome catalogue={catalogue} />
    </section>
  );
}

const titleOf = (catalogue: Catalogue, id: string): string => findEntry(catalogue, 'agents', id)?.title ?? id;

const specOf = (catalogue: Catalogue, design: Design, agent: string, recording: string, seed: number | undefined) =>
  completeTrialSpec(lookupIn(catalogue), { world: 'own-design', design, agent, recording, seed });

/** What came out of the last comparison of this signal. */
function Outcome({ catalogue }: { readonly catalogue: Catalogue }): JSX.Element | null {
  const compared = useDataModel((state) => state.multiverse);
  const mapping = useData((state) => state.mapping);
  if (compared === undefined || compared.mapping !== mapping) return null;
  const { result, error, sensor, delaySeconds, agents, specs } = compared;
  if (error !== undefined)
    return (
      <p className="soft">
        {error.what}: {error.remedy}.
      </p>
    );
  if (result === undefined) return null;
  const title = (id: string): string => titleOf(catalogue, id);
  const verdict = verdictWords(result, title);
  const fileOf = (): SavedFile => {
    const origin = originOf(openedData.get());
    const table = multiverseTable(
      result,
      agents,
      specs.map((spec) => (origin === undefined ? spec : { ...spec, recordedFrom: origin })),
    );
    return tableFile('ways-of-preprocessing', table, { title: verdict, sensor, delaySeconds });
  };
  return (
    <>
      <div className="data-outcome">
        <p className="data-verdict">{verdict}</p>
        <SaveMenu name="ways of preprocessing" formats={['csv']} fileOf={fileOf} />
      </div>
      <p className="soft">
        Each model through {sensor}
        {delaySeconds === 0 ? '' : `, ${delaySeconds.toFixed(2)} s later`}, with gain and baseline of its own and noise
        that is correlated in time (AR(1)). A model wins if its log-likelihood is higher than the second's by at least
        2, with a positive gain; numbers are these differences.
      </p>
      <Scores result={result} title={title} />
      <WinnerGrid result={result} agents={agents} title={title} />
    </>
  );
}

interface ResultProperties {
  readonly result: Multiverse;
  readonly agents: readonly string[];
  readonly title: (id: string) => string;
}

/** In the colour of a model; hollow for none. */
function Swatch({ index }: { readonly index: number | undefined }): JSX.Element {
  const { categories } = figureTheme(useTheme());
  const colour = index === undefined ? 'transparent' : (categories[index] as string);
  return <span className="data-swatch" style={{ '--swatch': colour } as CSSProperties} />;
}

function Scores({ result, title }: Pick<ResultProperties, 'result' | 'title'>): JSX.Element {
  return (
    <table className="data-table" aria-label="models">
      <thead>
        <tr>
          <th scope="col">model</th>
          <th scope="col">wins</th>
          <th scope="col">log-likelihood minus the best: median (range)</th>
        </tr>
      </thead>
      <tbody>
        {scoresOf(result).map(({ id, wins, behind: [low, middle, high] }, i) => (
          <tr key={id}>
            <th scope="row">
              <Swatch index={i} /> {title(id)}
            </th>
            <td>
              {wins} of {result.outcomes.length}
            </td>
            <td>
              {middle.toFixed(1)} ({low.toFixed(1)} to {high.toFixed(1)})
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Winner and margin of each way, by its steps. */
function WinnerGrid({ result: { outcomes }, agents, title }: ResultProperties): JSX.Element {
  const cells = outcomes.map((outcome) => ({ outcome, steps: stepsOf(outcome) }));
  const rows = [...new Set(cells.map(({ steps }) => `${steps.control}|${steps.bleaching}`))];
  const columns = [...new Set(cells.map(({ steps }) => `${steps.dividedBy}|${steps.filter}`))];
  return (
    <table className="data-table data-winners" aria-label="winner of each way of preprocessing">
      <thead>
        <tr>
          <th scope="col">fit of the control</th>
          <th scope="col">bleaching</th>
          {columns.map((column) => (
            <th key={column} scope="col">
              dF over {column.replace('|', ', ')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const [control, bleaching] = row.split('|');
          return (
            <tr key={row}>
              <th scope="row">{control}</th>
              <th scope="row">{bleaching}</th>
              {columns.map((column) => {
                const found = cells.find(
                  ({ steps }) =>
                    `${steps.control}|${steps.bleaching}` === row && `${steps.dividedBy}|${steps.filter}` === column,
                );
                return <td key={column}>{found === undefined ? null : <Winner {...{ ...found, agents, title }} />}</td>;
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Winner({
  outcome: { winner, margin },
  agents,
  title,
}: Pick<ResultProperties, 'agents' | 'title'> & { readonly outcome: PipelineOutcome }): JSX.Element {
  return (
    <span className="data-winner" title={winner === undefined ? 'no winner' : title(winner)}>
      <Swatch index={winner === undefined ? undefined : agents.indexOf(winner)} />
      <span className="visually-hidden">{winner === undefined ? 'no winner' : title(winner)}</span>
      {margin.toFixed(1)}
    </span>
  );
}
