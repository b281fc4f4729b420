import { defineArchitecture } from '../contracts/architecture.ts';
import { shownResolution } from '../contracts/resolution.ts';
import { elementalEncoder } from './tables/elemental-encoder.ts';

/** x_i = 1 in a trial with cue i, else 0 (Rescorla & Wagner 1972): a trial is one moment; its rows only repeat it. */
export default defineArchitecture({
  id: 'elemental',
  version: 1,
  title: 'Elemental cues',
  summary:
    'One unit for each cue, on in the trials that have the cue. For rules that learn once per trial: the unit stays on from the cue to the outcome, however long the cue itself lasts.',
  citation: {
    text: 'Rescorla & Wagner 1972, A theory of Pavlovian conditioning, in Black & Prokasy (eds), Classical Conditioning II, Appleton-Century-Crofts',
  },
  parameters: shownResolution,
  timescale: 'trial',
  create: (_, design) => elementalEncoder(design),
});
