import type { Citation, DataSource } from '../contracts/citation.ts';
import { byId } from './by-id.ts';
import { mappingVersion, type Mapping } from './mapping.ts';

/** A recorded data set that the program has with it, as a file that its own readers open. */
export interface RecordedExample {
  readonly id: string;
  readonly title: string;
  /** One sentence without a full stop: what is in it. */
  readonly summary: string;
  /** Its name in the folder of examples. */
  readonly file: string;
  /** What is what in it: the file leaves open what its source says. */
  readonly mapping: Mapping;
  readonly citation: Citation;
  /** Where it was read. */
  readonly source: DataSource;
}

const jeong = {
  citation: { text: 'Jeong et al. 2022, Science 378:eabq6740', doi: '10.1126/science.abq6740' },
  source: { from: 'https://github.com/gloewing/photometry_FLMM at 6139fc1', licence: 'CC0-1.0' },
} as const;

const columns = { animal: 'mouse', session: 'session', trial: 'trial' } as const;

/** All of them, in the order in which they are offered. */
export const recordedExamples: readonly RecordedExample[] = [
  {
    id: 'jeong-2022-cues',
    title: 'Jeong et al. 2022: cues',
    summary: 'Dopamine (dLight, nucleus accumbens) of 7 mice around a cue that predicts sucrose and one that does not',
    file: 'jeong-2022-cues.parquet',
    mapping: {
      phasicMapping: mappingVersion,
      cues: [],
      rewards: [],
      answers: { 'window-unit': 's', 'window-event': 'cue' },
      windows: { of: 'dLight', ...columns, types: ['cue'] },
    },
    ...jeong,
  },
  {
    id: 'jeong-2022-rewards',
    title: 'Jeong et al. 2022: random rewards',
    summary:
      'Dopamine (dLight, nucleus accumbens) of 8 mice around the first lick after each of 580 rewards at random times, which a model can be run through',
    file: 'jeong-2022-rewards.parquet',
    mapping: {
      phasicMapping: mappingVersion,
      cues: [],
      rewards: [],
      answers: { 'window-unit': 's', 'window-event': 'lick' },
      windows: { of: 'dLight', ...columns, types: [], interval: 'iri' },
    },
    ...jeong,
  },
];

/** What a name of an example begins with on the command line. */
export const examplePrefix = 'example:';

/** @throws InputError if there is no such example */
export const exampleOf = (id: string): RecordedExample =>
  byId(recordedExamples, id, 'there is no example', examplePrefix.slice(0, -1));
