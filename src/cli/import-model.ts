import { InputError } from '../core/errors.ts';
import { find } from '../engine/registry.ts';
import { completeTrialSpec } from '../engine/complete-spec.ts';
import { meanPanel } from '../figures/fit-panels.ts';
import { version } from '../install/version.ts';
import { alignedRecordings, type AlignedRecording } from '../recorded/aligned-recording.ts';
import { withBaseline, type Baseline } from '../recorded/aligned/baseline.ts';
import type { OpenedSession } from '../recorded/combine.ts';
import { sessionRows } from '../recorded/data-set/session-rows.ts';
import { windowsOf } from '../recorded/data-set/table-rows.ts';
import { comparedId, type Mapping } from '../recorded/mapping.ts';
import { agreementOf, agreementWords } from '../recorded/model/agreement.ts';
import { eventTimes } from '../recorded/model/event-times.ts';
import { agreementCells, agreementHeadings, fitWords } from '../recorded/model/fit-words.ts';
import { fitTable } from '../recorded/model/fit-table.ts';
import { fitModel, fittedDelays, type ModelFit, type WindowRows } from '../recorded/model/model-fit.ts';
import { modelsInBins, rawSession } from '../recorded/model/multiverse-session.ts';
import { multiverseTable } from '../recorded/model/multiverse-table.ts';
import { multiverseWays } from '../recorded/model/multiverse-ways.ts';
import { scoresOf, stepsOf, untriedWords, verdictWords } from '../recorded/model/multiverse-words.ts';
import { proposedSensor } from '../recorded/model/proposed-sensor.ts';
import { ofCompared, recordedFrom } from '../recorded/origin.ts';
import { correctedRecording } from '../recorded/photometry/corrected-recording.ts';
import { multiverse } from '../recorded/photometry/multiverse.ts';
import { requireQuality, type Waiver } from '../recorded/quality-line.ts';
import { recordedSession } from '../recorded/session.ts';
import type { RecordedSession } from '../recorded/session-parts.ts';
import type { SessionQuality } from '../recorded/session-quality.ts';
import { signalOf } from '../recorded/signal-of.ts';
import { sensedSpecs } from '../session/sensed-specs.ts';
import type { TrialSpec } from '../spec/spec.ts';
import type { Arguments } from './command.ts';
import { doneOptions } from './done-options.ts';
import type { Option } from './option.ts';
import { shortNumber } from '../core/short-number.ts';
import { progressBar, textTable, writeLine } from './output.ts';
import type { Outputs } from './outputs.ts';
import { choosesIn, recordedAgent } from './recorded-agent.ts';
import { signalPipeline } from './photometry-options.ts';
import { namedSession } from './table-session.ts';
import { indented } from './text-width.ts';

/** Options that compare models with the recording. */
export const modelOptions: Readonly<Record<string, Option>> = {
  recording: {
    ...(doneOptions['recording'] as Option),
    help: 'the sensor of the signal: runs the agent through the session, and fits what the sensor shows of it to the signal',
  },
  dff: {
    type: 'boolean',
    help: 'fit it to dF/F by the steps of --set, not to the signal as recorded; of several sessions, average dF/F',
  },
  gains: {
    type: 'string',
    value: 'one | separate',
    help: 'one gain (default), or one each for positive and negative RPE',
  },
  delay: {
    type: 'string',
    value: 'SECONDS | fit',
    help: 'of the signal after the sensor (default 0), or fit it from 0 to 0.5 s',
  },
  waive: {
    type: 'string',
    multiple: true,
    value: 'CHECK=REASON',
    help: 'compare in spite of a failed check of quality, by the id in --json; may be repeated',
  },
  multiverse: {
    type: 'boolean',
    help: 'compare --agents under up to 62 ways to preprocess the session: does another one give another winner?',
  },
  agents: { type: 'string', multiple: true, value: 'ID,ID', ids: 'agents', help: 'two to six agents for --multiverse' },
};

/** What a report says of models. */
interface ModelReport {
  readonly lines: readonly string[];
  readonly json: object;
}

interface Subject {
  readonly session: OpenedSession;
  readonly mapping: Mapping;
  readonly quality: SessionQuality;
  /** Of failed checks of what is compared. */
  readonly waivers: readonly Waiver[];
}

/**
 * Compares models with the recording, if --recording asks for it, and writes their figure and their table.
 * @returns undefined if it does not
 * @throws InputError for failed quality without a reason, and for what cannot be compared
 */
export async function modelReport(
  subject: Subject,
  args: Arguments,
  outputs: Outputs,
): Promise<ModelReport | undefined> {
  const recording = args.text('recording');
  if (recording === undefined) {
    const needs = ['multiverse', 'dff', 'gains', 'delay', 'agents'].find((name) => args.on(name));
    if (needs !== undefined)
      throw new InputError(`--${needs} needs the sensor of the signal`, '--recording', sensorRemedy(subject));
    return undefined;
  }
  find('recordings', recording);
  if (subject.mapping.windows !== undefined && (args.on('multiverse') || args.on('dff')))
    throw new InputError(
      'windows that are cut out already are not preprocessed',
      args.on('dff') ? '--dff' : '--multiverse',
      'open the recording itself',
    );
  requireQuality(ofCompared(subject.quality.lines, subject.mapping), subject.waivers);
  return args.on('multiverse')
    ? comparedModels(subject, recording, args, outputs)
    : fittedModel(subject, recording, args, outputs);
}

function sensorRemedy({ session, mapping }: Subject): string {
  const id = comparedId(mapping);
  const proposed = id === undefined ? undefined : proposedSensor(session.found, id, session.files);
  const example = proposed === undefined ? 'gcamp6f' : proposed.id;
  return `name it, e.g. --recording ${example}${proposed === undefined ? '' : ` (${proposed.reason})`}; \`phasic list recordings\` names all`;
}

function signalIn({ signal }: Mapping): string {
  if (signal !== undefined) return signal;
  throw new InputError('no signal is named', 'mapping', 'add "signal": phasic import FILE --save-mapping MAPPING.json');
}

/** As in the app: each trial minus its mean of the second before the event. */
const baseline: Baseline = { mode: 'subtract', range: [-1, 0] };

type Recorded = Omit<AlignedRecording, 'rows'> & { readonly rows: Float64Array };

async function fittedModel(
  { session, mapping, waivers }: Subject,
  recording: string,
  args: Arguments,
  outputs: Outputs,
): Promise<ModelReport> {
  const { agent, chooses } = recordedAgent(args, mapping);
  const { id, unit, windows, design, startSeconds } = await comparedWindows(session, mapping, args, chooses);
  const pipeline = args.on('dff') ? signalPipeline(mapping, args.texts('set')) : undefined;
  const spec = completeTrialSpec({
    world: 'own-design',
    design,
    recordedFrom: recordedFrom(session, { mapping, startSeconds, waivers, pipeline }),
    agent,
    recording,
  });
  const [sensed] = sensedSpecs([spec]);
  if (sensed === undefined) throw new Error('no signal of one spec');
  const delays = delaysOf(args.text('delay'));
  const relative = <T extends WindowRows>(rows: readonly T[]): readonly T[] => withBaseline(rows, baseline);
  const fit: ModelFit<Recorded> = fitModel({
    recorded: relative(
      windows.filter(({ trials }) => trials.length > 0).map((one) => ({ ...one, rows: Float64Array.from(one.rows) })),
    ),
    sensed,
    events: eventTimes(design),
    gains: gainsOf(args.text('gains')),
    delays,
    relative,
  });
  const agreements = fit.conditions.map((one) => ({ title: one.title, ...agreementOf(one) }));
  const about = { signal: id, unit, baseline: baseline.range, sensor: find('recordings', recording), spec };
  await outputs.writeFigure('figure', async () =>
    (await import('../export/svg.ts')).fitSvg(
      { panels: fit.conditions.map(meanPanel), title: id, unit: unit ?? 'as recorded' },
      [spec],
    ),
  );
  await outputs.writeTable('csv', () => {
    const { csv, notes } = fitTable(fit, about);
    return { csv, notes: { ...notes, spec } };
  });
  const { conditions: _, ...numbers } = fit;
  return {
    json: { model: { spec, signal: id, ...numbers, agreement: agreements } },
    lines: [
      '',
      `Model: ${titleOf(spec)}, through ${about.sensor.title}, on ${id}`,
      ...fitWords(fit, { unit, sensorUnit: about.sensor.unit, isDelayFitted: delays.length > 1 }).map((sentence) =>
        indented(sentence, 2),
      ),
      indented('Each trial is relative to its mean of the second before its event, and so is the model.', 2),
      '',
      textTable([
        ['  condition', ...agreementHeadings],
        ...agreements.map((one) => [`  ${one.title}`, ...agreementCells(one, agreementWords(one))]),
      ]),
    ],
  };
}

interface Compared extends Pick<RecordedSession, 'design' | 'startSeconds'> {
  readonly id: string;
  readonly unit: string | undefined;
  readonly windows: readonly AlignedRecording[];
}

/** The signal, its dF/F or the rate of the unit that is compared, around the events of the session. */
async function comparedWindows(
  session: OpenedSession,
  mapping: Mapping,
  args: Arguments,
  chooses: boolean,
): Promise<Compared> {
  if (mapping.windows !== undefined) {
    const own = namedSession(session.found, mapping.windows, args);
    const { unit } = windowsOf(session.found, mapping.windows);
    return { ...own, id: mapping.windows.of, unit, windows: await sessionRows(session, mapping.windows, own) };
  }
  const { design, startSeconds } = recordedSession(session.found, mapping, chooses);
  if (mapping.unit !== undefined) {
    const windows = await alignedRecordings(session, mapping, { unit: mapping.unit }, {}, chooses);
    return { id: mapping.unit, unit: 'spikes/s', windows, design, startSeconds };
  }
  const raw = signalOf(session.found, signalIn(mapping));
  const ids = { signal: raw.id, control: mapping.control };
  const { recording, signal } = args.on('dff')
    ? await correctedRecording(session, ids, signalPipeline(mapping, args.texts('set')))
    : { recording: session, signal: raw };
  return {
    id: signal.id,
    unit: signal.unit,
    windows: await alignedRecordings(recording, mapping, { signal: signal.id }, {}, chooses),
    design,
    startSeconds,
  };
}

const titleOf = ({ agent }: TrialSpec): string =>
  agent.id === undefined ? 'parts of your own' : find('agents', agent.id).title;

function gainsOf(text = 'one'): 'one' | 'separate' {
  if (text === 'one' || text === 'separate') return text;
  throw new InputError(`'${text}' is not allowed`, '--gains', 'give one or separate');
}

const maxDelay = 5;

function delaysOf(text = '0'): readonly number[] {
  return text === 'fit' ? fittedDelays : [delayOf(text)];
}

function delayOf(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0 && seconds <= maxDelay) return seconds;
  throw new InputError(
    `'${text}' is not allowed`,
    '--delay',
    `give seconds from 0 to ${maxDelay}: nothing precedes its cause`,
  );
}

const maxAgents = 6;

async function comparedModels(
  { session, mapping, waivers }: Subject,
  recording: string,
  args: Arguments,
  outputs: Outputs,
): Promise<ModelReport> {
  const agents = args.texts('agents').flatMap((list) => list.split(',').map((id) => id.trim()));
  if (agents.length < 2 || agents.length > maxAgents || new Set(agents).size < agents.length)
    throw new InputError(
      `${agents.length} agents are named`,
      '--agents',
      `name two to ${maxAgents} different ones, e.g. --agents td-csc,rescorla-wagner`,
    );
  const { design, startSeconds } = recordedSession(session.found, mapping, agents.every(choosesIn));
  const from = recordedFrom(session, { mapping, startSeconds, waivers });
  const specs = agents.map((agent) =>
    completeTrialSpec({ world: 'own-design', design, recordedFrom: from, agent, recording }),
  );
  const raw = await rawSession(session, { signal: signalIn(mapping), control: mapping.control });
  const { grid, values } = modelsInBins(raw, sensedSpecs(specs), startSeconds, delayOf(args.text('delay') ?? '0'));
  const result = multiverse({
    signal: raw.signal,
    control: raw.control,
    grid,
    models: agents.map((id, i) => ({ id, values: values[i] as Float64Array })),
    told: (share) => writeLine(`${progressBar(share)} preprocessing the session`),
  });
  writeLine('');
  const title = (id: string): string => find('agents', id).title;
  await outputs.writeTable('csv', () => multiverseTable(result, agents, specs));
  await outputs.writeFigure('figure', async () =>
    (await import('../export/svg.ts')).multiverseSvg(
      multiverseWays(result, title),
      {
        title: verdictWords(result, title),
        note: [`each model through ${find('recordings', recording).title}`, ...untriedWords(result)].join('. '),
        provenance: `phasic ${version} · ${session.files.join(', ')} (${session.formats.join(', ')})`,
      },
      specs,
    ),
  );
  return {
    json: { multiverse: { ...result, sensor: recording } },
    lines: [
      '',
      indented(verdictWords(result, title), 0),
      ...untriedWords(result),
      '',
      textTable([
        ['  model', 'wins', 'log-likelihood minus the best: median (range)'],
        ...scoresOf(result).map(({ id, wins, behind: [low, middle, high] }) => [
          `  ${title(id)}`,
          `${wins} of ${result.outcomes.length}`,
          `${middle.toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)})`,
        ]),
      ]),
      '',
      textTable([
        ['  fit of the control', 'bleaching', 'dF over', 'filter', 'winner', 'by'],
        ...result.outcomes.map((outcome) => {
          const { control, bleaching, dividedBy, filter } = stepsOf(outcome);
          return [`  ${control}`, bleaching, dividedBy, filter, outcome.winner ?? 'none', shortNumber(outcome.margin)];
        }),
      ]),
    ],
  };
}
