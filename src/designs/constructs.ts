/** A construct of another program's designs, and its interpretation here. */
export interface Construct {
  /** As written in that program. */
  readonly written: string;
  /** Its interpretation, or the reason why it is refused. */
  readonly meaning: string;
  /** A complete file that contains it. */
  readonly example: string;
  /** The same design in the notation of this program; absent if the construct is refused. */
  readonly same?: string;
  /** The error message; absent if the construct is read. */
  readonly refusal?: string;
}

const calmr = (...cells: readonly string[]): string => `Group,P1\nG,${cells.join(',')}\n`;

/**
 * Every construct of PALMS files (.rw) and calmr tables (.csv). docs/designs.md contains these tables; a test checks
 * the example of each row.
 */
export const constructs: Readonly<Record<'rw' | 'csv', readonly Construct[]>> = {
  rw: [
    {
      written: 'Name|10A+|5B-',
      meaning: 'a group and its phases; a phase may be empty, and the group then sits it out',
      example: 'G||10A+|5B-',
      same: 'G | - | 10A+ | 5B-',
    },
    {
      written: '10A+',
      meaning: 'ten rewarded trials; without a number, one',
      example: 'G|10A+/B+',
      same: 'G | 10A+/B+',
    },
    {
      written: '10A or 10A-',
      meaning: 'no reward: a trial without a sign is not rewarded',
      example: 'G|10A|5B-',
      same: 'G | 10A- | 5B-',
    },
    {
      written: 'A++',
      meaning: 'reward with twice the beta, not twice the size: learned twice as fast, to the same asymptote',
      example: 'G|10A++',
      same: 'G | 10A+b2',
    },
    {
      written: 'a, BA',
      meaning: 'large and small letters are one cue, and the order of the letters does not matter',
      example: 'G|10aB+|5BA+',
      same: 'G | 10AB+ | 5AB+',
    },
    { written: "A', A'', A^2", meaning: 'separate cues', example: "G|10A'B^2+|A''-", same: "G | 10A'B^2+ | A''-" },
    {
      written: 'A+/B-',
      meaning: 'one kind of trial after the other, as written; an empty part means nothing',
      example: 'G|2A+//3B-/',
      same: 'G | 2A+/3B-',
    },
    {
      written: 'rand',
      meaning: 'shuffled, at any place in the phase',
      example: 'G|2A+/rand/3B-',
      same: 'G | rand/2A+/3B-',
    },
    {
      written: 'lambda=0.5, lamda=0.5',
      meaning: 'the size of the reward in this phase, at any place in it',
      example: 'G|2A+/lamda=0.5/3B+|4A+',
      same: 'G | 2A+0.5/3B+0.5 | 4A+',
    },
    {
      written: 'beta=0.6',
      meaning: 'beta of the rewarded trials of this phase, relative to @beta (0.3 if the file has none)',
      example: 'G|beta=0.6/2A+|3A+',
      same: 'G | 2A+b2 | 3A+',
    },
    {
      written: 'Name/conf, /configural, /cc',
      meaning: 'configural cues: every compound of the group has one more cue, named by all its letters',
      example: 'G/conf|10A+/10AB-',
      same: 'G | 10A+/10AB(AB)-',
    },
    { written: '# words', meaning: 'a comment, on a line of its own', example: '# words\nG|10A+', same: 'G | 10A+' },
    {
      written: '@configural_cues=True',
      meaning: 'configural cues in all groups',
      example: '@configural_cues=True\nG|10AB+',
      same: 'G | 10AB(AB)+',
    },
    {
      written: '@lamda=0.8, @lambda=0.8',
      meaning: 'the size of the reward in phases that do not set it',
      example: '@lamda=0.8\nG|10A+',
      same: 'G | 10A+\nreward size = 0.8',
    },
    {
      written: '@model=Rescorla Wagner',
      meaning:
        'the agent is rescorla-wagner unless you choose another; so it is, with a note, for models that are not here',
      example: '@model=Rescorla Wagner\nG|10A+',
      same: 'G | 10A+',
    },
    {
      written: '@alpha=0.5;beta=0.4;betan=0.2',
      meaning: "Rescorla-Wagner's learning rate alpha beta, and betan / beta for trials without reward",
      example: '@alpha=0.5;beta=0.4;betan=0.2\nG|10A+',
      same: 'G | 10A+',
    },
    {
      written: '@num_trials=500, @alpha_A=0.2, @gamma=0.1, ...',
      meaning:
        'of models that are not here, of single cues, or of how many random orders are averaged: left out, with a note',
      example: "@num_trials=500;alpha_A'=0.2;gamma=0.1\nG|10A+",
      same: 'G | 10A+',
    },
    {
      written: 'Name/word',
      meaning: 'an option that PALMS does not have',
      example: 'G/fast|10A+',
      refusal: "unknown option 'fast' after the name of a group",
    },
    {
      written: '@word=1',
      meaning: 'a setting that PALMS does not have',
      example: '@alhpa=1\nG|10A+',
      refusal: "unknown setting 'alhpa'",
    },
    {
      written: '@configural_cues=False',
      meaning: 'PALMS takes any value as True',
      example: '@configural_cues=False\nG|10A+',
      refusal: "configural_cues = 'False', which PALMS takes as if it were True",
    },
    {
      written: 'lambda=0, beta=0',
      meaning: 'PALMS takes 0 as not set',
      example: 'G|lambda=0/10A+',
      refusal: 'lambda=0, which PALMS takes as not set',
    },
    {
      written: 'Rand, Lambda=, Beta=',
      meaning: 'PALMS takes them as letters of cues, or not at all',
      example: 'G|Rand/10A+',
      refusal: "'Rand' would be letters of cues in PALMS",
    },
    {
      written: '\u00d1',
      meaning: 'names have plain letters here',
      example: 'G|10\u00d1+',
      refusal: 'a cue with a letter other than A to Z',
    },
    { written: 'AA+', meaning: 'as in PALMS', example: 'G|10AA+', refusal: "cue 'A' comes twice in one compound" },
    {
      written: '#, (), >, p and whatever else',
      meaning: 'PALMS does not have it in its trials',
      example: 'G|10A>B+',
      refusal: "'>' does not belong here",
    },
  ],
  csv: [
    {
      written: 'Group,P1,P2',
      meaning:
        'a line of headings, then one group per line and one phase per column; cells between commas, semicolons or tabs, with or without quotes',
      example: 'Group;P1\n"G";"10A>(US)"\n',
      same: 'G | 10A+',
    },
    {
      written: '"","Group",...',
      meaning: 'a first column without a heading holds names of rows, which mean nothing',
      example: '"","Group","P1"\n"1","G","10A>(US)"\n',
      same: 'G | 10A+',
    },
    {
      written: 'an empty cell, NA',
      meaning: 'the group sits the phase out',
      example: 'Group,P1,P2\nG,NA,10A>(US)\n',
      same: 'G | - | 10A+',
    },
    {
      written: '10A>(US)',
      meaning: 'ten trials of A, then reward when A ends',
      example: calmr('10A>(US)'),
      same: 'G | 10A+',
    },
    { written: '10A', meaning: 'ten trials of A without reward', example: calmr('10A'), same: 'G | 10A-' },
    {
      written: '10A(US)',
      meaning: 'the reward comes with the onset of A',
      example: calmr('10A(US)'),
      same: 'G | 10A+@0',
    },
    {
      written: '10(US)>A',
      meaning: 'the reward comes before A, by as long as a cue lasts',
      example: calmr('10(US)>A'),
      same: 'G | 10A+@-1',
    },
    {
      written: '10A>(US)>B',
      meaning: 'each period lasts as long as a cue, that of the reward too',
      example: calmr('10A>(US)>B'),
      same: 'G | 10A>>B+@-1',
    },
    { written: '10(US)', meaning: 'a reward that nothing announces', example: calmr('10(US)'), same: 'G | 10 +' },
    {
      written: '10A>AB>(US)',
      meaning: 'a stimulus of two periods that follow on one another stays on: A for two periods, B for the second',
      example: calmr('10A>AB>(US)'),
      same: 'G | 10AB+\ncue A = 2 s\ncue B = 1 s at 1 s',
    },
    {
      written: '10#A, 10A#',
      meaning: 'probes, in which nothing is learned',
      example: calmr('10#A/2B#'),
      same: 'G | 10#A/2#B',
    },
    {
      written: '10A/5B',
      meaning: 'one kind of trial after the other, as written (calmr may mix them in small blocks)',
      example: calmr('10A/5B'),
      same: 'G | 10A-/5B-',
    },
    {
      written: '!10A/5B',
      meaning: 'shuffled, with ! at any place in the cell',
      example: calmr('10A/!5B'),
      same: 'G | rand/10A-/5B-',
    },
    {
      written: 'a column R1, R2, ...',
      meaning: 'TRUE if the preceding phase is shuffled, as up to calmr 0.6',
      example: 'Group,P1,R1\nG,10A/5B,TRUE\n',
      same: 'G | rand/10A-/5B-',
    },
    {
      written: '(light)',
      meaning: 'one stimulus with a longer name',
      example: calmr('10(light)>(US)'),
      same: 'G | 10(light)+',
    },
    {
      written: 'AB(AB)',
      meaning: 'A, B and a stimulus named AB: a configural cue',
      example: calmr('10AB(AB)>(US)'),
      same: 'G | 10AB(AB)+',
    },
    {
      written: '(A_a), (A_b)',
      meaning: 'two variants of one function, A, which every agent here treats as one cue; reported in a note',
      example: calmr('10(A_a)>(US)/5(A_b)'),
      same: 'G | 10A+/5A-',
    },
    {
      written: '(US1), (US2) or (US_a), (US_b)',
      meaning: 'there is one kind of reward here',
      example: calmr('10A>(US1)/5B>(US2)'),
      refusal: "a second kind of US, 'US2'",
    },
    {
      written: '(A_a_b)',
      meaning: 'it does not say which part of the name is the function',
      example: calmr('10(A_a_b)'),
      refusal: "'A_a_b' does not say which part of it is the function",
    },
    {
      written: '! and FALSE in its column',
      meaning: 'the two contradict one another',
      example: 'Group,P1,R1\nG,!10A/5B,FALSE\n',
      refusal: 'the phase before is marked ! as shuffled, and here as not',
    },
    {
      written: 'A without a number',
      meaning: 'as in calmr',
      example: calmr('A'),
      refusal: 'the number of trials is missing',
    },
    { written: '#10A', meaning: 'as in calmr', example: calmr('#10A'), refusal: 'the number of trials is missing' },
    {
      written: 'AA',
      meaning: 'a stimulus is there or not',
      example: calmr('10AA'),
      refusal: "'A' comes twice in one compound",
    },
    {
      written: '+, -, : and whatever else',
      meaning: 'calmr does not have it in its trials',
      example: calmr('10A+'),
      refusal: "'+' does not belong here",
    },
  ],
};
