import { InputError } from '../core/errors.ts';
import { usesWords } from '../fitting/report/fitted-data.ts';
import type { Table } from '../contracts/table.ts';
import { csvTable } from '../core/csv.ts';
import { find } from '../engine/registry.ts';
import { withParts } from '../engine/with-parts.ts';
import { contrastOf, type Contrast } from '../fitting/group/contrast.ts';
import { groupOfModels, type GroupModelFit, type GroupOfModels } from '../fitting/group/group-of-models.ts';
import { requireAnimals, fitAnimals, type RecordedAnimal } from '../fitting/session/animal-group.ts';
import { freeNames } from '../fitting/session/fit-agent.ts';
import { freeOfSpec } from '../fitting/session/free-of-spec.ts';
import type { SessionData } from '../fitting/session/session-problem.ts';
import { runAnimals } from '../jobs/fit/run-animals.ts';
import { sessionNames } from '../recorded/data-set/session-names.ts';
import { namedBy, type NamedSession } from './animals-table.ts';
import type { Arguments } from './command.ts';
import { contrastAsked } from './contrast-option.ts';
import type { FittedSession } from './fit-session.ts';
import { groupReport } from './group-report.ts';
import { shortNumber } from '../core/short-number.ts';
import { textTable, writeLine } from './output.ts';

/** Options that make something of one fit. */
const ofOneFit = ['figure', 'keep', 'save', 'regressors', 'blocks', 'recover', 'posterior'] as const;

/** @throws InputError for options that do not go together */
export function requireGroupOptions(args: Arguments): void {
  const single = ofOneFit.find((name) => args.on(name));
  if (single !== undefined && args.on('group'))
    throw new InputError(`--${single} is of fits one by one`, '--group', 'leave one of the two out');
  const ofGroup = (['animals', 'contrast'] as const).find((name) => args.text(name) !== undefined);
  if (ofGroup !== undefined && !args.on('group'))
    throw new InputError(`--${ofGroup} is of groups`, `--${ofGroup}`, 'add --group');
}

/** An animal, the group that it is in, and its sessions. */
interface Animal {
  readonly id: string;
  readonly group: string;
  readonly sessions: readonly FittedSession[];
}

/** Sessions by animal: as the table says, or as `phasic import` of them proposes. */
async function animalsOf(sessions: readonly FittedSession[], table: string | undefined): Promise<readonly Animal[]> {
  const placed = sessions.map(({ name, subject }) => ({ files: [name], subject }));
  const proposed = sessionNames(placed).map((one, i): NamedSession => ({
    ...one,
    files: placed[i]?.files ?? [],
    group: '',
  }));
  const named = table === undefined ? proposed : await namedBy(table, proposed);
  return [...new Set(named.map(({ animal }) => animal))].map((id) => {
    const own = named.flatMap((one, i) =>
      one.animal === id ? [{ ...one, session: sessions[i] as FittedSession }] : [],
    );
    const groups = [...new Set(own.map(({ group }) => group))];
    if (groups.length > 1)
      throw new InputError(`animal ${id} is in groups ${groups.join(' and ')}`, '--animals', 'put it in one');
    return { id, group: groups[0] ?? '', sessions: own.map(({ session }) => session) };
  });
}

/** @throws InputError for a column that the table of animals does not have */
function contrastIn(animals: readonly Animal[], args: Arguments): Contrast | undefined {
  const asked = contrastAsked(args);
  if (asked === undefined) return undefined;
  if (asked.column !== 'group')
    throw new InputError(
      `the table of animals has no column ${asked.column}`,
      '--contrast',
      'put what animals differ in into its column group, and give --contrast group',
    );
  const cells = animals.map(({ id, group }) => ({ subject: id, cell: group }));
  return contrastOf('group', cells, asked.reference);
}

interface GroupWish {
  readonly agents: readonly string[];
  /** Names of parameters; none for the usual ones. */
  readonly named: readonly string[];
  readonly seed: number;
  readonly workers: number | undefined;
}

/** A group of animals as fitted by several agents, with what a report needs. */
export interface FittedGroup {
  readonly group: GroupOfModels;
  readonly agents: readonly {
    readonly agent: string;
    readonly free: readonly string[];
    readonly spec: SessionData['spec'];
  }[];
  readonly sessions: readonly {
    readonly animal: string;
    readonly group: string;
    readonly sessions: readonly string[];
  }[];
}

/**
 * Every agent, fitted to all animals at once.
 * @throws InputError for too few animals, and several kinds of data
 */
export async function fitGroupOf(
  sessions: readonly FittedSession[],
  args: Arguments,
  { agents, named, seed, workers }: GroupWish,
): Promise<FittedGroup> {
  const animals = await animalsOf(sessions, args.text('animals'));
  requireAnimals(animals);
  const contrast = contrastIn(animals, args);
  const kinds = new Map(sessions.flatMap(({ uses }) => uses.map((one) => [usesWords(one), one])));
  const [uses] = kinds.values();
  if (uses === undefined || kinds.size > 1)
    throw new InputError(
      `sessions are fitted to ${[...kinds.keys()].join(', ')}`,
      '--group',
      'choose one kind of data with --data',
    );
  const fits: GroupModelFit[] = [];
  const fitted: FittedGroup['agents'][number][] = [];
  for (const agent of agents)
    await withParts([agent], async () => {
      const recorded = animals.map(({ id, sessions: own }): RecordedAnimal => ({
        id,
        sessions: own.map((session) => session.dataFor(agent, uses)),
      }));
      const data = recorded.flatMap((animal) => animal.sessions);
      const free = namesOf(data, named, seed);
      const fit = await fitAnimals({ animals: recorded, free, contrast }, seed, async (tasks, round) => {
        const show = (done: number): void =>
          writeLine(`${find('agents', agent).title}: round ${round}, ${done} of ${tasks.length} animals`);
        const rounds = await runAnimals(tasks, { workers, told: show });
        writeLine('');
        return rounds;
      });
      fits.push({ model: agent, fit });
      fitted.push({ agent, free, spec: (data[0] as SessionData).spec });
    });
  return {
    group: groupOfModels(fits, contrast),
    agents: fitted,
    sessions: animals.map(({ id, group, sessions: own }) => ({
      animal: id,
      group,
      sessions: own.map(({ name }) => name),
    })),
  };
}

/** Parameters on which the data of some session depend. */
function namesOf(data: readonly SessionData[], named: readonly string[], seed: number): readonly string[] {
  const [first] = data as readonly [SessionData];
  const asked = named.length === 0 ? undefined : named;
  const used = new Set(data.flatMap((one) => freeNames(one, { named: asked, seed, mayMiss: true }).free));
  return freeOfSpec(first.spec, asked)
    .parameters.map(({ id }) => id)
    .filter((id) => used.has(id));
}

/** As text. */
export function fittedGroupReport({ group, agents, sessions }: FittedGroup): string {
  const titled = agents.map(({ agent, free, spec }) => ({
    id: agent,
    title: find('agents', agent).title,
    parameters: freeOfSpec(spec, free).parameters,
  }));
  const count = sessions.reduce((sum, one) => sum + one.sessions.length, 0);
  return [
    `${count} sessions of ${sessions.length} animals, each with parameters of its own that its sessions share`,
    groupReport(titled, group, 'animals'),
    ...group.models.flatMap(({ model, fit }) =>
      !fit.converged
        ? []
        : [
            [
              `${find('agents', model).title}, animal by animal (shrunk towards the group by as much as its data leave open):`,
              textTable([
                ['  animal', ...(titled.find(({ id }) => id === model)?.parameters ?? []).map(({ id }) => id)],
                ...fit.subjects.map(({ id, values }) => [`  ${id}`, ...values.map(shortNumber)]),
              ]),
            ].join('\n'),
          ],
    ),
  ].join('\n\n');
}

/** One row a number of the group, and one a parameter of each animal. */
export function fittedGroupTable({ group, agents }: FittedGroup): Table {
  const columns = {
    agent: { what: 'id of the agent' },
    animal: { what: "id of the animal; empty for the group's own numbers" },
    parameter: { what: 'fitted parameter, as part.name' },
    number: { what: 'mean, a difference, or sd, of the group on points; value of an animal' },
    estimate: { what: 'empirical Bayes; empty if it has not settled' },
    low: { what: "lower end of the 95 % interval, by Student's t; of the group" },
    high: { what: 'upper end of the 95 % interval' },
    logEvidence: { what: 'log of the integral of the likelihood over the group; of the animal, or their sum' },
  };
  const rows = group.models.flatMap(({ model, fit: { converged, effects, spreads, subjects, logEvidence } }) => {
    const told = (value: number): number | string => (converged ? value : '');
    const { free = [] } = agents.find(({ agent }) => agent === model) ?? {};
    return [
      ...[...effects, ...spreads].map(({ parameter, name, estimate, low, high }) => [
        model,
        '',
        parameter,
        name,
        told(estimate),
        told(low),
        told(high),
        told(logEvidence),
      ]),
      ...subjects.flatMap(({ id, values, logEvidence: own }) =>
        values.map((value, i) => [model, id, free[i] ?? '', 'value', told(value), '', '', told(own)]),
      ),
    ];
  });
  return { csv: csvTable([Object.keys(columns), ...rows]), notes: { columns } };
}
