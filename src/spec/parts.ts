import { kinds, kindTable, type Kind, type KindRow, type PartRow, type Placed } from './kinds.ts';

// The parts of an experiment, by the spec's fields: what the table of kinds says, seen from a spec.

type Parts = { readonly [K in keyof Placed as Placed[K]['part']['name']]: Placed[K]['part'] };

/** Names of the parts of a sort. */
export type PartsThat<Are extends Partial<PartRow>> = {
  [Name in keyof Parts]: Parts[Name] extends Are ? Name : never;
}[keyof Parts];

/** The name of a part of which there is a list. */
export type ListName = PartsThat<{ many: true }>;
/** The name of a part of which there is one at most; it qualifies the part's parameters (`recording.gain`). */
export type PartName = Exclude<keyof Parts, ListName>;
export type AgentPartName = PartName & PartsThat<{ of: 'agent' }>;

interface Placing extends PartRow {
  readonly kind: Kind;
}

const placings = kinds.flatMap((kind): readonly Placing[] => {
  const { part }: KindRow = kindTable[kind];
  return part === undefined ? [] : [{ ...part, kind }];
});

/** Every part, those of the agent first. */
export const parts = Object.fromEntries(
  [...placings.filter(({ of }) => of === 'agent'), ...placings.filter(({ of }) => of !== 'agent')].map((placing) => [
    placing.name,
    placing,
  ]),
) as unknown as Readonly<Record<keyof Parts, PartRow>>;
const names = Object.keys(parts) as readonly (keyof Parts)[];

/** The kind of things that stand there, in experiments of trials or in stepped environments. */
export function kindAt(name: keyof Parts, inSteps: boolean): Kind {
  const here = placings.find((one) => one.name === name && one.only !== (inSteps ? 'trials' : 'steps'));
  if (here === undefined)
    throw new Error(`there is no ${name} ${inSteps ? 'in stepped environments' : 'in experiments of trials'}`);
  return here.kind;
}

const isList = (name: keyof Parts): name is ListName => parts[name].many === true;
export const isOptional = (name: PartName): boolean => parts[name].optional === true;
export const isOfAgent = (name: PartName): name is AgentPartName => parts[name].of === 'agent';

export const listNames: readonly ListName[] = names.filter(isList);
export const partNames: readonly PartName[] = names.filter((name): name is PartName => !isList(name));
export const agentPartNames: readonly AgentPartName[] = partNames.filter(isOfAgent);
