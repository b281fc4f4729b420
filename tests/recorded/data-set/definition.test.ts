import { expect, test } from 'vitest';
import {
  dataSetText,
  hasFilesOf,
  isDataSet,
  parseDataSet,
  placedFiles,
  type DataSetDefinition,
} from '../../../src/recorded/data-set/definition.ts';
import { toneMapping } from '../found.ts';

const session = (name: string, bytes: number) => ({
  name,
  animal: name.slice(0, 2),
  group: '',
  files: [{ name: `cohort/${name}.csv`, bytes }],
  isLeftOut: false,
  own: undefined,
  waivers: [],
});

const definition: DataSetDefinition = {
  mapping: toneMapping,
  mappingOf: 'a7 day1',
  isCorrected: true,
  sessions: [
    { ...session('a7 day1', 100), group: 'wt' },
    { ...session('b7 day1', 110), isLeftOut: true },
    {
      ...session('c7 day1', 120),
      own: { ...toneMapping, rewards: [] },
      waivers: [{ check: 'snr', of: 'dLight', because: 'a pilot' }],
    },
  ],
};

const json = (): Record<string, unknown> => JSON.parse(dataSetText(definition)) as Record<string, unknown>;

test('what is saved of a data set is read again', () => {
  expect(isDataSet(json())).toBe(true);
  expect(isDataSet(toneMapping)).toBe(false);
  expect(parseDataSet(json(), 'set.json')).toEqual(definition);
});

test('what is wrong in the file is named', () => {
  const read = (change: object) => () => parseDataSet({ ...json(), ...change }, 'set.json');
  expect(read({ phasicDataSet: 2 })).toThrow('set.json: phasicDataSet = 2 is not allowed; must be 1');
  expect(read({ mappingOf: 'd7' })).toThrow("mappingOf = 'd7' is no session; name one of: a7 day1, b7 day1, c7 day1");
  expect(read({ mapping: {} })).toThrow('set.json, mapping: phasicMapping');
  const [first] = json()['sessions'] as object[];
  expect(read({ sessions: [first, first] })).toThrow("two sessions have the name 'a7 day1'");
  expect(read({ sessions: [{ ...first, files: [] }] })).toThrow('sessions.0.files');
  expect(read({ sessions: [{ ...first, mapping: 3 }] })).toThrow('mapping of a7 day1');
  expect(read({ more: 1 })).toThrow('more');
});

test('its files are known by name and size, in whatever folder they are now', () => {
  const files = [
    { name: 'c7 day1.csv', bytes: 120 },
    { name: 'cohort/b7 day1.csv', bytes: 110 },
    { name: 'elsewhere/a7 day1.csv', bytes: 100 },
    { name: 'cohort/a7 day1.csv', bytes: 100 },
    { name: 'notes.txt', bytes: 3 },
  ];
  const { sessions, others } = placedFiles(definition, files, 'set.json');
  expect(sessions.map(({ files: own }) => own.map(({ name }) => name))).toEqual([
    ['cohort/a7 day1.csv'],
    ['cohort/b7 day1.csv'],
    ['c7 day1.csv'],
  ]);
  expect(others.map(({ name }) => name)).toEqual(['elsewhere/a7 day1.csv', 'notes.txt']);
  expect(hasFilesOf(definition, files.slice(0, 1))).toBe(true);
  expect(hasFilesOf(definition, files.slice(4))).toBe(false);
});

test('a file that is missing, was changed or could be another is named', () => {
  const files = [
    { name: 'one/a7 day1.csv', bytes: 100 },
    { name: 'two/a7 day1.csv', bytes: 100 },
    { name: 'c7 day1.csv', bytes: 121 },
  ];
  expect(() => placedFiles(definition, files, 'set.json')).toThrow(
    'set.json: of its 3 files cohort/a7 day1.csv could be one/a7 day1.csv or two/a7 day1.csv, cohort/b7 day1.csv is missing, cohort/c7 day1.csv has 121 bytes and had 120 when the set was saved; open all of them together, or their folder',
  );
});
