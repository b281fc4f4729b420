import * as fc from 'fast-check';

/** Arbitrary texts of designs, composed of the words of the notation so that most of them are meaningful. */

const number = fc.integer({ min: 1, max: 400 }).map((n) => n / 100);
const cue = fc.constantFrom('A', 'B', 'C', 'x', "A'", "B''", 'A^2', "C'^10", '(light)', '(Tone-2)', '(constructor)');
const compound = fc.uniqueArray(cue, { minLength: 1, maxLength: 3 }).map((cues) => cues.join(''));
const cues = fc.array(compound, { minLength: 1, maxLength: 3 }).map((sets) => sets.join('>'));
const time = fc.tuple(number, fc.boolean()).map(([n, isBefore]) => (isBefore ? -n : n));
const reward = fc
  .tuple(fc.option(number), fc.option(fc.integer({ min: 0, max: 20 })), fc.option(time), fc.option(number))
  .map(([size, twentieths, at, factor]) => ({
    plain: size === null && twentieths === null && at === null && factor === null,
    text: `+${size ?? ''}${twentieths === null ? '' : `p${twentieths / 20}`}${at === null ? '' : `@${at}`}${factor === null ? '' : `b${factor}`}`,
  }));
const rewards = fc.oneof(
  fc.constantFrom('+', '++', '-'),
  reward.map(({ text }) => text),
  // A plain plus before another would make a larger reward of the two.
  fc
    .tuple(
      reward.filter(({ plain }) => !plain),
      reward,
    )
    .map(([a, b]) => a.text + b.text),
);
const context = fc.constantFrom('', '', '', 'K1:', 'Home:');
const trial = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(fc.integer({ min: 1, max: 30 }), context, cues, rewards).map((parts) => parts.join('')),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 5 }), context, cues)
      .map(([count, where, what]) => `${count}#${where}${what}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 5 }), context, rewards)
      .map(([count, where, what]) => `${count} ${where}${what.replaceAll('@-', '@')}`),
  },
);
const phase = fc
  .tuple(
    fc.constantFrom('', '', 'rand/', 'rand ', 'rand 7/', 'cycle/', 'cycle 31/', 'draw/', 'draw 40/'),
    fc.constantFrom('', '', 'lambda=0.5/'),
    fc.array(trial, { minLength: 1, maxLength: 4 }),
  )
  .map(([order, lambda, trials]) => `${order}${lambda}${trials.join(' / ')}`);
const rest = fc.integer({ min: 1000, max: 5000 }).map((seconds) => `rest ${seconds} s`);
const group = fc.array(
  fc.oneof({ weight: 5, arbitrary: phase }, { weight: 1, arbitrary: fc.constant('-') }, { weight: 1, arbitrary: rest }),
  { maxLength: 3 },
);
const interval = fc.oneof(
  number.map((n) => `${n} s`),
  fc.tuple(number, number).map(([a, b]) => `uniform ${a} ${Number((a + b).toFixed(2))}`),
  number.map((n) => `exponential ${n}`),
  number.map((n) => `hazard ${n}`),
  fc.tuple(number, number).map(([a, b]) => `normal ${a} ${b}`),
  fc.tuple(number, number).map(([a, b]) => `grid ${a}:2 ${b}:1`),
);
const settings = fc.record(
  {
    iti: interval,
    cue: number.map((n) => String(0.2 + n)),
    gap: number.map(String),
    'reward size': fc.constantFrom('2', '0.1', '-1'),
    'reward probability': fc.constantFrom('0.5', '0', '1'),
    'reward time': interval,
    after: number.map((n) => String(0.5 + n)),
  },
  { requiredKeys: [] },
);
const cueLines = fc
  .tuple(number, number, fc.boolean())
  .map(([duration, delay, isLater]) => `${0.2 + duration} s${isLater ? ` at ${delay} s` : ''}`);

/** Texts without mistakes. Cue A is in each of them, so that it can have its own settings. */
export const written = fc
  .tuple(fc.array(group, { minLength: 1, maxLength: 3 }), settings, fc.option(cueLines))
  .map(([groups, given, cueA]) =>
    [
      '// a comment',
      ...groups.map((phases, i) => [`Group ${i + 1}`, ...phases, '2A+'].join(' | ')),
      ...Object.entries(given).map(([key, value]) => `${key} = ${value}`),
      ...(cueA === null ? [] : [`cue A = ${cueA}`]),
    ].join('\n'),
  );

/** Inputs from a person or another program: words of the notation in any order, or arbitrary text. */
export const anything = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        'A',
        'B',
        '+',
        '-',
        '|',
        '/',
        '#',
        '(',
        ')',
        ':',
        '>',
        '@',
        'p',
        '.',
        '1',
        '20',
        '9999999999',
        ' ',
        '\n',
        '\r\n',
        '=',
        'rand',
        'cycle/',
        'lambda=',
        'iti',
        'cue',
        'uniform',
        's',
        'at',
        'é',
        '😀',
        '\u0000',
        ',',
        '"',
        '{',
        '}',
        '[',
        ']',
        'US',
        'Group',
        'TRUE',
        'step = 0.1',
        '"groups"',
        '"settings"',
        '"trialTypes"',
        'constructor',
        '__proto__',
      ),
    )
    .map((words) => words.join('')),
  fc.string({ unit: 'binary' }),
  fc.json(),
);
