import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import * as v from 'valibot';
import type { InputError } from '../../core/errors.ts';
import { lookup } from '../../engine/registry.ts';
import type { FitResults, FitTask, SessionFit } from '../../fitting/session/fit-task.ts';
import { version } from '../../install/version.ts';
import { versions } from '../../spec/versions.ts';
import { openCheckedLines } from '../../storage/checked-lines.ts';

/** Results of tasks of fits in a file, with which a fit that was stopped goes on. */
export interface KeptTasks {
  /** The part of the file that could not be used and is computed again; undefined if all of it could. */
  readonly flaw: InputError | undefined;
  get<Kind extends FitTask['kind']>(
    fit: SessionFit,
    task: Extract<FitTask, { readonly kind: Kind }>,
  ): FitResults[Kind] | undefined;
  add(fit: SessionFit, task: FitTask, result: FitResults[FitTask['kind']]): void;
}

/** As structured clones, in which numbers are exact. */
const resultSchema = v.pipe(v.string(), v.base64());

/** @throws InputError if the file cannot be read or, when a task is done, written */
export function openKeptTasks(file: string): KeptTasks {
  const lines = openCheckedLines<string>(file, resultSchema, {
    item: ['result', 'results'],
    again: 'the fit computes them again',
    elsewhere: 'choose another file with --keep',
  });
  const fits = new WeakMap<SessionFit, string>();
  /** What the result of a task depends on: data, agent, free parameters, seed, and the program. */
  const keyOf = (fit: SessionFit, task: FitTask): string => {
    const whole = fits.get(fit) ?? digest(fit, versions(lookup, fit.data.spec), version);
    fits.set(fit, whole);
    return digest(whole, task).slice(0, 32);
  };
  return {
    flaw: lines.flaw,
    get(fit, task) {
      const kept = lines.get(keyOf(fit, task));
      return kept === undefined ? undefined : deserialize(Buffer.from(kept, 'base64'));
    },
    add: (fit, task, result) => lines.add(keyOf(fit, task), serialize(result).toString('base64')),
  };
}

/** Of values, however the engine has them in memory: a kept number and one that is computed again need not be alike there. */
const digest = (...of: readonly unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify(of, (_, value: unknown) => (ArrayBuffer.isView(value) ? bytesOf(value) : value)))
    .digest('hex');

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');
