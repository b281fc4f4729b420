import { memo, useCallback, useMemo, useState, type JSX } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { EventFigure } from '../../../src/contracts/control-figures.ts';
import { learningCurvePanel } from '../../../src/figures/curve-figure.ts';
import { eventPanels } from '../../../src/figures/event-figure.ts';
import type { ControlFigures, ControlExport } from '../../../src/protocol/steps.ts';
import { figureTheme } from '../../plots/figure-theme.ts';
import { SvgFigure } from '../../plots/SvgFigure.tsx';
import { download } from '../../plots/download.ts';
import { control } from '../../store/current.ts';
import { useControl } from '../../store/control/control.ts';
import { useTheme } from '../../theme/theme.ts';
import { Choice } from '../../ui/Choice.tsx';
import type { Size } from '../../ui/use-size.ts';
import { GameUnits } from './GameUnits.tsx';

/** The dopamine figure of the environment, and the learning curve. */
export const GameFigures = memo(function GameFigures(): JSX.Element {
  const [chosen, setChosen] = useState('event');
  return (
    <Tabs className="tabs game-tabs" selectedKey={chosen} onSelectionChange={(key) => setChosen(String(key))}>
      <div className="tab-row">
        <TabList className="tab-list" aria-label="figures">
          <Tab id="event" className="tab">
            RPE around events
          </Tab>
          <Tab id="curve" className="tab">
            learning curve
          </Tab>
          <Tab id="units" className="tab">
            units
          </Tab>
        </TabList>
        {chosen === 'curve' ? null : <EventChoice />}
        {chosen === 'units' ? null : (
          <button
            type="button"
            className="text-button"
            onClick={() => void save(chosen === 'event' ? 'event' : 'curve')}
          >
            save figure
          </button>
        )}
        {chosen === 'event' ? (
          <button type="button" className="text-button" onClick={() => void save('table')}>
            save averages
          </button>
        ) : null}
      </div>
      <TabPanel id="event" className="tab-panel">
        <EventTab />
      </TabPanel>
      <TabPanel id="curve" className="tab-panel">
        <CurveTab />
      </TabPanel>
      <TabPanel id="units" className="tab-panel">
        <GameUnits />
      </TabPanel>
    </Tabs>
  );
});

async function save(what: ControlExport): Promise<void> {
  const file = await control.export(what);
  if (file === undefined) return;
  const { fileName, mediaType, text, notes } = file;
  download({ fileName, content: new Blob([text], { type: mediaType }), notes });
}

function EventChoice(): JSX.Element | null {
  const opened = useControl(control, (state) => state.opened);
  const figures = useControl(control, (state) => state.figures);
  const chosen = useControl(control, (state) => state.event);
  const options = useMemo(
    () =>
      (opened?.events ?? []).map(({ id, title }, i) => ({
        id,
        title,
        description: `${(figures?.counts[i] ?? 0).toLocaleString('en-GB')} times`,
      })),
    [opened, figures],
  );
  if (opened === undefined) return null;
  return (
    <Choice
      className="event-choice"
      label="event"
      options={options}
      chosen={chosen ?? opened.events[0]?.id}
      onChoose={(id) => void control.chooseEvent(id)}
    />
  );
}

function EventTab(): JSX.Element {
  const figures = useControl(control, (state) => state.figures);
  const person = useControl(control, (state) => state.person);
  const theme = useTheme();
  const draw = useCallback(
    ({ width, height }: Size) =>
      figures === undefined || figures.event.heat.rows === 0
        ? undefined
        : eventPanels({ data: withNumbers(figures), document, width, height, theme: figureTheme(theme) }),
    [figures, theme],
  );
  const isEmpty = figures === undefined || figures.event.heat.rows === 0;
  return (
    <>
      {isEmpty ? (
        <p className="soft waiting">
          {figures === undefined
            ? 'Run the environment to see the agent’s RPE around its events.'
            : `“${figures.event.event}” has not happened yet.`}
        </p>
      ) : (
        <p className="soft figure-note">
          {person ? `Your play, as the agent’s critic judges it: ${figures.event.note}` : figures.event.note}
        </p>
      )}
      <SvgFigure draw={draw} className="event-figure" />
    </>
  );
}

/** The map's numbers in the figure's format. */
function withNumbers({ event }: ControlFigures): EventFigure {
  return { ...event, heat: { ...event.heat, rpe: Float32Array.from(event.heat.rpe, (value) => value ?? Number.NaN) } };
}

function CurveTab(): JSX.Element {
  const curve = useControl(control, (state) => state.figures?.curve);
  const theme = useTheme();
  const draw = useCallback(
    ({ width, height }: Size) =>
      curve === undefined
        ? undefined
        : learningCurvePanel({
            data: curve,
            document,
            width,
            height: Math.max(160, height - 8),
            theme: figureTheme(theme),
          }),
    [curve, theme],
  );
  return <SvgFigure draw={draw} className="curve-figure" />;
}
