import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { foreignFile } from '../../src/designs/foreign-file.ts';
import { formatOf } from '../../src/designs/read.ts';

/** One byte per character, as in the file. */
const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const tsq = new Uint8Array(120);
tsq.set([0x78], 0);
tsq.set([0x0a, 0, 0, 0, 0x01, 0x88, 0, 0], 40);

/** First bytes, as documented for each format. */
const foreign: readonly (readonly [name: string, head: Uint8Array, what: string])[] = [
  ['session.nwb', bytes('\x89HDF\r\n\x1a\n\0\0\0\0'), 'this is an NWB file (HDF5)'],
  ['no-ending', bytes('\x89HDF\r\n\x1a\n\0\0nwb_version'), 'this is an NWB file (HDF5)'],
  ['session.doric', bytes('\x89HDF\r\n\x1a\n\0\0'), 'this is a Doric recording (HDF5)'],
  ['model.h5', bytes('\x89HDF\r\n\x1a\n\0\0'), 'this is an HDF5 file'],
  ['old.mat', bytes('MATLAB 5.0 MAT-file, Platform: SOL2'), 'this is a MATLAB file (version 5)'],
  ['new.mat', bytes('MATLAB 7.3 MAT-file, Platform: GLNXA64'), 'this is a MATLAB file (version 7.3, HDF5)'],
  ['a.npy', bytes('\x93NUMPY\x01\0'), 'this is a NumPy array (.npy)'],
  ['a.npz', bytes('PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0rpe.npy'), 'this is an archive of NumPy arrays (.npz)'],
  ['a.parquet', bytes('PAR1\x15\0'), 'this is a Parquet table'],
  ['signals.arrow', bytes('ARROW1\0\0'), 'this is an Arrow table'],
  ['m1.ppd', bytes('\xc7\0{"subject_ID": "m1", "date_time"'), 'this is a pyPhotometry recording (.ppd)'],
  ['block.tsq', tsq, 'this is a TDT recording'],
  ['block.tev', bytes('\0\0HB\x14\0HB'), 'this is a TDT recording'],
  ['a.rhd', bytes('\xd6\x91\x9a\xc6\x01\0'), 'this is an Intan recording'],
  [
    'design.tdl',
    bytes('\xac\xed\0\x05sr'),
    "this is a file of CAL-R's TD Simulator (.tdl), which only that program can read",
  ],
  [
    'Signal.csv',
    bytes('timestamps,data,sampling_rate\n0.0,1.5,30.0\n0.03,1.6,\n'),
    'this is a table of numbers, such as a recording: it has no kinds of trials',
  ],
  [
    'reward_TTL.csv',
    bytes('timestamps\n12.0\n27.5\n'),
    'this is a table of numbers, such as a recording: it has no kinds of trials',
  ],
  [
    'npm.csv',
    bytes('FrameCounter,Timestamp,LedState,Region0G\n0,1.5,1,99.1\n1,1.6,2,98.0\n'),
    'this is a table of numbers, such as a recording: it has no kinds of trials',
  ],
  [
    'Fluorescence.csv',
    bytes('{"Light":{"Led410Enable":true}}\nTimeStamp,Events,CH1-410,\n0,,1,\n'),
    'this is a table of numbers, such as a recording: it has no kinds of trials',
  ],
  [
    'bom.csv',
    bytes('\xef\xbb\xbf"Time (s)","F"\r\n"0.0","1.0"\r\n"0.1","1.1"\r\n'),
    'this is a table of numbers, such as a recording: it has no kinds of trials',
  ],
  [
    'design.xlsx',
    bytes('PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml\0\0PK\x03\x04xl/workbook.xml'),
    'this is an Excel workbook (.xlsx)',
  ],
  ['design.xls', bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0'), 'this is an Excel workbook (.xls)'],
  ['paper.pdf', bytes('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\0'), 'this is a PDF document'],
  ['figure.png', bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'), 'this is an image (PNG)'],
  ['figure.svg', bytes('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">'), 'this is an image (SVG)'],
  ['runs.zip', bytes('PK\x03\x04\x14\0\0\0\x08\0'), 'this is an archive (ZIP)'],
  ['runs.tar.gz', bytes('\x1f\x8b\x08\0\0\0\0\0'), 'this is an archive (GZ)'],
  ['phasic', bytes('\x7fELF\x02\x01\x01\0\0\0'), 'this is a program (ELF)'],
  ['phasic.exe', bytes('MZ\x90\0\x03\0\0\0'), 'this is a program (EXE)'],
  ['run.sh', bytes('#!/bin/sh\necho hello\n'), 'this is a program (a script)'],
  ['model.py', bytes('import numpy as np\n'), 'this is a program (.py)'],
  ['a.ipynb', bytes('{"cells": [], "metadata": {}, "nbformat": 4}'), 'this is a Jupyter notebook'],
  ['page.txt', bytes('<!DOCTYPE html><html>'), 'this is a web page'],
  ['design.rtf', bytes('{\\rtf1\\ansi G | 20A+}'), 'this is a document in rich text (RTF): save it as plain text'],
  ['design.txt', bytes('\xff\xfeG\0 \0|\0'), 'this is text in UTF-16, not in UTF-8: save it as UTF-8'],
  ['zeros.mp4', new Uint8Array(64), 'this is not text: a binary file of an unknown kind'],
  ['unknown.xyz', bytes('\x01\x02\x03\x04\x05\x06'), 'this is not text: a binary file of an unknown kind'],
];

test.each(foreign)('%s', (name, head, what) => expect(foreignFile(head, name)?.what).toBe(what));

test('a recording is recognised, and the formats that can be opened are listed', () => {
  const { remedy = '' } = foreignFile(bytes('\x89HDF\r\n\x1a\n'), 'a.nwb') ?? {};
  expect(remedy).toBe(
    'recordings are opened in Data or by phasic import; here open a design (.txt, .json, .rw, .csv) or a spec (.json)',
  );
});

describe('a design or a spec is not mistaken for another format', () => {
  const cases = new URL('cases/', import.meta.url);
  test.each(readdirSync(cases))('%s', (name) =>
    expect(foreignFile(readFileSync(new URL(name, cases)), name)).toBeUndefined(),
  );

  // Contents that a library takes for a bitmap, a film or a picture if only two or three bytes are checked.
  test.each([
    'BM | 20A+ | 5#A',
    'II* | 20A+',
    'GIF8 | 10A+',
    'MZ | 10A+',
    'PK | 10A+',
    'ID3 | 10A+',
    '{"groups": {"G": ["20A+"]}}',
    '{"world": "schultz-1997"}',
    'time | 10A+\niti = 5\n',
    '',
  ])('%s', (text) => expect(foreignFile(bytes(text), 'design')).toBeUndefined());
});

describe('a file whose name does not determine its format', () => {
  test.each([
    ['G | 20A+ | 5#A', 'txt'],
    ['@model=Rescorla Wagner\nG|10A|rand/5AB+/5C', 'rw'],
    ['G|10A|rand/5AB+/5C', 'txt'],
    ['G|10A+', 'txt'],
    ['Group,P1\nG,10A>(US)\n', 'csv'],
    ['\n {"groups": {}}', 'json'],
    ['G | 20A+ | 20Q', 'txt'],
  ])('%j is read as %s', (text, format) => expect(formatOf('design', text)).toBe(format));

  test('ambiguous content is refused with the possible formats', () =>
    expect(() => formatOf('design.md', 'G|10A++')).toThrow(
      'design.md: this can be read in different ways (.txt, .rw); let its name end in the one that is meant',
    ));
  test('a file that is neither a spec nor a design is reported as such', () =>
    expect(() => formatOf('letter', 'Dear reader,')).toThrow('letter: this is neither a spec nor a design'));
});
