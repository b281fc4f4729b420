import { didYouMean, InputError } from '../core/errors.ts';
import type { Parameter } from '../contracts/parameters.ts';
import type { Mapping } from '../recorded/mapping.ts';
import { completePipeline, steps, type Pipeline } from '../recorded/photometry/pipeline.ts';
import { parameterLines } from './parameter-help.ts';
import { nameAndValue, valueOf } from './setting.ts';
import { indented } from './text-width.ts';

type StepName = keyof typeof steps;

const names = Object.keys(steps) as readonly StepName[];

/**
 * The pipeline that `--set STEP.NAME=VALUE` asks for.
 * @throws InputError naming the step or the parameter, and what is allowed
 */
function pipelineFrom(settings: readonly string[]): Pipeline {
  const given: Partial<Record<StepName, Record<string, unknown>>> = {};
  for (const setting of settings) {
    const [path, text] = nameAndValue(setting, '--set', '--set ');
    const [id = '', name = ''] = path.split('.');
    const step = names.find((one) => steps[one].id === id);
    if (step === undefined)
      throw new InputError(
        `there is no step '${id}'`,
        `--set ${setting}`,
        didYouMean(
          id,
          names.map((one) => steps[one].id),
        ),
      );
    const parameters: Readonly<Record<string, Parameter>> = steps[step].parameters;
    given[step] = { ...given[step], [name]: valueOf(parameters[name], text) };
  }
  return completePipeline(given);
}

/** The same for a mapped signal: without a control, bleaching alone is corrected for, unless another fit is asked for. */
export const signalPipeline = ({ control }: Pick<Mapping, 'control'>, settings: readonly string[]): Pipeline =>
  pipelineFrom([...(control === undefined ? ['reference.fit=none'] : []), ...settings]);

/** All steps with their parameters. */
export const photometryHelp = (): string =>
  [
    'Steps from raw fluorescence to dF/F, for --set STEP.NAME=VALUE (docs/recordings.md says more):',
    ...names.flatMap((step) => [
      indented(`${steps[step].id}: ${steps[step].title} (${steps[step].citation.text})`, 2),
      ...parameterLines(steps[step].parameters),
    ]),
  ].join('\n');
