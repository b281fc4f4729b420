import { useCallback, useMemo, type CSSProperties, type JSX } from 'react';
import { Button } from 'react-aria-components';
import { lookupIn, findEntry, type Catalogue } from '../../../src/spec/catalogue.ts';
import { completeTrialSpec } from '../../../src/spec/complete.ts';
import type { Design } from '../../../src/contracts/design.ts';
import { scoresOf, untriedWords, verdictWords } from '../../../src/recorded/model/multiverse-words.ts';
import type { PreprocessingWays } from '../../../src/contracts/preprocessing-ways.ts';
import type { Table } from '../../../src/contracts/table.ts';
import { multiverseFigure, multiverseHeight } from '../../../src/figures/multiverse-figure.ts';
import type { Place } from '../../../src/figures/recording-panels.ts';
import { recordingSheet } from '../../../src/figures/recording-sheet.ts';
import { categoryStyle } from '../../../src/figures/theme.ts';
import { multiverseWays } from '../../../src/recorded/model/multiverse-ways.ts';
import type { Multiverse } from '../../../src/recorded/photometry/multiverse.ts';
import { multiverseTable } from '../../../src/recorded/model/multiverse-table.ts';
import { figureTheme } from '../../plots/figure-theme.ts';
import { useApp } from '../../store/app-state.ts';
import { openedData, useData } from '../../store/data.ts';
import { compareModels, dataModel, useDataModel, type ComparedModels } from '../../store/data-model.ts';
import { originOf } from '../../store/data-origin.ts';
import { useTheme } from '../../theme/theme.ts';
import { Choice } from '../../ui/Choice.tsx';
import { DataFigure } from './DataFigure.tsx';
import { agentsFor } from './DataModel.tsx';
import { useIsGood } from './use-fit.ts';
import { useSensor } from './use-sensor.ts';
import { useSheetText } from './use-sheet-text.ts';

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
  return <Compared {...{ catalogue, result, sensor, delaySeconds, agents, specs }} />;
}

type ComparedProperties = Pick<ComparedModels, 'sensor' | 'delaySeconds' | 'agents' | 'specs'> & {
  readonly catalogue: Catalogue;
  readonly result: Multiverse;
};

function Compared({ catalogue, result, sensor, delaySeconds, agents, specs }: ComparedProperties): JSX.Element {
  const title = useCallback((id: string): string => titleOf(catalogue, id), [catalogue]);
  const ways = useMemo(() => multiverseWays(result, title), [result, title]);
  const verdict = verdictWords(result, title);
  const table = useCallback(() => {
    const origin = originOf(openedData.get());
    const own = specs.map((spec) => (origin === undefined ? spec : { ...spec, recordedFrom: origin }));
    const { csv, notes } = multiverseTable(result, agents, own);
    return { csv, notes: { sensor, delaySeconds, ...notes } };
  }, [result, agents, specs, sensor, delaySeconds]);
  return (
    <>
      <p className="data-verdict">{verdict}</p>
      <p className="soft">
        Each model through {sensor}
        {delaySeconds === 0 ? '' : `, ${delaySeconds.toFixed(2)} s later`}, with gain and baseline of its own and noise
        that is correlated in time (AR(1)). A model wins if its log-likelihood is higher than the second's by at least
        2, with a positive gain. {untriedWords(result).join(' ')}
      </p>
      <Scores result={result} title={title} />
      <Ways ways={ways} verdict={verdict} table={table} />
    </>
  );
}

interface ResultProperties {
  readonly result: Multiverse;
  readonly title: (id: string) => string;
}

/** In the colour of a model. */
function Swatch({ index }: { readonly index: number }): JSX.Element {
  const colour = categoryStyle(figureTheme(useTheme()), index).stroke;
  return <span className="data-swatch" style={{ '--swatch': colour } as CSSProperties} />;
}

function Scores({ result, title }: ResultProperties): JSX.Element {
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

interface WaysProperties {
  readonly ways: PreprocessingWays;
  readonly verdict: string;
  readonly table: () => Table;
}

/** Way by way, by how much the leading model fits better. */
function Ways({ ways, verdict, table }: WaysProperties): JSX.Element {
  const text = useSheetText(
    verdict,
    'each model through its sensor, with gain and baseline of its own and AR(1) noise',
  );
  const draw = useCallback(
    ({ document, width, theme }: Omit<Place, 'height'>) => multiverseFigure({ data: ways, document, width, theme }),
    [ways],
  );
  const sheet = useCallback(
    (document: Document) => recordingSheet(text, [{ height: multiverseHeight(ways), draw }], document),
    [text, ways, draw],
  );
  const style = { '--fit-height': `${multiverseHeight(ways)}px` } as CSSProperties;
  return (
    <div className="data-fit-figure" style={style}>
      <DataFigure name="ways-of-preprocessing" {...{ draw, text, sheet, table }} />
    </div>
  );
}
