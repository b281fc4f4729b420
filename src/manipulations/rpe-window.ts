import { InputError } from '../core/errors.ts';
import { choice, integer, real, text, type Values } from '../contracts/parameters.ts';
import { firstRewardStep } from '../contracts/trial.ts';
import { defineManipulation } from '../contracts/manipulation.ts';
import type { EventWindow, ControlPlace } from '../contracts/control-changes.ts';
import { fromStepParameter, requireNoDesign, requireNoSteps } from './targets/steps.ts';
import { requireKnown, requireOneOf } from './targets/targets.ts';

const kinds = ['reward', 'cue', 'always'] as const;

const parameters = {
  mode: choice({
    options: ['add', 'clamp', 'scale'],
    default: 'add',
    help: 'add: adds the amount to the RPE; clamp: sets the RPE to the amount; scale: multiplies the RPE by the amount',
  }),
  amount: real({
    default: 1,
    min: -10,
    max: 10,
    unit: 'reward units, or a factor',
    symbol: 'a',
    help: 'amount that is added, to which the RPE is clamped, or by which it is multiplied; clamp with 0 silences the RPE',
  }),
  event: text({
    default: 'reward',
    suggestions: kinds,
    help: 'event at which the window starts. reward: the first scheduled reward (of any choice), in an environment every reward; cue: time zero; always: all the time, without a window; in an environment also the id of one of its events',
  }),
  fromSeconds: real({ default: 0, min: -60, max: 60, unit: 's', help: 'start of the window, relative to the event' }),
  durationSeconds: real({
    default: 0.1,
    min: 0.01,
    max: 120,
    unit: 's',
    help: 'duration of the window; at least one step',
  }),
  trialType: text({ default: '', only: 'trials', help: 'id of the trial type in which it applies; empty means all' }),
  phase: text({ default: '', only: 'trials', help: 'id of the phase in which it applies; empty means all' }),
  fromStep: fromStepParameter,
  untilStep: integer({
    only: 'steps',
    default: 0,
    min: 0,
    max: 1_000_000_000,
    unit: 'steps',
    help: 'in an environment: steps of the session after which the manipulation ends; 0: never',
  }),
};

/** δ <- δ + a (add), a (clamp) or a δ (scale) in a window around an event (Steinberg et al. 2013: add at reward). */
export default defineManipulation({
  id: 'rpe-window',
  version: 2,
  title: 'RPE in a window',
  summary:
    'Sets, adds to or scales the reward prediction error in a time window around the cue or the reward of selected trials, or after an event of an environment. This models optogenetic excitation or inhibition of dopamine neurons.',
  citation: { text: 'Steinberg et al. 2013, Nature Neuroscience 16:966', doi: '10.1038/nn.3413' },
  parameters,
  neutral: { mode: 'add', amount: 0 },
  changes(values, design) {
    const { event, fromSeconds, durationSeconds, trialType, phase, fromStep, untilStep } = values;
    requireNoSteps({ fromStep, untilStep });
    requireOneOf('event', event, kinds);
    requireKnown('trialType', trialType, Object.keys(design.trialTypes));
    requireKnown(
      'phase',
      phase,
      design.phases.map(({ id }) => id),
    );
    const offset = Math.round(fromSeconds / design.stepSeconds);
    const steps = stepsOf(durationSeconds, design.stepSeconds);
    return {
      intervention(trial) {
        if ((trialType !== '' && trial.type !== trialType) || (phase !== '' && trial.phase !== phase)) return undefined;
        if (event === 'always') return { from: -trial.zeroStep, steps: trial.steps, ...effectOf(values) };
        const start = event === 'cue' ? 0 : firstRewardStep(trial);
        return start === undefined ? undefined : { from: start + offset, steps, ...effectOf(values) };
      },
    };
  },
  stepped(values, place) {
    const { trialType, phase, fromStep, untilStep } = values;
    requireNoDesign({ trialType, phase });
    const during = { from: fromStep, until: untilStep === 0 ? Infinity : untilStep };
    if (during.until <= during.from)
      throw new InputError(
        `untilStep = ${untilStep} is not after fromStep = ${fromStep}`,
        'manipulation',
        'give a later step, or 0 for never',
      );
    return { intervention: { during, ...windowIn(values, place), ...effectOf(values) } };
  },
});

const stepsOf = (seconds: number, stepSeconds: number): number => Math.max(1, Math.round(seconds / stepSeconds));

function effectOf({ mode, amount }: Values<typeof parameters>): {
  readonly gainPositive: number;
  readonly gainNegative: number;
  readonly added: number;
} {
  const gain = mode === 'add' ? 1 : mode === 'clamp' ? 0 : amount;
  return { gainPositive: gain, gainNegative: gain, added: mode === 'scale' ? 0 : amount };
}

/** No window if it applies all the time. */
function windowIn(
  { event, fromSeconds, durationSeconds }: Values<typeof parameters>,
  { events, stepSeconds }: ControlPlace,
): { readonly window?: EventWindow } {
  const ids = events.map(({ id }) => id);
  requireOneOf('event', event, ['reward', 'always', ...ids]);
  if (event === 'always') return {};
  const delay = Math.round(fromSeconds / stepSeconds);
  if (delay < 0)
    throw new InputError(
      `fromSeconds = ${fromSeconds} begins before an event that cannot be predicted`,
      'manipulation',
      'give 0 or more, or another event',
    );
  // An event of the environment may also be called reward; it then takes precedence.
  return {
    window: {
      event: ids.includes(event) ? ids.indexOf(event) : 'reward',
      delay,
      steps: stepsOf(durationSeconds, stepSeconds),
    },
  };
}
