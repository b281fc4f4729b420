import { useEffect, useMemo, type JSX, type ReactNode } from 'react';
import type { FoundTable } from '../../../src/contracts/reader.ts';
import type { MappedChoices } from '../../../src/recorded/choices/mapped-choices.ts';
import { valuesOf } from '../../../src/recorded/choices/propose-choices.ts';
import {
  choiceFits,
  fitRecordedChoices,
  knowModels,
  resumeChoiceFits,
  stopChoiceFits,
  subjectColumn,
  useChoiceFits,
  type ChoiceQuestions,
  type ChoiceRun,
} from '../../store/choice-fits.ts';
import { useData } from '../../store/data.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { FitCheck } from './FitCheck.tsx';
import { FitGo } from './FitGo.tsx';
import { FitNumber } from './FitNumber.tsx';
import { FitProgressLine } from './FitProgressLine.tsx';

/** Stands for no column; no id is a blank. */
const none = ' ';

/** Which models are fitted to which choices, and how. @param children what is asked before */
export function ChoicesForm({
  choices,
  children,
}: {
  readonly choices: MappedChoices;
  readonly children: ReactNode;
}): JSX.Element {
  const table = useData(({ opened }) => opened?.found.tables.find(({ id }) => id === choices.table));
  return (
    <section className="fit-form panel-scroll" aria-label="what is fitted">
      {children}
      <ChoiceColumns choices={choices} table={table} />
      <ChoiceModels stages={choices.stages.length} />
      <ChoiceGroup table={table} />
      <ChoiceNumbers />
      <ChoiceButtons choices={choices} />
    </section>
  );
}

interface OfTable {
  readonly table: FoundTable | undefined;
}

/** Whose trials they are, and where learning begins anew. */
function ChoiceColumns({ choices, table }: OfTable & { readonly choices: MappedChoices }): JSX.Element {
  const subject = useChoiceFits((state) => state.subject);
  const block = useChoiceFits((state) => state.block);
  const initialValue = useChoiceFits((state) => state.initialValue);
  const commonShare = useChoiceFits((state) => state.commonShare);
  const column = subjectColumn(choices, subject);
  const count = useMemo(() => {
    const own = table?.columns.find(({ id }) => id === column);
    return own === undefined ? 1 : new Set<string | number>(own.values).size;
  }, [table, column]);
  return (
    <>
      <p className="soft">
        {choices.stages[0]?.choice} is the choice and {choices.outcome.columns.join(' + ')} its outcome
        {table === undefined ? '' : `, in ${table.rows.toLocaleString('en-US')} rows`}; Data changes that.
      </p>
      <Column
        title="subject"
        text={column === undefined ? 'whose trials they are' : `${count} different`}
        none="one subject"
        table={table}
        chosen={column}
        onChoose={(id) => choiceFits.set({ subject: id ?? null })}
      />
      <Column
        title="block"
        text="where it changes, everything learned is forgotten"
        none="none"
        table={table}
        chosen={block}
        onChoose={(id) => choiceFits.set({ block: id })}
      />
      <FitNumber
        title="value at first"
        text="of every option before anything is learned, reward units"
        value={initialValue}
        min={-1000}
        max={1000}
        isWhole={false}
        onEnter={(value) => choiceFits.set({ initialValue: value })}
      />
      {choices.stages.length === 2 ? (
        <FitNumber
          title="common transitions"
          text="share of first choices that lead to their usual second state"
          value={commonShare}
          min={0.51}
          max={1}
          isWhole={false}
          onEnter={(value) => choiceFits.set({ commonShare: value })}
        />
      ) : null}
    </>
  );
}

interface ColumnProperties extends OfTable {
  readonly title: string;
  readonly text: string;
  /** What stands for no column. */
  readonly none: string;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

function Column({ title, text, none: without, table, chosen, onChoose }: ColumnProperties): JSX.Element {
  const options = useMemo(
    () => [{ id: none, title: without }, ...(table?.columns ?? []).map(({ id }) => ({ id, title: id }))],
    [table, without],
  );
  return (
    <div className="fit-column">
      <b>{title}</b>
      <Choice
        label={title}
        options={options}
        chosen={chosen ?? none}
        onChoose={(id) => onChoose(id === none ? undefined : id)}
      />
      <span className="soft">{text}</span>
    </div>
  );
}

/** Those of trials with as many choices. */
function ChoiceModels({ stages }: { readonly stages: number }): JSX.Element {
  const all = useChoiceFits((state) => state.known);
  const known = useMemo(() => all?.filter((one) => one.stages === stages), [all, stages]);
  const models = useChoiceFits((state) => state.models);
  useEffect(() => void knowModels(), []);
  return (
    <>
      <h3>Models</h3>
      {known === undefined ? <p className="soft">They are being read.</p> : null}
      <ul className="fit-models" aria-label="models">
        {known?.map(({ id, title, parameters }) => (
          <li key={id}>
            <FitCheck
              isOn={models.includes(id)}
              onChange={(isOn) =>
                choiceFits.set({ models: isOn ? [...models, id] : models.filter((other) => other !== id) })
              }
            >
              {title}
            </FitCheck>
            <span className="soft">{parameters.map(({ symbol, id: name }) => symbol ?? name).join(' ')}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Whether subjects are fitted at once as well, and what they differ in. */
function ChoiceGroup({ table }: OfTable): JSX.Element {
  const isGroup = useChoiceFits((state) => state.isGroup);
  const contrast = useChoiceFits((state) => state.contrast);
  const reference = useChoiceFits((state) => state.reference);
  const levels = useMemo(() => {
    const column = table?.columns.find(({ id }) => id === contrast);
    return column === undefined ? [] : valuesOf(column).map((id) => ({ id, title: id }));
  }, [table, contrast]);
  return (
    <>
      <h3>Group</h3>
      <FitCheck isOn={isGroup} onChange={(isOn) => choiceFits.set({ isGroup: isOn })}>
        all subjects at once as well (empirical Bayes)
      </FitCheck>
      {isGroup ? (
        <Column
          title="contrast"
          text="what groups of subjects differ in, such as genotype: the difference becomes a parameter"
          none="none"
          table={table}
          chosen={contrast}
          onChoose={(id) => choiceFits.set({ contrast: id, reference: undefined })}
        />
      ) : null}
      {isGroup && levels.length > 1 ? (
        <div className="fit-column">
          <b>compared with</b>
          <Choice
            label="compared with"
            options={[
              { id: none, title: levels.length > 2 ? 'as usual' : (levels[0]?.title ?? '') },
              ...levels.slice(levels.length > 2 ? 0 : 1),
            ]}
            chosen={reference ?? none}
            onChoose={(id) => choiceFits.set({ reference: id === none ? undefined : id })}
          />
        </div>
      ) : null}
    </>
  );
}

const intervals = [
  { id: 'laplace', title: 'sampled', text: 'of the whole posterior, by importance sampling' },
  { id: 'profile', title: 'profile', text: 'where the profile of the posterior has fallen by 1.92' },
  { id: 'grid', title: 'grid', text: 'quantiles on a grid, of models of one to three parameters; takes longer' },
  {
    id: 'nuts',
    title: 'chains',
    text: 'of four chains of draws (NUTS), of the whole group if there is one; takes long',
  },
] as const;

interface NumberRow {
  readonly id: keyof Pick<ChoiceQuestions, 'starts' | 'blocks' | 'recover' | 'seed'>;
  readonly title: string;
  readonly text: string;
  readonly min: number;
  readonly max: number;
}

const numbers: readonly NumberRow[] = [
  { id: 'starts', title: 'searches', text: 'from different starts; ten or more are usual', min: 1, max: 1000 },
  {
    id: 'blocks',
    title: 'held-out blocks',
    text: 'also fit without each block of a subject’s trials, and score the block; 0: none',
    min: 0,
    max: 100,
  },
  {
    id: 'recover',
    title: 'simulated subjects',
    text: 'of each model, on the first subject’s trials: can these trials tell? 0: none, 100 are usual',
    min: 0,
    max: 10_000,
  },
  { id: 'seed', title: 'seed', text: 'the same seed gives the same numbers', min: 0, max: 0xffffffff },
];

function ChoiceNumbers(): JSX.Element {
  const values = useChoiceFits((state) => state);
  const chosen = intervals.find(({ id }) => id === values.posterior) ?? intervals[0];
  return (
    <>
      <h3>How</h3>
      <p className="fit-signal">
        <b>intervals</b>
        <Segments
          label="intervals"
          segments={intervals}
          chosen={chosen.id}
          onChoose={(id) => choiceFits.set({ posterior: id === 'laplace' ? undefined : id })}
        />
      </p>
      <p className="soft">{chosen.text}</p>
      {numbers.map(({ id, ...row }) => (
        <FitNumber key={id} {...row} value={values[id]} onEnter={(value) => choiceFits.set({ [id]: value })} />
      ))}
    </>
  );
}

function ChoiceButtons({ choices }: { readonly choices: MappedChoices }): JSX.Element {
  const run = useChoiceFits((state) => state.run);
  const models = useChoiceFits((state) => state.models);
  const missing =
    choices.stages.length > 2
      ? 'Trials have more than two choices: fit agents instead.'
      : models.length === 0
        ? 'Tick a model.'
        : undefined;
  return (
    <FitGo
      state={run?.state}
      missing={missing}
      onFit={() => void fitRecordedChoices()}
      onStop={stopChoiceFits}
      onResume={() => void resumeChoiceFits()}
    >
      {run === undefined ? null : <FitProgressLine run={run} what="" made={madeWords(run)} />}
    </FitGo>
  );
}

const madeWords = ({ told }: ChoiceRun): string =>
  told?.fitted === undefined ? 'not all subjects fitted' : `${told.subjects.length} subjects fitted`;
