import { useCallback, useEffect, useState, type JSX } from 'react';
import { Button, FileTrigger } from 'react-aria-components';
import { isRestText, type Design } from '../../src/contracts/design.ts';
import type { NamedAgent } from '../../src/designs/design-text.ts';
import type { DesignError } from '../../src/designs/mistake.ts';
import { formatOf, parseDesignIn } from '../../src/designs/read.ts';
import { timelineFigure, timelineHeight } from '../../src/figures/timeline-figure.ts';
import { download } from '../plots/download.ts';
import { figureTheme } from '../plots/figure-theme.ts';
import { SvgFigure } from '../plots/SvgFigure.tsx';
import { appState, useApp } from '../store/app-state.ts';
import { runDesign } from '../store/opening.ts';
import { lineOf } from '../store/experiment.ts';
import { openedText } from '../store/opened-file.ts';
import type { WrittenDesign } from '../../src/designs/written-design.ts';
import { keepWritten, lastWritten, starter } from '../store/written-design.ts';
import { useTheme } from '../theme/theme.ts';
import type { Size } from '../ui/use-size.ts';
import { DesignHelp } from './DesignHelp.tsx';
import { DesignText } from './DesignText.tsx';
import { ErrorLine } from './ErrorLine.tsx';

/** Larger files are not read: a design is a page of text. */
const maxBytes = 2_000_000;
const formatNames = { txt: 'lines of text', json: 'JSON', rw: 'PALMS', csv: 'calmr' } as const;

/** Editor for a design: the text, its faults, and the events of each trial type. */
export function DesignPanel(): JSX.Element {
  const [{ written, design, agent, notes, errors }, setEdited] = useState(() =>
    editedFrom(appState.get().written ?? lastWritten()),
  );
  const change = useCallback((next: WrittenDesign) => {
    setEdited((old) => editedFrom(next, old.design));
    appState.set({ written: next });
    keepWritten(next);
  }, []);
  useLinkedText(written, setEdited);
  const type = useCallback((text: string) => change({ format: written.format, text }), [change, written.format]);
  return (
    <main className="workspace-panel" aria-label="design">
      <ErrorLine />
      <header className="workspace-head">
        <div className="workspace-titles">
          <h2>Custom design</h2>
          <p className="soft">Written as {formatNames[written.format]}.</p>
        </div>
        <FileTrigger
          acceptedFileTypes={['.txt', '.json', '.rw', '.csv']}
          onSelect={(files) => void openFile(files, change)}
        >
          <Button className="button">Open design</Button>
        </FileTrigger>
        <Button
          className="button"
          onPress={() =>
            download({
              fileName: `design.${written.format}`,
              content: new Blob([written.text], { type: 'text/plain' }),
            })
          }
        >
          Save design
        </Button>
        <Button className="button" onPress={() => change(starter)}>
          Example
        </Button>
        <Button
          className="button run-design"
          isDisabled={design === undefined || errors.length > 0}
          onPress={() => design !== undefined && runDesign(design, agent)}
        >
          Run
        </Button>
      </header>
      <div className="design-columns">
        <div className="design-write">
          <DesignText text={written.text} errors={errors} onChange={type} />
          <Errors errors={errors} />
          <Notes notes={notes} />
          <DesignHelp />
        </div>
        <section className="design-drawing" aria-label="trials">
          {design === undefined ? (
            <p className="soft">There is no trial to draw yet.</p>
          ) : (
            <Timeline design={design} isOld={errors.length > 0} />
          )}
        </section>
      </div>
    </main>
  );
}

/** Following a link replaces the text. It replaces the person's own text only when it is edited. */
function useLinkedText(written: WrittenDesign, setEdited: (edited: Edited) => void): void {
  const linked = useApp((state) => state.written);
  useEffect(() => {
    if (linked === undefined) appState.set({ written });
    else if (linked !== written) setEdited(editedFrom(linked));
  }, [linked, written, setEdited]);
}

interface Edited {
  readonly written: WrittenDesign;
  /** The design of the text, or of its last valid version. */
  readonly design: Design | undefined;
  /** The agent that the text names. */
  readonly agent?: NamedAgent | undefined;
  /** Parts of the text that were interpreted differently from what the author may expect. */
  readonly notes: readonly string[];
  readonly errors: readonly DesignError[];
}

function editedFrom(written: WrittenDesign, before?: Design): Edited {
  const parsed = parseDesignIn(written.format, written.text);
  return 'design' in parsed
    ? { written, notes: [], ...parsed, errors: [] }
    : { written, design: before, notes: [], errors: parsed.errors };
}

function Notes({ notes }: { readonly notes: readonly string[] }): JSX.Element | null {
  if (notes.length === 0) return null;
  return (
    <ul className="design-notes soft" aria-label="notes">
      {notes.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}

function Errors({ errors }: { readonly errors: readonly DesignError[] }): JSX.Element {
  return (
    <ul className="design-errors" aria-live="polite" aria-label="what is wrong">
      {errors.map(({ line, column, what, remedy }) => (
        <li key={`${line} ${column} ${what}`}>
          <span className="numeral">
            line {line}, column {column}:
          </span>{' '}
          {what}; <span className="remedy">{remedy}</span>
        </li>
      ))}
    </ul>
  );
}

function Timeline({ design, isOld }: { readonly design: Design; readonly isOld: boolean }): JSX.Element {
  const theme = useTheme();
  const draw = useCallback(
    ({ width }: Size) => timelineFigure({ design, document, width, theme: figureTheme(theme) }),
    [design, theme],
  );
  const frame = useCallback(
    (element: HTMLDivElement | null) => element?.style.setProperty('height', `${timelineHeight(design)}px`),
    [design],
  );
  return (
    <>
      <h3>What happens in each kind of trial</h3>
      <p className="soft">
        {isOld ? 'The last version without errors.  ' : ''}
        {phaseWords(design)}
      </p>
      <div ref={frame} className="design-timeline">
        <SvgFigure draw={draw} />
      </div>
    </>
  );
}

function phaseWords({ groups, phases }: Design): string {
  const trials = phases.reduce(
    (sum, { trials: count, mixture }) => sum + (Object.keys(mixture).some(isRestText) ? 0 : count),
    0,
  );
  const count = groups?.length ?? 1;
  return `${count} ${count === 1 ? 'group' : 'groups'}, ${trials} trials in all. A filled triangle is a certain reward, an empty one an uncertain one; a bar under it shows when it may come.`;
}

async function openFile(files: FileList | null, change: (written: WrittenDesign) => void): Promise<void> {
  const file = files?.[0];
  if (file === undefined) return;
  try {
    const text = await openedText(file, maxBytes);
    change({ format: formatOf(file.name, text), text });
    appState.set({ error: undefined });
  } catch (error) {
    appState.set({ error: lineOf(error) });
  }
}
