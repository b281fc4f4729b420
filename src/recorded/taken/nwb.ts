import { InputError } from '../../core/errors.ts';
import type { FoundSignal } from '../../contracts/reader.ts';
import { nwbBytes } from '../../writers/nwb.ts';
import type { NwbEvents, NwbFibre, NwbIntervals, NwbSeries, NwbSession } from '../../writers/nwb/session.ts';
import { lookAhead } from '../photometry/pipeline.ts';
import { takenEvents, type TakenEvents } from './events.ts';
import { takenNotes, type Taken } from './taken.ts';

/**
 * A recorded session as NWB: signal and control as recorded, dF/F, the model that was driven by the session, its trials,
 * cues and rewards, and the spec. Times are of the recording's clock.
 * @param now the file's date; the session starts then if the recording does not say when it did
 */
export function takenNwb(taken: Taken, now: Date): Promise<Uint8Array> {
  const { session, model, files, mapping } = taken;
  if (session === undefined)
    throw new InputError(
      'a session without cues, rewards and choices has no trials to save',
      'mapping',
      'say which events are cues and which are rewards',
    );
  const name = files.join(', ');
  const events = takenEvents(session);
  const startsAt = startOf(taken.startsAt, now);
  return nwbBytes({
    identifier: `${name} ${model?.hash ?? 'without a model'}`,
    sessionId: stem(files[0] ?? 'session'),
    description: `Session of ${name}, read by Phasic${model === undefined ? '' : `, and agent ${model.agent} driven by it`}.`,
    experiment: 'Cues and rewards of a recorded session',
    keywords: ['dopamine', 'reward prediction error', ...(model === undefined ? [] : ['simulation', model.agent])],
    publications: [],
    notes: `What is in acquisition was recorded; what is in processing/model is simulated. ${startsAt.words} ${JSON.stringify(takenNotes(taken))}`,
    script:
      model === undefined
        ? { fileName: 'mapping.json', text: `${JSON.stringify(mapping, null, 2)}\n` }
        : { fileName: 'spec.json', text: `${JSON.stringify(model.spec, null, 2)}\n` },
    startsAt: startsAt.date,
    createdAt: now.toISOString(),
    subject: {
      id: stem(files[0] ?? 'session').replaceAll('/', '_') || 'unknown',
      description: 'The animal of the recording, of which nothing is known',
      isSimulated: false,
    },
    recorded: recordedSeries(taken),
    processed: processedSeries(taken),
    model: {
      description: 'What the agent computes at each step; nothing of it was recorded',
      series: modelSeries(taken),
    },
    events: rewardEvents(events),
    trials: trialIntervals(events, taken),
    intervals: cueIntervals(events),
  });
}

const stem = (file: string): string => (file.split('/').at(-1) ?? '').replace(/\.[^.]+$/, '');

/** NWB needs a start with an offset. */
function startOf(stated: string | undefined, now: Date): { readonly date: string; readonly words: string } {
  if (stated === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(stated))
    return {
      date: now.toISOString(),
      words: 'The recording does not say when it started: the start is when this file was saved.',
    };
  if (/(?:Z|[+-]\d\d:?\d\d)$/.test(stated)) return { date: stated, words: '' };
  return { date: `${stated}Z`, words: 'The recording states its start without a time zone: it is given as UTC.' };
}

/** Regular samples have a rate, others their times. */
function clockOf(times: Float64Array, medianHz: number): NwbSeries['clock'] {
  const start = times[0] ?? 0;
  // Without the rounding errors of times.
  const rateHz = Number(medianHz.toPrecision(9));
  const isRegular = times.every((time, i) => Math.abs(time - start - i / rateHz) < 1e-6);
  return isRegular ? { startSeconds: start, rateHz } : { times };
}

function recordedSeries(taken: Taken): readonly NwbSeries[] {
  const { times, values, controlValues, signal, control } = taken;
  const clock = clockOf(times, signal.rateHz);
  const series = (name: string, found: FoundSignal, own: Float64Array): NwbSeries => ({
    name,
    description: `${found.id}, as recorded`,
    unit: found.unit ?? 'a.u.',
    clock,
    values: own,
    ...fibreOf(found),
  });
  return [
    series('signal', signal, values),
    ...(control === undefined || controlValues === undefined ? [] : [series('control', control, controlValues)]),
  ];
}

/** The wavelength as the recording states it; without one a series is no fibre photometry that could be described. */
function fibreOf({ facts = {} }: FoundSignal): { readonly fibre?: NwbFibre } {
  const excitationNm = facts['excitation (nm)'] ?? facts['wavelength (nm)'];
  if (typeof excitationNm !== 'number') return {};
  const emission = facts['emission (nm)'];
  return {
    fibre: {
      indicator: String(facts['indicator'] ?? 'unknown'),
      location: String(facts['location'] ?? facts['region'] ?? 'unknown'),
      excitationNm,
      emissionNm: typeof emission === 'number' ? emission : Number.NaN,
      apparatus: 'Not stated by the recording',
      notes: 'As the recording states it',
    },
  };
}

function processedSeries({ times, signal, corrected }: Taken): NonNullable<NwbSession['processed']> {
  if (corrected === undefined) return { description: '', series: [] };
  const looks = lookAhead(corrected.pipeline);
  return {
    description: 'dF/F of the recorded signal',
    series: [
      {
        name: 'dff',
        description: `dF/F of ${signal.id}${looks.length === 0 ? '' : `. It looks ahead: ${looks.join('; ')}`}`,
        unit: corrected.pipeline.zScore.by === 'none' ? 'fraction' : 'SD',
        clock: clockOf(times, signal.rateHz),
        values: corrected.values,
      },
    ],
  };
}

function modelSeries({ model, session }: Taken): readonly NwbSeries[] {
  if (model === undefined || session === undefined) return [];
  const { stepSeconds, rpe, value, recorded, agent } = model;
  const of = { clock: { startSeconds: session.startSeconds, rateHz: 1 / stepSeconds } };
  return [
    { name: 'rpe', description: `Reward prediction error of ${agent}`, unit: 'reward units', ...of, values: rpe },
    { name: 'value', description: `Predicted value of ${agent}`, unit: 'reward units', ...of, values: value },
    ...(recorded === undefined
      ? []
      : [
          { name: 'recorded_signal', description: recorded.title, unit: recorded.unit, ...of, values: recorded.values },
        ]),
  ];
}

const column = (name: string, description: string, values: Float64Array | readonly string[]) => ({
  name,
  description,
  values,
});

/** From each time zero to the next; the last one as long as the design's window. */
function trialIntervals({ trials }: TakenEvents, { session, times }: Taken): NwbIntervals {
  const starts = Float64Array.from(trials, ({ seconds }) => seconds);
  const last = (starts.at(-1) ?? 0) + (session?.design.trialSeconds ?? 1);
  const end = Math.max(last, Math.min(times.at(-1) ?? last, last));
  return {
    name: 'trials',
    description: 'Trials as the events of the recording make them',
    starts,
    stops: Float64Array.from(trials, (_, i) => starts[i + 1] ?? end),
    columns: [
      column(
        'trial_type',
        'Type of the trial',
        trials.map(({ type }) => type),
      ),
      column(
        'cue_onset',
        'Onset of the first cue, in seconds; NaN if there is none',
        Float64Array.from(trials, ({ cue }) => cue),
      ),
      column(
        'outcome',
        'delivered, omitted or none',
        trials.map(({ reward, isOmitted }) => (Number.isNaN(reward) ? 'none' : isOmitted ? 'omitted' : 'delivered')),
      ),
      column(
        'outcome_time',
        'First reward, or when an omitted one usually comes, in seconds; NaN if there is none',
        Float64Array.from(trials, ({ reward }) => reward),
      ),
      column(
        'magnitude',
        'Sum of delivered rewards, in reward units',
        Float64Array.from(trials, ({ magnitude }) => magnitude),
      ),
    ],
  };
}

function cueIntervals({ cues }: TakenEvents): readonly NwbIntervals[] {
  return [...new Set(cues.map(({ id }) => id))].map((id) => {
    const own = cues.filter((one) => one.id === id);
    return {
      name: `cue_${id.replaceAll(/[/:]/g, '_')}`,
      description: `When cue '${id}' is on`,
      starts: Float64Array.from(own, ({ seconds }) => seconds),
      stops: Float64Array.from(own, ({ end }) => end),
      columns: [],
    };
  });
}

function rewardEvents({ rewards }: TakenEvents): readonly NwbEvents[] {
  const kinds = [
    {
      name: 'reward',
      description: 'Delivered rewards, with their size',
      of: rewards.filter(({ isOmitted }) => !isOmitted),
    },
    {
      name: 'omission',
      description: 'When omitted rewards usually come, with their usual size',
      of: rewards.filter(({ isOmitted }) => isOmitted),
    },
  ];
  return kinds
    .filter(({ of }) => of.length > 0)
    .map(({ name, description, of }) => ({
      name,
      description,
      unit: 'reward units',
      times: Float64Array.from(of, ({ seconds }) => seconds),
      values: Float64Array.from(of, ({ magnitude }) => magnitude),
    }));
}
