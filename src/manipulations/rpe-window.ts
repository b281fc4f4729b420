import { choice, real, text } from '../contracts/parameters.ts';
import { firstRewardStep } from '../contracts/trial.ts';
import { defineManipulation } from '../contracts/manipulation.ts';
import { requireKnown } from './targets/targets.ts';

/** δ <- δ + a (add), a (clamp) or a δ (scale) in a window around an event (Steinberg et al. 2013: add at reward). */
export default defineManipulation({
  id: 'rpe-window',
  version: 1,
  title: 'RPE in a window',
  summary:
    'Sets, adds to or scales the reward prediction error for a while around the cue or the reward, in chosen trials: what optogenetic excitation or inhibition of dopamine neurons is taken to do.',
  citation: { text: 'Steinberg et al. 2013, Nature Neuroscience 16:966', doi: '10.1038/nn.3413' },
  parameters: {
    mode: choice({ options: ['add', 'clamp', 'scale'], default: 'add', help: 'add an amount to the RPE, hold the RPE at it, or multiply the RPE by it' }),
    amount: real({ default: 1, min: -10, max: 10, unit: 'reward units, or a factor', symbol: 'a', help: 'what is added, held or multiplied by; 0 with clamp silences the RPE' }),
    event: choice({ options: ['reward', 'cue'], default: 'reward', help: 'the event that the window is counted from: the first scheduled reward (of any choice, where there are choices), or time zero' }),
    fromSeconds: real({ default: 0, min: -60, max: 60, unit: 's', help: 'start of the window, from the event' }),
    durationSeconds: real({ default: 0.1, min: 0.01, max: 120, unit: 's', help: 'length of the window; at least one step' }),
    trialType: text({ default: '', help: 'id of the trial type in which it is done; empty means all' }),
    phase: text({ default: '', help: 'id of the phase in which it is done; empty means all' }),
  },
  neutral: { mode: 'add', amount: 0 },
  changes({ mode, amount, event, fromSeconds, durationSeconds, trialType, phase }, design) {
    requireKnown('trialType', trialType, Object.keys(design.trialTypes));
    requireKnown('phase', phase, design.phases.map(({ id }) => id));
    const gain = mode === 'add' ? 1 : mode === 'clamp' ? 0 : amount;
    const effect = { gainPositive: gain, gainNegative: gain, added: mode === 'scale' ? 0 : amount };
    const offset = Math.round(fromSeconds / design.stepSeconds);
    const steps = Math.max(1, Math.round(durationSeconds / design.stepSeconds));
    return {
      intervention(trial) {
        const start = event === 'cue' ? 0 : firstRewardStep(trial);
        if (start === undefined || (trialType !== '' && trial.type !== trialType) || (phase !== '' && trial.phase !== phase)) return undefined;
        return { from: start + offset, steps, ...effect };
      },
    };
  },
});
