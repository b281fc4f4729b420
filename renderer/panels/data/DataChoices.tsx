import { useMemo, type JSX } from 'react';
import type { Design } from '../../../src/contracts/design.ts';
import type { Found } from '../../../src/contracts/reader.ts';
import type { ChoiceLikelihood, SummaryResult } from '../../../src/contracts/result.ts';
import { summariesOf } from '../../../src/designs/conditions.ts';
import { proposedChoices } from '../../../src/recorded/choices/propose-choices.ts';
import { useApp } from '../../store/app-state.ts';
import { useData } from '../../store/data.ts';
import { SummaryPlot } from '../SummariesTab.tsx';
import { useIsOfSession } from './use-driven-run.ts';

interface ChoicesProperties {
  readonly design: Design;
  readonly found: Found;
}

/** What was chosen, over the trials and in each state, and the probability that the driven model gives it. */
export function DataChoices({ design, found }: ChoicesProperties): JSX.Element {
  const isDriven = useIsOfSession();
  const result = useApp(({ shown }) => shown?.result);
  const alone = useMemo(() => recordedAlone(design), [design]);
  const run = isDriven ? result : undefined;
  const drawn = run?.summaries.filter(({ recorded }) => recorded !== undefined) ?? alone;
  return (
    <section className="data-choices" aria-label="choices">
      <h3>Choices</h3>
      <p className="soft">
        {run === undefined
          ? 'Recorded shares. A model that is run through this session is drawn with them.'
          : `Recorded shares in grey, the model's probabilities in colour. ${likelihoodWords(run.likelihood)}`}
      </p>
      <div className="summaries">
        {drawn.map((summary) => (
          <SummaryPlot key={summary.id} summary={summary} />
        ))}
      </div>
      <Assumptions found={found} />
    </section>
  );
}

function likelihoodWords(likelihood: ChoiceLikelihood | undefined): string {
  if (likelihood === undefined || likelihood.choices === 0) return '';
  const { choices, logLikelihood, byChance } = likelihood;
  if (logLikelihood === null) return 'Its policy excludes one of the choices.';
  const each = (sum: number): string => (sum / choices).toFixed(3);
  return `Log-likelihood per choice ${each(logLikelihood)}, by chance ${each(byChance)}, of ${choices} choices.`;
}

/** As the recorded series alone. */
const recordedAlone = (design: Design): readonly SummaryResult[] =>
  summariesOf(design).flatMap(({ id, title, x, categories, recorded }) =>
    recorded === undefined
      ? []
      : [
          {
            id,
            title,
            x,
            y: 'share of choices (recorded)',
            ...(categories === undefined ? {} : { categories }),
            xScale: 'linear' as const,
            layout: 'tuning' as const,
            series: recorded.series,
          },
        ],
  );

/** What was taken for granted of a proposed mapping, to be corrected in it. */
function Assumptions({ found }: { readonly found: Found }): JSX.Element | null {
  const mapped = useData(({ mapping }) => mapping?.choices);
  const proposed = useMemo(() => proposedChoices(found), [found]);
  if (proposed === undefined || JSON.stringify(proposed.choices) !== JSON.stringify(mapped)) return null;
  return (
    <>
      <h3>Taken as</h3>
      <ul className="data-warnings">
        {proposed.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <p className="soft">It can be changed on the left, under Choices.</p>
    </>
  );
}
