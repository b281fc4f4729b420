import type { Spec } from '../spec/spec.ts';
import { kindOf, partOf } from '../spec/part-of.ts';
import { partNames } from '../spec/parts.ts';
import { find } from '../engine/registry.ts';
import { parameterLines } from './commands/list.ts';

/** Every parameter of a spec's parts. */
export function parameterHelp(spec: Spec): string {
  const sections = partNames.flatMap((name) => {
    const part = partOf(spec, name);
    return part === undefined
      ? []
      : [[`  ${name} ${part.id}`, ...parameterLines(find(kindOf(spec, name), part.id).parameters)].join('\n')];
  });
  return ['Parameters for --set:', ...sections].join('\n');
}
