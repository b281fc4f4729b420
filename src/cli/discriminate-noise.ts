import { InputError } from '../core/errors.ts';
import type { AgentPart } from '../contracts/agent.ts';
import { restingNoise, usualBinSeconds } from '../fitting/designs/resting-noise.ts';
import type { TraceNoise } from '../fitting/discrimination/trace-noise.ts';
import { fittedNoise } from '../fitting/session/fit-file.ts';
import { parseJsonText } from '../storage/json-text.ts';
import { readTextLimited } from '../storage/read-limited.ts';
import type { Arguments } from './command.ts';
import { nameAndValue } from './setting.ts';

/** The noise for which designs are compared, and where it is from, in words. */
export interface AskedNoise extends TraceNoise {
  readonly source: string;
}

/** A line of JSON for each fit; the longest is that of a long session. */
const maxBytes = 1e9;

/**
 * @param recording the sensor, whose own noise is the usual one
 * @throws InputError for values that are not allowed, and for a sensor without noise
 */
export async function noiseFrom(args: Arguments, recording: AgentPart, seed: number): Promise<AskedNoise> {
  const [asked, bin] = [args.text('noise'), args.text('bin')];
  if (asked?.endsWith('.json') === true) {
    if (bin !== undefined)
      throw new InputError('the bins are those of the fit', '--bin', 'leave it out, or give --noise rho=,sd=');
    const [line = ''] = (await readTextLimited(asked, maxBytes, 'the fit')).split('\n');
    return { ...(await fittedNoise(parseJsonText(line, asked), asked)), source: `as fitted in ${asked}` };
  }
  const binSeconds = numberIn(bin ?? String(usualBinSeconds), '--bin', 0.001, 10);
  if (asked === undefined)
    return { ...restingNoise(recording, binSeconds, seed), source: `of ${recording.id} at rest, by its declaration` };
  const given = Object.fromEntries(asked.split(',').map((one) => nameAndValue(one, '--noise', '--noise ')));
  const unknown = Object.keys(given).find((name) => !['rho', 'sd', 'noise', 'gain'].includes(name));
  if (unknown !== undefined)
    throw new InputError(`'${unknown}' is not allowed`, '--noise', 'give rho and sd, e.g. --noise rho=0.9,sd=1.5');
  const rho = numberIn(given['rho'] ?? '0', '--noise rho', 0, 0.999);
  const gain = numberIn(given['gain'] ?? '1', '--noise gain', 1e-9, 1e9);
  if ('sd' in given === 'noise' in given)
    throw new InputError(
      'give the standard deviation of a bin (sd) or of what is new in it (noise, as `phasic fit` prints)',
      '--noise',
      'write e.g. --noise rho=0.9,sd=1.5, or --noise gain=0.8,rho=0.9,noise=0.3',
    );
  const sd =
    given['sd'] === undefined
      ? numberIn(given['noise'] ?? '', '--noise noise', 1e-9, 1e9) / Math.sqrt(1 - rho * rho)
      : numberIn(given['sd'], '--noise sd', 1e-9, 1e9);
  return { rho, sd: sd / gain, binSeconds, source: 'as given' };
}

function numberIn(text: string, where: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max) return value;
  throw new InputError(`'${text}' is not allowed`, where, `give a number from ${min} to ${max}`);
}
