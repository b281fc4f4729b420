import { InputError } from '../../core/errors.ts';
import type { PosteriorFigureData } from '../../contracts/posterior-figure-data.ts';
import { estimatesOf } from './estimates.ts';
import type { FittedAgent } from './fitted-agent.ts';
import { usesWords } from './fitted-data.ts';
import { curveWords, posteriorPanels } from './posterior-panels.ts';

/**
 * The posteriors of one agent's parameters in one session, those of each kind of data on one axis.
 * @param provenance who has made the figure, and of what
 * @throws InputError for several sessions or agents, and if no fit stands
 */
export function posteriorsOf(fits: readonly FittedAgent[], provenance: string): PosteriorFigureData {
  const [first] = fits;
  if (first === undefined || fits.some(({ agent, session }) => agent !== first.agent || session !== first.session))
    throw new InputError(
      'there are several agents or sessions',
      'figure of posteriors',
      'fit one agent to one session, or save a table',
    );
  const stands = fits.filter(({ fit, posterior }) => estimatesOf(fit, posterior).failure === undefined);
  if (stands.length === 0)
    throw new InputError(
      'no fit stands',
      'posteriors',
      'see what the data do not determine, and free fewer parameters',
    );
  return {
    title: `${first.title}: what ${first.session} says of its parameters`,
    note: `${curveWords[first.posterior?.kind ?? 'laplace']}, each drawn to one height, of fits to ${stands.map(({ uses }) => usesWords(uses)).join(', to ')}.`,
    provenance: `${provenance} · seed ${first.seed}`,
    panels: posteriorPanels(stands.map((one, colour) => ({ ...one, colour, label: usesWords(one.uses) }))),
  };
}
