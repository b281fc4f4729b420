import { defineArchitecture } from '../contracts/architecture.ts';
import { eventStreamOf } from '../contracts/event-stream.ts';
import { flag } from '../contracts/parameters.ts';
import { resolution } from '../contracts/resolution.ts';
import { binaryTable } from './tables/binary-table.ts';
import { shapeEncoder } from './tables/shape-encoder.ts';

/**
 * x_j(t) = 1 at the step at which event j happens, else 0 (Jeong et al. 2022). A context lasts, so it is not an event.
 */
export default defineArchitecture({
  id: 'event-stream',
  version: 1,
  title: 'Stream of events',
  summary:
    'The only input is which events happen and when: the onset of each cue, and each outcome. There are no trials and no time steps; for rules that learn at events, with memories that decay with time in between.',
  citation: { text: 'Jeong et al. 2022, Science 378:eabq6740', doi: '10.1126/science.abq6740' },
  parameters: {
    ...resolution(),
    omissionEvents: flag({
      default: false,
      help: 'Whether the omission of an expected outcome is a separate event',
    }),
  },
  timescale: 'event',
  create({ omissionEvents }, design) {
    const { titles, reward, punishment, omission } = eventStreamOf(design, omissionEvents);
    return shapeEncoder({
      size: titles.length,
      layout: 'binary',
      label: (feature) => `${titles[feature]}${feature < reward ? ' onset' : ''}`,
      build: (window) =>
        binaryTable(window.rows, (mark) => {
          for (const { cue, onset } of window.cues) mark(onset, cue);
          for (const { step, delivered, magnitude } of window.outcomes) {
            if (magnitude !== 0) mark(step, magnitude < 0 ? punishment : reward);
            else if (!delivered && omission >= 0) mark(step, omission);
          }
        }),
    });
  },
});
