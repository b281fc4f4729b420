import { useCallback, useEffect, useMemo, useState, type CSSProperties, type JSX } from 'react';
import { Button } from 'react-aria-components';
import { findEntry, lookupIn, type Catalogue } from '../../src/spec/catalogue.ts';
import { withAgent, withoutList } from '../../src/spec/change.ts';
import { misfitInTrials } from '../../src/spec/fits.ts';
import type { ComparisonData } from '../../src/contracts/comparison.ts';
import type { TrialSpec } from '../../src/spec/spec.ts';
import { compareFigure, compareHeight } from '../../src/figures/compare-figure.ts';
import { figureTheme } from '../plots/figure-theme.ts';
import { SvgFigure } from '../plots/SvgFigure.tsx';
import { appState, useApp } from '../store/app-state.ts';
import { experiment } from '../store/current.ts';
import { lineOf } from '../store/experiment.ts';
import { Stopped } from '../store/long-work.ts';
import { useTheme } from '../theme/theme.ts';
import { Choice } from '../ui/Choice.tsx';
import { Segments } from '../ui/Segments.tsx';
import type { Size } from '../ui/use-size.ts';

/** The figure has at most six arms: more could not be distinguished. */
const maxArms = 6;

/** The agent next to others, and a manipulated subject next to its control, in the same trials. */
export function ComparePanel(): JSX.Element {
  const catalogue = useApp((state) => state.catalogue);
  const spec = useApp(({ shown }) => shown?.result.spec);
  const others = useApp(({ compared }) => compared);
  const data = useApp(({ comparison }) => comparison?.data);
  const specs = useMemo(
    () => (catalogue === undefined || spec === undefined ? [] : armsOf(catalogue, spec, others)),
    [catalogue, spec, others],
  );
  useComparison(specs);
  if (catalogue === undefined || spec === undefined) return <p className="soft">No run yet.</p>;
  return (
    <section className="compare" aria-label="comparison">
      <div className="compare-head">
        <Choice
          label="compare with"
          options={candidates(catalogue, spec, others)}
          chosen={undefined}
          placeholder="compare with another agent"
          onChoose={(id) => appState.set({ compared: [...others, id] })}
        />
        {others.map((id) => (
          <span key={id} className="compare-arm">
            {findEntry(catalogue, 'agents', id)?.title}
            <Button
              className="text-button"
              onPress={() => appState.set({ compared: others.filter((other) => other !== id) })}
            >
              remove
            </Button>
          </span>
        ))}
      </div>
      {specs.length < 2 ? (
        <p className="soft compare-head">
          Choose an agent to compare with, or add a manipulation: its control is then drawn next to it.
        </p>
      ) : null}
      {specs.length >= 2 && data === undefined ? (
        <p className="soft compare-head">The figure appears here when all runs are done.</p>
      ) : null}
      {data === undefined || specs.length < 2 ? null : <ComparisonFigure data={data} />}
    </section>
  );
}

function ComparisonFigure({ data }: { readonly data: ComparisonData }): JSX.Element {
  const theme = useTheme();
  const [width, setWidth] = useState(0);
  const signal = useApp(({ comparedSignal }) => comparedSignal) ?? data.signal;
  const draw = useCallback(
    (size: Size) => {
      setWidth(size.width);
      return compareFigure(data, { document, width: size.width, signal, theme: figureTheme(theme) });
    },
    [data, signal, theme],
  );
  const style = { '--compare-height': `${compareHeight(data, width)}px` } as CSSProperties;
  return (
    <>
      {data.signal === 'rpe' ? null : (
        <div className="compare-head">
          <Segments
            label="compared in"
            segments={[
              { id: 'rate', title: data.arms[0]?.recording ?? 'recording' },
              { id: 'rpe', title: 'RPE' },
            ]}
            chosen={signal}
            onChoose={(comparedSignal) => appState.set({ comparedSignal })}
          />
        </div>
      )}
      <div className="compare-figure" style={style}>
        <SvgFigure draw={draw} />
      </div>
    </>
  );
}

/**
 * The control first, if the subject is manipulated; then the current experiment; then the same with the other agents.
 */
function armsOf(catalogue: Catalogue, spec: TrialSpec, others: readonly string[]): readonly TrialSpec[] {
  const own = spec.manipulations === undefined ? [spec] : [withoutList(spec, 'manipulations'), spec];
  // A link may name agents that this program does not have.
  const known = others.filter((id) => findEntry(catalogue, 'agents', id) !== undefined);
  return [...own, ...known.map((id) => withAgent(lookupIn(catalogue), spec, id))].slice(0, maxArms);
}

function candidates(
  catalogue: Catalogue,
  spec: TrialSpec,
  others: readonly string[],
): readonly { readonly id: string; readonly title: string }[] {
  return catalogue.agents.filter(
    ({ id, learningRule }) =>
      id !== spec.agent.id &&
      !others.includes(id) &&
      misfitInTrials(lookupIn(catalogue), spec, learningRule.id) === undefined,
  );
}

/** Stores the host's results for the specs; the last ones stay until the next arrive. */
function useComparison(specs: readonly TrialSpec[]): void {
  useEffect(() => {
    if (specs.length < 2) {
      appState.set({ comparison: undefined });
      return undefined;
    }
    const overtaken = new AbortController();
    experiment.compared(specs, overtaken.signal).then(
      (comparison) => overtaken.signal.aborted || appState.set({ comparison }),
      (error: unknown) =>
        overtaken.signal.aborted ||
        appState.set(
          error instanceof Stopped
            ? { notice: 'Stopped. Choose the agents again to compare them.' }
            : { error: lineOf(error) },
        ),
    );
    return () => overtaken.abort();
  }, [specs]);
  // Only what is on screen can be saved.
  useEffect(() => () => appState.set({ comparison: undefined, comparedSignal: undefined }), []);
}
