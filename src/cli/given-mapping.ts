import { InputError } from '../core/errors.ts';
import { isDataSet, parseDataSet, type DataSetDefinition } from '../recorded/data-set/definition.ts';
import { parseMapping, type Mapping } from '../recorded/mapping.ts';
import type { Waiver } from '../recorded/quality-line.ts';
import { parsePartialSpec } from '../spec/parse-spec.ts';
import { readTextLimited } from '../storage/read-limited.ts';

/** What is what in a recording, and the checks that were waived with it. */
export interface GivenMapping {
  readonly mapping: Mapping;
  readonly waivers: readonly Waiver[];
  /** The whole data set, if it is the definition of one. */
  readonly set?: DataSetDefinition;
}

const maxBytes = 4e6;

/**
 * A mapping, a spec whose session was recorded, or the definition of a data set.
 * @throws InputError naming the field
 */
export async function readMapping(file: string): Promise<GivenMapping> {
  const json = parseJson(await readTextLimited(file, maxBytes, 'the mapping'), file);
  if (isDataSet(json)) {
    const set = parseDataSet(json, file);
    return { mapping: set.mapping, waivers: [], set };
  }
  if (!isObject(json) || !isObject(json['recordedFrom'])) return { mapping: parseMapping(json, file), waivers: [] };
  const { recordedFrom: from } = parsePartialSpec(json, file);
  return { mapping: parseMapping(from?.mapping, `${file}, recordedFrom.mapping`), waivers: from?.waivers ?? [] };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError('this is not JSON', file, 'save a mapping with `phasic import FILE --save-mapping`');
  }
}
