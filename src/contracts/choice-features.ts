import type { Design } from './design.ts';

/**
 * What an acting agent can learn about: actions in states, and objects that are taken, which are the same in every
 * state.
 */
export interface ChoiceFeatures {
  readonly size: number;
  /** The feature of an action in a state, both as indices into the design's. */
  index(state: number, action: number): number;
  label(feature: number): string;
}

export function choiceFeaturesOf({ states = [], actions = [] }: Pick<Design, 'states' | 'actions'>): ChoiceFeatures {
  const labels: string[] = [];
  const table = new Int32Array(states.length * actions.length);
  states.forEach((state, s) => {
    actions.forEach(({ title, isThing }, action) => {
      const isKnown = isThing === true && s > 0;
      table[s * actions.length + action] = isKnown ? (table[action] as number) : labels.length;
      if (!isKnown) labels.push(isThing === true ? title : `${state.title}: ${title}`);
    });
  });
  return {
    size: labels.length,
    index: (state, action) => table[state * actions.length + action] as number,
    label: (feature) => labels[feature] ?? '',
  };
}
