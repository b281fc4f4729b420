import { choice } from '../../contracts/parameters.ts';

/** Upper limit of a cue's associability, which moves towards its surprise |λ - V| in every trial. */
export const associabilityCeiling = choice({
  options: ['none', 'one'],
  default: 'none',
  help: 'Upper limit of associability: none, as in the papers (Pearce & Hall 1980; Li et al. 2011), or one, as in calmr; they differ only if an error exceeds 1',
});

export const ceilingOf = { none: Infinity, one: 1 } as const;
