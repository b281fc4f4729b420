import { useState, type JSX } from 'react';
import { Button, Checkbox, Input, TextField } from 'react-aria-components';
import type { FoundTable } from '../../../src/contracts/reader.ts';
import {
  beginPicks,
  chosenPicks,
  laterPicks,
  minusPicks,
  offeredPicks,
  optionPicks,
  pickedBegin,
  pickedMoment,
  pickedOffered,
  pickedState,
  statePicks,
  withColumn,
  withNamed,
  withOffered,
  withOption,
  withRows,
  withState,
  withThings,
  withoutNamed,
  type FieldOption,
  type Rows,
} from '../../../src/recorded/choices/choice-pickers.ts';
import type { MappedChoices, MappedStage } from '../../../src/recorded/choices/mapped-choices.ts';
import { choicesBy, nextStage, valuesOf } from '../../../src/recorded/choices/propose-choices.ts';
import { setChoices, useData } from '../../store/data.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { TypedNumber } from './TypedNumber.tsx';

/** What was chosen, for agents that choose: the columns of a table with one row a trial. */
export function DataChoiceRoles({ tables }: { readonly tables: readonly FoundTable[] }): JSX.Element | null {
  const choices = useData((state) => state.mapping?.choices);
  const table = tables.find(({ id }) => id === choices?.table);
  if (tables.length === 0) return null;
  return (
    <section className="data-choice-roles" aria-label="choices of the animal">
      <h3>Choices</h3>
      {choices === undefined || table === undefined ? (
        <NoChoices tables={tables} />
      ) : (
        <Fields choices={choices} table={table} />
      )}
    </section>
  );
}

/** No table is taken as one of choices: a person says which columns they are in. */
function NoChoices({ tables }: { readonly tables: readonly FoundTable[] }): JSX.Element {
  const [table, setTable] = useState<FoundTable>();
  const [choice, setChoice] = useState<string>();
  const own = tables.find((one) => one === table) ?? tables[0];
  if (own === undefined) return <></>;
  const columns = own.columns.map(({ id }) => ({ id, title: id }));
  const outcomes = own.columns
    .filter(({ id, kind }) => kind === 'number' && id !== choice)
    .map(({ id }) => ({ id, title: id }));
  return (
    <>
      <p className="soft">If the animal chose: say in which columns, for agents that choose.</p>
      {tables.length === 1 ? null : (
        <Field
          label="table of choices"
          options={tables.map((one) => ({ id: one.id, title: one.id }))}
          chosen={own.id}
          onChoose={(id) => setTable(tables.find((one) => one.id === id))}
        />
      )}
      <Field label="what was chosen" options={columns} chosen={choice} onChoose={setChoice} />
      {choice === undefined ? null : (
        <Field
          label="what came of it"
          options={outcomes}
          chosen={undefined}
          onChoose={(outcome) => setChoices(choicesBy(own, { choice, outcome }))}
        />
      )}
    </>
  );
}

interface FieldsProperties {
  readonly choices: MappedChoices;
  readonly table: FoundTable;
}

function Fields({ choices, table }: FieldsProperties): JSX.Element {
  const { stages, begins } = choices;
  const change = (to: Partial<MappedChoices>): void => setChoices({ ...choices, ...to });
  const setStage = (place: number, stage: MappedStage): void =>
    change({ stages: stages.map((one, i) => (i === place ? stage : one)) });
  const others = table.columns.filter(({ id }) => !stages.some(({ choice }) => choice === id));
  return (
    <>
      <PickField
        label={stages.length > 1 ? 'first state shown' : 'state shown'}
        picks={beginPicks(table, begins)}
        chosen={pickedBegin(begins)}
        onPick={(to) => change({ begins: to })}
      />
      {'intervalSeconds' in begins ? (
        <NumberField
          label="after the last trial"
          unit="s"
          min={1.1}
          max={86_400}
          value={begins.intervalSeconds}
          onChange={(intervalSeconds) => change({ begins: { intervalSeconds } })}
        />
      ) : null}
      {stages.map((stage, place) => (
        <StageFields
          key={ordinals[place]}
          table={table}
          stage={stage}
          place={stages.length === 1 ? undefined : place}
          onChange={(to) => setStage(place, to)}
        />
      ))}
      <OutcomeFields outcome={choices.outcome} table={table} onChange={(outcome) => change({ outcome })} />
      <RowFields choices={choices} table={table} onChange={(where) => setChoices(withRows(choices, where))} />
      <div className="data-choice-buttons">
        {stages.length < maxStages ? (
          <Choice
            label="add a later choice of the trial"
            options={others.map(({ id }) => ({ id, title: id }))}
            chosen={undefined}
            placeholder="add a later choice"
            onChoose={(id) => change({ stages: [...stages, nextStage(table, stages, id)] })}
          />
        ) : null}
        {stages.length > 1 ? (
          <Button className="text-button" onPress={() => change({ stages: stages.slice(0, -1) })}>
            Remove the last choice
          </Button>
        ) : null}
        <Button className="text-button" onPress={() => setChoices(undefined)}>
          No choices
        </Button>
      </div>
    </>
  );
}

/** As many as a mapping may have. */
const maxStages = 4;
const ordinals = ['first', 'second', 'third', 'fourth'] as const;

interface StageProperties {
  readonly table: FoundTable;
  readonly stage: MappedStage;
  /** Undefined if it is the only one. */
  readonly place: number | undefined;
  readonly onChange: (stage: MappedStage) => void;
}

function StageFields({ table, stage, place, onChange }: StageProperties): JSX.Element {
  const of = place === undefined ? '' : `${ordinals[place]} `;
  const { state, chosen, shown } = stage;
  const level = state !== undefined && 'level' in state ? state.level : undefined;
  return (
    <>
      <Field
        label={`${of}choice`}
        options={table.columns.map(({ id }) => ({ id, title: id }))}
        chosen={stage.choice}
        onChoose={(choice) => onChange(withColumn(stage, choice))}
      />
      <OptionFields table={table} stage={stage} of={of} onChange={onChange} />
      <PickField
        label={`seen before the ${of}choice`}
        picks={statePicks(table, state)}
        chosen={pickedState(state)}
        onPick={(to) => onChange(withState(stage, to))}
      />
      {state === undefined || 'byChoice' in state ? null : <OfferedFields stage={stage} of={of} onChange={onChange} />}
      {level === undefined ? null : (
        <PickField
          label="minus"
          picks={minusPicks(table, level.plus)}
          chosen={level.minus === undefined ? 'none' : `column ${level.minus}`}
          onPick={(minus) =>
            onChange(withState(stage, { level: { plus: level.plus, ...(minus === undefined ? {} : { minus }) } }))
          }
        />
      )}
      {place === undefined || place === 0 ? null : (
        <MomentFields
          label={`${of}state shown`}
          later="after the choice before"
          picks={laterPicks(table, shown)}
          moment={shown ?? { afterSeconds: 0.001 }}
          onPick={(to) => onChange({ ...stage, shown: to })}
        />
      )}
      <MomentFields
        label={`time of the ${of}choice`}
        later="after the state"
        picks={chosenPicks(table, chosen)}
        moment={chosen}
        onPick={(to) => onChange({ ...stage, chosen: to })}
      />
      {'reaction' in chosen ? (
        <Segments
          label={`unit of ${chosen.reaction}`}
          segments={[
            { id: 's', title: 'in seconds' },
            { id: 'ms', title: 'in milliseconds' },
          ]}
          chosen={chosen.unit}
          onChoose={(unit) => onChange({ ...stage, chosen: { ...chosen, unit } })}
        />
      ) : null}
    </>
  );
}

/** Which values are options, and which mean that nothing was chosen. */
function OptionFields({
  table,
  stage,
  of,
  onChange,
}: Omit<StageProperties, 'place'> & { readonly of: string }): JSX.Element {
  const [typed, setTyped] = useState('');
  const add = (): void => {
    setTyped('');
    if (typed.trim() !== '') onChange(withNamed(stage, typed));
  };
  return (
    <div className="data-options" role="group" aria-label={`options of the ${of}choice`}>
      <span className="soft">Options; an empty cell, and a value that is not ticked, is no choice.</span>
      {optionPicks(table, stage).map(({ value, title, isOption, isNamed }) => (
        <Checkbox
          key={value}
          className="own-file-check"
          isSelected={isOption}
          onChange={(is) => onChange(isNamed ? withoutNamed(stage, value) : withOption(stage, value, is))}
        >
          <span className="own-file-box" aria-hidden="true" />
          {title}
        </Checkbox>
      ))}
      <TextField
        aria-label={`an option of the ${of}choice that was never chosen`}
        value={typed}
        onChange={setTyped}
        onBlur={add}
        onKeyDown={({ key }) => key === 'Enter' && add()}
      >
        <Input className="text-input" placeholder="an option never chosen" autoComplete="off" />
      </TextField>
    </div>
  );
}

/** Which options a state has, and whether each has one value in all of them. */
function OfferedFields({
  stage,
  of,
  onChange,
}: Pick<StageProperties, 'stage' | 'onChange'> & { readonly of: string }): JSX.Element {
  return (
    <>
      <PickField
        label={`offered at the ${of}choice`}
        picks={offeredPicks(stage.offered)}
        chosen={pickedOffered(stage.offered)}
        onPick={(to) => onChange(withOffered(stage, to))}
      />
      <Checkbox
        className="own-file-check"
        isSelected={stage.areThings === true}
        onChange={(are) => onChange(withThings(stage, are))}
      >
        <span className="own-file-box" aria-hidden="true" />
        an option has one value wherever it is offered
      </Checkbox>
    </>
  );
}

interface OutcomeProperties {
  readonly outcome: MappedChoices['outcome'];
  readonly table: FoundTable;
  readonly onChange: (outcome: MappedChoices['outcome']) => void;
}

function OutcomeFields({ outcome, table, onChange }: OutcomeProperties): JSX.Element {
  const [first, second, ...others] = outcome.columns;
  const numbers = table.columns.filter(({ kind }) => kind === 'number').map(({ id }) => ({ id, title: id }));
  const setColumns = (columns: readonly (string | undefined)[]): void =>
    onChange({ ...outcome, columns: columns.filter((id) => id !== undefined) });
  return (
    <>
      <Field
        label="outcome"
        options={numbers}
        chosen={first}
        onChoose={(id) => setColumns([id, second === id ? undefined : second, ...others])}
      />
      <PickField
        label="plus"
        picks={minusPicks(table, first ?? '')}
        chosen={second === undefined ? 'none' : `column ${second}`}
        onPick={(id) => setColumns([first, id, ...others])}
      />
      <NumberField
        label="one reward is"
        unit=""
        min={1e-6}
        max={1e9}
        value={outcome.unit}
        onChange={(unit) => onChange({ ...outcome, unit })}
      />
      <MomentFields
        label="time of the outcome"
        later="after the choice"
        picks={laterPicks(table, outcome.at)}
        moment={outcome.at}
        onPick={(at) => onChange({ ...outcome, at })}
      />
    </>
  );
}

/** Whose rows: of one subject, or of one session. */
function RowFields({
  choices,
  table,
  onChange,
}: FieldsProperties & { readonly onChange: (where: Rows) => void }): JSX.Element {
  const { where = [] } = choices;
  const columns = table.columns.filter(({ id }) => !where.some(({ column }) => column === id));
  return (
    <>
      {where.map(({ column, is }) => (
        <Field
          key={column}
          label={`only rows with ${column}`}
          options={[
            ...valuesIn(table, column).map((value) => ({ id: `is ${value}`, title: value })),
            { id: 'all', title: 'all rows' },
          ]}
          chosen={`is ${is}`}
          onChoose={(id) =>
            onChange(
              id === 'all'
                ? where.filter((one) => one.column !== column)
                : where.map((one) => (one.column === column ? { column, is: id.slice('is '.length) } : one)),
            )
          }
        />
      ))}
      <Field
        label="only some rows, by"
        options={columns.map(({ id }) => ({ id, title: id }))}
        chosen={undefined}
        onChoose={(column) => onChange([...where, { column, is: valuesIn(table, column)[0] ?? '' }])}
      />
    </>
  );
}

const valuesIn = ({ columns }: FoundTable, id: string): readonly string[] => {
  const column = columns.find((one) => one.id === id);
  return column === undefined ? [] : valuesOf(column);
};

interface MomentProperties<M> {
  readonly label: string;
  /** What a fixed time is counted from. */
  readonly later: string;
  readonly picks: readonly FieldOption<M>[];
  readonly moment: MappedStage['chosen'];
  readonly onPick: (moment: M | { readonly afterSeconds: number }) => void;
}

/** When something happens; if after a fixed time, with that. */
function MomentFields<M>({ label, later, picks, moment, onPick }: MomentProperties<M>): JSX.Element {
  return (
    <>
      <PickField label={label} picks={picks} chosen={pickedMoment(moment)} onPick={onPick} />
      {'afterSeconds' in moment ? (
        <NumberField
          label={later}
          unit="s"
          min={0.001}
          max={86_400}
          value={moment.afterSeconds}
          onChange={(afterSeconds) => onPick({ afterSeconds })}
        />
      ) : null}
    </>
  );
}

function PickField<T>({
  label,
  picks,
  chosen,
  onPick,
}: {
  readonly label: string;
  readonly picks: readonly FieldOption<T>[];
  readonly chosen: string;
  readonly onPick: (value: T) => void;
}): JSX.Element {
  const choose = (id: string): void => {
    const pick = picks.find((one) => one.id === id);
    if (pick !== undefined) onPick(pick.value);
  };
  return <Field label={label} options={picks} chosen={chosen} onChoose={choose} />;
}

function Field({
  label,
  options,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly options: readonly { readonly id: string; readonly title: string }[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}): JSX.Element {
  return (
    <div className="data-field">
      <span aria-hidden="true">{label}</span>
      <Choice label={label} options={options} chosen={chosen} placeholder="–" onChoose={onChoose} />
    </div>
  );
}

interface NumberProperties {
  readonly label: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

const NumberField = ({ label, unit, min, max, value, onChange }: NumberProperties): JSX.Element => (
  <div className="data-field">
    <span aria-hidden="true">{label}</span>
    <TypedNumber
      key={value}
      label={label}
      value={String(value)}
      number={{ min, max, isWhole: false, unit }}
      onEnter={(typed) => onChange(Number(typed))}
    />
  </div>
);
