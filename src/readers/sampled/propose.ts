import type { Proposal, Role } from '../../contracts/reader.ts';
import { wordsOf } from './name-words.ts';

type Rule = readonly [Role, RegExp, string];

// Lamps of photometry: near 410 nm the indicators fluoresce alike with and without their ligand.
const ofSignals: readonly Rule[] = [
  ['control', / (405|410|415) /, 'excited near the isosbestic point'],
  ['control', / (iso|isos|isosbestic|uv|control|reference|ref) /, 'the name says control'],
  ['signal', / (465|470|473|488|490|560|565|570) /, 'excited at the wavelength of an indicator'],
  [
    'signal',
    / (dff|df f|delta f|dlight|rdlight|grab|grabda|da|dopamine|gcamp|signal|photometry|fluorescence|zscore|z score|f) /,
    'the name says a signal',
  ],
  ['lick', / (licks?|lickometer) /, 'the name says licks'],
];

const ofEvents: readonly Rule[] = [
  [
    'trial start',
    / (trial|trials) (start|on|onset)|intervals? 0 | (start time|trialstart) /,
    'the name says the start of a trial',
  ],
  [
    'trial end',
    / (trial|trials) (end|stop|off)|intervals? 1 | (stop time|end time|trialend) /,
    'the name says the end of a trial',
  ],
  ['lick', / (licks?|lickometer) /, 'the name says licks'],
  [
    'reward',
    / (rewards?|pump|us|water|juice|sucrose|solenoid|valve|feedback|outcome|pellets?|rew) /,
    'the name says a reward',
  ],
  [
    'cue',
    / (cues?|tones?|cs|odou?rs?|stim|stimulus|light|sound|noise|whitenoise|go cue|gocue) |^ cs[+-]/,
    'the name says a cue',
  ],
  ['choice', / (choices?|response|responses|lever|poke|nosepoke|port) /, 'the name says a response'],
];

const ofColumns: readonly Rule[] = [
  ['trial type', / (trial type|trialtype|type|condition|odou?r id|stim id|cue id) /, 'the name says a kind of trial'],
  ['size', / (size|volume|amount|magnitude|ul|µl|reward volume|reward size) /, 'the name says the size of a reward'],
  ['choice', / (choices?|chosen|side|action|response) /, 'the name says a choice'],
];

const first = (name: string, rules: readonly Rule[]): Proposal | undefined => {
  const text = ` ${wordsOf(name).join(' ')} `;
  const [role, , reason] = rules.find(([, pattern]) => pattern.test(text)) ?? [];
  return role === undefined ? undefined : { role, reason: `${reason as string}: ${name}` };
};

/** What the name of a signal, of a kind of events, or of a column of trials says it may be. */
export const proposals = {
  signal: (name: string): Proposal | undefined => first(name, ofSignals),
  events: (name: string): Proposal | undefined => first(name, ofEvents),
  /** A column of values, not of times. */
  column: (name: string): Proposal | undefined => first(name, ofColumns),
};
