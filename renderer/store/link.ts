import type { Catalogue } from '../../src/contracts/catalogue.ts';
import { parameterFromText, parameterSchema } from '../../src/contracts/parameters.ts';
import type { Spec } from '../../src/contracts/spec.ts';
import * as v from 'valibot';
import type { AgentPart } from '../../src/contracts/agent.ts';
import type { ParameterValue } from '../../src/contracts/parameters.ts';
import { findEntry, kindOfPart, partNames, partOf, type PartName } from './catalogue.ts';
import { baseValue, draftFor, incompatibility, withPartId, withValue } from './draft.ts';

/** The page's address after `#`: what was chosen and what differs from the defaults, so that a reload keeps it. */
export function linkOf(catalogue: Catalogue, draft: Spec): string {
  const link = new URLSearchParams({ paradigm: draft.paradigm.id });
  if (draft.agent.id !== undefined) link.set('agent', draft.agent.id);
  link.set('seed', String(draft.seed));
  const plain = draftFor(catalogue, draft.paradigm.id, draft.agent.id);
  for (const name of partNames) {
    const part = partOf(draft, name);
    if (part === undefined) continue;
    if (plain === undefined || partOf(plain, name)?.id !== part.id) link.set(name === 'paradigm' ? 'paradigm' : name, part.id);
    for (const [parameter, value] of Object.entries(part.parameters)) {
      if (value !== baseValue(catalogue, draft, name, parameter)) link.set(`${name}.${parameter}`, String(value));
    }
  }
  (draft.manipulations ?? []).forEach(({ id, parameters }, i) => {
    link.set(`manipulation.${i}`, id);
    const declared = findEntry(catalogue, 'manipulations', id)?.parameters ?? {};
    for (const [name, value] of Object.entries(parameters)) if (value !== declared[name]?.default) link.set(`manipulation.${i}.${name}`, String(value));
  });
  return link.toString();
}

/** The draft that a link names. What is unknown or not allowed in it is left out: a link may be older than the program. */
export function draftOfLink(catalogue: Catalogue, hash: string): Spec | undefined {
  const link = new URLSearchParams(hash.replace(/^#/, ''));
  const seed = Number(link.get('seed') ?? 1);
  const usableSeed = Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff ? seed : 1;
  const paradigm = link.get('paradigm') ?? '';
  const start = draftFor(catalogue, paradigm, link.get('agent') ?? undefined, usableSeed) ?? draftFor(catalogue, paradigm, undefined, usableSeed);
  if (start === undefined) return undefined;
  const swapped = withFittingParts(catalogue, start, link);
  const valued = [...link].reduce((draft, [path, text]) => withLinkValue(catalogue, draft, path, text), swapped);
  const manipulations = manipulationsOf(catalogue, link);
  return manipulations.length === 0 ? valued : { ...valued, manipulations };
}

function withFittingParts(catalogue: Catalogue, start: Spec, link: URLSearchParams): Spec {
  const swapped = partNames.reduce((draft, name) => {
    const id = link.get(name);
    const isKnown = id !== null && findEntry(catalogue, kindOfPart[name], id) !== undefined;
    return name === 'paradigm' || !isKnown || id === partOf(draft, name)?.id ? draft : withPartId(catalogue, draft, name, id);
  }, start);
  return incompatibility(catalogue, swapped, 'architecture', swapped.agent.architecture.id) === undefined ? swapped : start;
}

function withLinkValue(catalogue: Catalogue, draft: Spec, path: string, text: string): Spec {
  const [name, parameter] = path.split('.') as [PartName, string | undefined];
  if (parameter === undefined || !partNames.includes(name)) return draft;
  const declared = findEntry(catalogue, kindOfPart[name], partOf(draft, name)?.id ?? '')?.parameters[parameter];
  if (declared === undefined) return draft;
  const parsed = v.safeParse(parameterSchema(declared), parameterFromText(declared, text));
  return parsed.success ? withValue(draft, name, parameter, parsed.output) : draft;
}

/** `manipulation.0=rpe-window&manipulation.0.amount=2`. */
function manipulationsOf(catalogue: Catalogue, link: URLSearchParams): readonly AgentPart[] {
  const manipulations: AgentPart[] = [];
  for (let i = 0; link.has(`manipulation.${i}`); i++) {
    const entry = findEntry(catalogue, 'manipulations', link.get(`manipulation.${i}`) ?? '');
    if (entry === undefined) continue;
    const values = Object.entries(entry.parameters).map(([name, declared]): [string, ParameterValue] => {
      const parsed = v.safeParse(parameterSchema(declared), parameterFromText(declared, link.get(`manipulation.${i}.${name}`) ?? ''));
      return [name, link.has(`manipulation.${i}.${name}`) && parsed.success ? parsed.output : declared.default];
    });
    manipulations.push({ id: entry.id, parameters: Object.fromEntries(values) });
  }
  return manipulations;
}
