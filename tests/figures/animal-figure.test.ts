import { expect, test } from 'vitest';
import { animalLines } from '../../src/analysis/animals/lines.ts';
import type { AnimalRows } from '../../src/contracts/animal-rows.ts';
import { animalMeans } from '../../src/analysis/animals/means.ts';
import { meansTable } from '../../src/analysis/animals/means-csv.ts';
import { animalFigure, type AnimalFigureData } from '../../src/figures/animal-figure.ts';
import { heightOf, marksOf, textsOf, verticesOf } from './drawing.ts';
import { newDocument } from './experiment-data.ts';

const document = newDocument();

/** Animals with two events each, in three bins; the animal i has `spread` times i + 0, 1, 2 and `more`. */
const rowsOf = (condition: string, more: number, animals: number, spread = 1): AnimalRows => {
  const names = Array.from({ length: 2 * animals }, (_, row) => `m${Math.floor(row / 2)}`);
  return {
    condition,
    title: condition,
    t: Float64Array.of(-0.5, 0.5, 1.5),
    align: 'cue',
    rows: Float32Array.from({ length: 6 * animals }, (_, at) => spread * Math.floor(at / 6) + (at % 3) + more),
    animals: names,
    sessions: names,
    trials: names.map((_, row) => row),
    columns: {},
    marks: [{ event: 'cue', label: 'cue', seconds: 0 }],
  };
};

const data = (changes: Partial<AnimalFigureData> = {}, animals = 5): AnimalFigureData => {
  const lines = animalLines([rowsOf('tone', 0, animals), rowsOf('light', 1, animals)], 'condition', {});
  return {
    title: 'dLight',
    unit: 'dF/F',
    means: animalMeans(lines, { one: 'light', other: 'tone' }),
    band: 'pointwise',
    showsAnimals: true,
    notes: ['Left out: day 3 (its quality).'],
    provenance: 'made by hand',
    ...changes,
  };
};

const draw = (changes: Partial<AnimalFigureData> = {}, animals = 5): SVGSVGElement =>
  animalFigure(data(changes, animals), { document });

const textOf = (svg: Element): string =>
  [...svg.querySelectorAll('text')]
    .map((text) => [...text.querySelectorAll('tspan')].map((row) => row.textContent).join(' ') || text.textContent)
    .join(' | ');

test('means, bands, thin lines of animals and the difference are drawn, with what they are in words', () => {
  const svg = draw();
  expect(marksOf(svg, 'tone, pointwise band').length).toBe(1);
  expect(marksOf(svg, 'an animal').length).toBe(10);
  expect(marksOf(svg, 'light minus tone, pointwise band').length).toBe(1);
  const text = textOf(svg);
  expect(text).toContain('tone: 5 animals, 10 events; light: 5 animals, 10 events.');
  expect(text).toContain("pointwise: for one point that was chosen beforehand (Student's t)");
  expect(text).toContain('Within animals, 5 animals with both.');
  expect(text).toContain('Left out: day 3 (its quality).');
  expect(text).toContain('made by hand');
  expect(svg.getAttribute('aria-label')).toContain('5 animals');
});

test('the mean and its band are at their values on the axis', () => {
  const svg = draw({ showsAnimals: false });
  // Tone has the mean 2, 3, 4, light 3, 4, 5: light at one time is where tone is one bin later.
  const [tone, light] = ['tone', 'light'].map((title) =>
    verticesOf(marksOf(svg, title).find((mark) => mark.getAttribute('aria-label') === 'line') as Element),
  ) as [ReturnType<typeof verticesOf>, ReturnType<typeof verticesOf>];
  const bin = (vertices: typeof tone, i: number): number => vertices[2 * i]?.y as number;
  const unit = bin(tone, 0) - bin(tone, 1);
  expect(bin(light, 0)).toBeCloseTo(bin(tone, 1), 1);
  // Animals 0 to 4: standard error √(2.5 / 5), t of 4 degrees of freedom 2.7764.
  const band = verticesOf(marksOf(svg, 'tone, pointwise band')[0] as Element).map(({ y }) => y);
  expect((bin(tone, 2) - Math.min(...band)) / unit).toBeCloseTo(2.7764 * Math.SQRT1_2, 1);
});

test('the event that windows are cut around has its line, and the level they are drawn about its name', () => {
  const rows = {
    ...rowsOf('licked', 3, 5),
    align: 'lick',
    marks: [{ event: 'cue', label: 'lick', seconds: 0 }] as const,
  };
  const svg = draw({ means: animalMeans(animalLines([rows], 'condition', {})), showsAnimals: false });
  expect(marksOf(svg, 'event').length).toBe(1);
  expect(textsOf(svg, 'event label').map(({ text }) => text)).toEqual(['lick']);
  expect(textsOf(svg, 'baseline label').map(({ text }) => text)).toEqual(['mean before 0 s']);
  // The only bin before 0 s is the first.
  const [line] = marksOf(svg, 'licked').filter((mark) => mark.getAttribute('aria-label') === 'line') as [Element];
  expect(heightOf(svg, 'baseline')).toBeCloseTo(verticesOf(line)[0]?.y as number, 1);
  // Relative to a window of their own, they are drawn about 0.
  const relative = draw({ baseline: [-1, 0], showsAnimals: false });
  expect(textsOf(relative, 'baseline label')).toEqual([]);
  const zero = 2 * heightOf(relative, 'baseline');
  expect(zero).toBeGreaterThan(0);
});

test('each kind of band is named, the pooled one by its stamp, and what cannot be had says why', () => {
  expect(textOf(draw({ band: 'simultaneous' }))).toContain('simultaneous: for the whole curve (max-t bootstrap');
  expect(textOf(draw({ band: 'symmetric' }))).toContain('only if animals differ symmetrically');
  const pooled = draw({ band: 'pooled' });
  expect(textOf(pooled)).toContain('SEM over 10 event rows pooled over 5 animals: not a confidence band over animals');
  expect(marksOf(pooled, 'light minus tone, SEM of pooled rows')).toEqual([]);
  const few = draw({ band: 'simultaneous' }, 3);
  expect(textOf(few)).toContain('tone: no simultaneous band of 3 animals: it needs 4.');
  expect(marksOf(few, 'tone, simultaneous band')).toEqual([]);
  expect(textOf(draw({}, 1))).toContain('tone: 1 animal has no band: it needs 2.');
});

test('a band that is much wider than the curves ends at the axis, which the curves fill, and it is said', () => {
  const means = animalMeans(animalLines([rowsOf('tone', -41, 5, 20)], 'condition', {}));
  const svg = draw({ means, band: 'simultaneous', showsAnimals: false });
  expect(textOf(svg)).toContain('The band is wider than the axis');
  expect(textOf(draw())).not.toContain('wider than the axis');
  const [line] = marksOf(svg, 'tone').filter((mark) => mark.getAttribute('aria-label') === 'line') as [Element];
  const tone = verticesOf(line).map(({ y }) => y);
  const band = verticesOf(marksOf(svg, 'tone, simultaneous band')[0] as Element).map(({ y }) => y);
  expect(Math.max(...tone) - Math.min(...tone)).toBeGreaterThan(0.2 * (Math.max(...band) - Math.min(...band)));
});

test('the table has a row per line and time, with the bands and what is missing left empty', () => {
  const { csv, notes } = meansTable(data({}, 3).means, data());
  const [head = '', ...rows] = csv.trim().split('\n');
  expect(rows).toHaveLength(9);
  const cells = Object.fromEntries(head.split(',').map((name, i) => [name, (rows[0] as string).split(',')[i]]));
  expect(cells).toMatchObject({
    line: 'tone',
    kind: 'mean',
    t_s: '-0.5',
    mean: '1',
    simultaneous_low: '',
    n_animals: '3',
    n_events: '6',
  });
  // Standard error 0.57735, t of 2 degrees of freedom 4.303.
  expect(Number(cells['pointwise_high'])).toBeCloseTo(1 + 4.303 * 0.57735, 3);
  expect((rows[6] as string).startsWith('light minus tone,paired difference,cue,-0.5,1,1,1,')).toBe(true);
  expect(Object.keys(notes.columns)).toEqual(head.split(','));
});
