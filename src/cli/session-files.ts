import { networksFor } from '../compute/backends.ts';
import { completeTrialSpec } from '../engine/complete-spec.ts';

import { modelSteps } from '../export/model-steps.ts';
import type { OpenedSession } from '../recorded/combine.ts';
import type { Mapping } from '../recorded/mapping.ts';
import { recordedFrom } from '../recorded/origin.ts';
import { failed, requireQuality, type QualityLine, type Waiver } from '../recorded/quality-line.ts';

import type { RecordedSession } from '../recorded/session-parts.ts';
import { takenBytes, takenFormats } from '../recorded/taken/saved.ts';
import { takenOf } from '../recorded/taken/taken.ts';
import { runToEnd } from '../session/run-to-end.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { specJson } from '../storage/export.ts';
import { agentOptionNames } from './agent-options.ts';
import type { Arguments } from './command.ts';
import { shortNumber } from '../core/short-number.ts';
import { note } from './output.ts';
import type { Outputs } from './outputs.ts';
import { recordedAgent } from './recorded-agent.ts';
import { signalPipeline } from './photometry-options.ts';

interface Imported {
  readonly recording: OpenedSession;
  readonly mapping: Mapping;
  /** Of what is compared. */
  readonly lines: readonly QualityLine[];
  readonly waivers: readonly Waiver[];
  /**
   * @param chooses whether the agent is given choices
   * @throws InputError if there is none, or several
   */
  session(chooses: boolean): RecordedSession;
}

/**
 * Writes the session as a spec, and the recording as files; with an agent or a sensor, after it drove that agent.
 * @throws InputError if a model would be compared with a recording whose quality fails
 */
export async function writeSession(imported: Imported, args: Arguments, outputs: Outputs): Promise<void> {
  const { recording, mapping, lines, waivers } = imported;
  await outputs.write('spec', () => saidSpec(specOf(imported, args), args));
  if (!takenFormats.some((format) => args.on(format))) return;
  const isDriven = [...agentOptionNames, 'recording'].some((name) => args.on(name));
  // Only a comparison needs a recording that is good.
  if (isDriven) requireQuality(lines, waivers);
  const spec = isDriven ? specOf(imported, args) : undefined;
  const model = spec && modelSteps(runToEnd(spec, await networksFor(spec.backend)));
  const settings = args.texts('set');
  const pipeline = settings.length === 0 ? undefined : signalPipeline(mapping, settings);
  const taken = await takenOf(recording, mapping, { model, pipeline });
  for (const format of takenFormats) await outputs.write(format, () => takenBytes(taken, format, new Date()));
}

function specOf({ recording, mapping, lines, waivers: given, session }: Imported, args: Arguments): TrialSpec {
  const { agent, chooses } = recordedAgent(args, mapping);
  const { design, startSeconds, notes } = session(chooses);
  for (const line of notes) note(line);
  const waivers = given.filter((one) =>
    failed(lines, []).some(({ check, of }) => check.id === one.check && of === one.of),
  );
  const sensor = args.text('recording');
  return completeTrialSpec({
    world: 'own-design',
    design,
    recordedFrom: recordedFrom(recording, { mapping, startSeconds, waivers }),
    agent,
    ...(sensor === undefined ? {} : { recording: sensor }),
  });
}

function saidSpec(spec: TrialSpec, args: Arguments): string {
  const { design, recordedFrom: from } = spec;
  note(
    `the session has ${design?.phases[0]?.trials} trials, and begins at ${shortNumber(from?.startSeconds ?? 0)} s of the recording; \`phasic run ${args.text('spec')}\` runs it`,
  );
  return specJson(spec);
}
