import { describe, expect, it } from 'vitest';
import type { Claim, OpenedRecording } from '../../src/contracts/reader.ts';
import nwb from '../../src/readers/nwb.ts';
import { groupOf, hdf5File, nwbFile, real, series, table, texts, typed } from './hdf5-writer.ts';
import { survivesHostileFiles } from './hostile.ts';
import { labCase } from './lab-case.ts';
import { memorySource } from './memory-source.ts';

labCase('h5-filter-lzf-shuffle-fletcher', nwb);
labCase('h5-filter-zstd', nwb, async ({ opened }) => {
  const [packed, plain] = await Promise.all(
    ['acquisition/packed', 'acquisition/plain'].map(async (id) => opened.values(id, 0, 600)),
  );
  expect(packed).toEqual(plain);
});
labCase('nwb-external-link-missing', nwb, ({ opened, expected }) => {
  expect(opened.found.warnings).toContain(expected['warn']);
  expect(opened.found.warnings.join('\n')).toMatch(
    /acquisition\/outside is a link to .*etc\/passwd, outside of what was opened/,
  );
});
labCase('nwb-fiber-photometry-no-namespace', nwb, ({ opened }) => {
  expect(opened.found.signals.map(({ proposal }) => proposal)).toEqual([
    { role: 'signal', reason: 'excited at 470 nm' },
    { role: 'signal', reason: 'excited at 470 nm' },
  ]);
});
labCase('nwb-int16-conversion-offset', nwb, ({ opened, expected }) => {
  expect(opened.found.signals[0]?.unit).toBe(expected['unit']);
});
labCase('nwb-timestamps-nan', nwb, ({ opened, expected }) => {
  const [signal] = opened.found.signals;
  expect(signal?.withoutTime).toBe(expected['n_without_time']);
  const [{ from_s, to_s }] = expected['gaps'] as [{ from_s: number; to_s: number }];
  expect(signal?.gaps).toHaveLength(1);
  expect(signal?.gaps[0]?.fromSeconds).toBeCloseTo(from_s, 9);
  expect(signal?.gaps[0]?.toSeconds).toBeCloseTo(to_s, 9);
});
labCase('nwb-trials-without-cue', nwb, ({ opened, expected }) => {
  const trials = opened.found.tables.find(({ id }) => id === 'trials');
  expect(trials?.rows).toBe(expected['n_trials']);
  const [starts, stops] = ['start_time', 'stop_time'].map(
    (id) => trials?.columns.find((column) => column.id === id)?.values as Float64Array,
  ) as [Float64Array, Float64Array];
  const rewards = opened.found.events.find(({ id }) => id === 'ttl = 4 (pump)');
  expect(rewards?.proposal?.role).toBe('reward');
  expect(opened.found.events.find(({ id }) => id === 'ttl = 1 (tone)')?.proposal?.role).toBe('cue');
  const rewarded = Array.from(starts, (start, i) =>
    Number(rewards?.times.some((time) => time >= start && time < (stops[i] as number))),
  );
  expect(rewarded).toEqual(expected['rewarded_trials']);
});
labCase('nwb-units-in-ms', nwb, ({ opened, expected }) => {
  const { units, questions, warnings } = opened.found;
  expect(units).toHaveLength(expected['n_units'] as number);
  expect(units.map(({ spikes }) => spikes.length)).toEqual(expected['n_spikes']);
  expect(units[0]?.spikes[2]).toBeCloseTo(expected['third_spike_s_of_unit_0'] as number, 9);
  expect(questions).toMatchObject([{ id: 'spike-time-unit', proposed: 'ms' }]);
  // Its last spike is at 598,063 ms, and the last sample of its other series at 599 s.
  expect(warnings).toContain('units: spike times reach 598063 s where the other series end at 599 s: milliseconds?');
});

const at = (n: number, step: number, from = 0): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => from + i * step);

async function opened(bytes: Uint8Array, answers = {}): Promise<OpenedRecording> {
  const source = memorySource({ 'a.nwb': bytes });
  const [claim] = nwb.detect(source) as [Claim];
  expect(claim.certainty).toBe('certain');
  return nwb.open(claim, source, answers);
}

const found = async (fill: Parameters<typeof nwbFile>[0], answers = {}) =>
  (await opened(await nwbFile(fill), answers)).found;

describe('series', () => {
  it('have a signal for each column, in their unit', async () => {
    const one = await opened(
      await nwbFile((file) => {
        const group = series(
          groupOf(file, 'acquisition'),
          'x',
          Int16Array.from({ length: 40 }, (_, i) => i),
          { shape: [20, 2] },
        );
        groupOf(group, 'data').create_attribute('conversion', 0.5, null, '<d');
        groupOf(group, 'data').create_attribute('offset', 10, null, '<d');
      }),
    );
    expect(one.found.signals).toMatchObject([
      { id: 'acquisition/x[0]', unit: 'V', samples: 20, missing: 0, rateHz: 20, endSeconds: 19 / 20 },
      { id: 'acquisition/x[1]' },
    ]);
    // Row 3 has the numbers 6 and 7.
    expect(await one.values('acquisition/x[1]', 3, 5)).toEqual(Float64Array.of(13.5, 14.5));
    expect(await one.times('acquisition/x[1]', 3, 5)).toEqual(Float64Array.of(0.15, 0.2));
    expect(one.found.startsAt).toBe('2025-08-04T10:15:00+02:00');
  });

  it('of fibres are named by the table that they refer to', async () => {
    const { signals } = await found((file) => {
      const fibres = table(groupOf(file, 'general'), 'fibres', 'FiberPhotometryTable', {
        location: ['DMS', 'DLS', 'DMS'],
        excitation_wavelength_in_nm: Float64Array.of(470, 470, 405),
        emission_wavelength_in_nm: Float64Array.of(525, 525, 525),
        indicator: ['dLight1.3b', 'dLight1.3b', 'dLight1.3b'],
      });
      const group = series(groupOf(file, 'acquisition'), 'fp', at(40, 1), {
        shape: [20, 2],
        type: 'FiberPhotometryResponseSeries',
      });
      group.create_dataset({ name: 'fiber_photometry_table_region', data: Int32Array.of(2, 1) });
      groupOf(group, 'fiber_photometry_table_region').create_attribute(
        'table',
        fibres.create_reference(),
        null,
        'Reference',
      );
    });
    expect(signals).toMatchObject([
      { id: 'fp[0] DMS 405 nm', proposal: { role: 'control', reason: 'excited at 405 nm, near the isosbestic point' } },
      {
        id: 'fp[1] DLS 470 nm',
        proposal: { role: 'signal' },
        facts: { location: 'DLS', indicator: 'dLight1.3b', 'emission (nm)': 525 },
      },
    ]);
  });

  it('exported by GuPPy', async () => {
    const { signals, events } = await found((file) => {
      const processing = typed(groupOf(file, 'processing'), 'ophys', 'ProcessingModule');
      for (const trace of ['z_score', 'dff', 'control_fit'])
        series(processing, `${trace}_dms`, at(20, 1), { type: 'GuppyDerivedResponseSeries' }).create_attribute(
          'trace_type',
          trace,
        );
      table(processing, 'transients', 'GuppyTransientsTable', {
        timestamp: Float64Array.of(0.25, 0.5),
        amplitude: Float64Array.of(3, 4),
      });
      table(processing, 'sites', 'GuppyRecordingSitesTable', { recording_site: ['dms'] });
    });
    expect(signals.map(({ id, proposal }) => [id, proposal?.role])).toEqual([
      ['processing/ophys/control_fit_dms', undefined],
      ['processing/ophys/dff_dms', 'signal'],
      ['processing/ophys/z_score_dms', 'signal'],
    ]);
    expect(events).toMatchObject([{ id: 'transients', times: Float64Array.of(0.25, 0.5) }]);
  });

  it('with times say gaps, restarts, and times that are missing or too many', async () => {
    const times = at(20, 0.05);
    times.fill(Number.NaN, 18);
    times.set(at(4, 0.05, 0.1), 14);
    for (let i = 8; i < 14; i++) times[i] = (times[i] as number) + 5;
    const { signals, warnings } = await found((file) => {
      series(groupOf(file, 'acquisition'), 'x', at(20, 1), { times });
      series(groupOf(file, 'acquisition'), 'y', at(19, 1), { times });
    });
    expect(signals[0]).toMatchObject({ samples: 18, withoutTime: 2, parts: [0, 14] });
    expect(signals[0]?.gaps).toHaveLength(1);
    expect(signals[0]?.gaps[0]?.toSeconds).toBeCloseTo(5.4, 9);
    expect(warnings.join('\n')).toMatch(/acquisition\/x: .*\n.*acquisition\/y has 19 samples, but 20 times/s);
  });

  it('that cannot be read are left out, and said', async () => {
    const { signals, warnings } = await found((file) => {
      const group = typed(groupOf(file, 'acquisition'), 'x', 'TimeSeries');
      group.create_dataset({ name: 'data', data: at(20, 1) });
      group.create_dataset({ name: 'starting_time', data: at(1, 1), shape: [] });
      series(groupOf(file, 'acquisition'), 'video', at(24, 1), { shape: [4, 3, 2] });
      series(groupOf(file, 'acquisition'), 'y', at(20, 1));
    });
    expect(signals.map(({ id }) => id)).toEqual(['acquisition/y']);
    expect(warnings).toEqual([
      'acquisition/video has 3 dimensions and is left out',
      'a.nwb, acquisition/x: it has neither times nor a sampling rate; left out',
    ]);
  });
});

describe('events', () => {
  it('of a table of TTLs have the names of a table in /general', async () => {
    const { events } = await found((file) => {
      table(groupOf(file, 'acquisition'), 'ttl', 'TtlsTable', {
        timestamp: Float64Array.of(1, 2, 3, 4),
        ttl_type: Uint8Array.of(1, 4, 1, 9),
      });
      table(groupOf(file, 'general'), 'ttl_types', 'TtlTypesTable', {
        pulse_value: Uint8Array.of(1, 4),
        event_name: ['tone', 'pump'],
      });
    });
    expect(events).toMatchObject([
      { id: 'ttl = 1 (tone)', times: Float64Array.of(1, 3), proposal: { role: 'cue' } },
      { id: 'ttl = 4 (pump)', times: Float64Array.of(2), proposal: { role: 'reward' } },
      { id: 'ttl = 9', times: Float64Array.of(4) },
    ]);
  });

  it.each(['kind_meanings', 'meanings_tables/kind_meanings'])(
    'of an EventsTable have meanings in %s',
    async (place) => {
      const { events, tables } = await found((file) => {
        const events = table(file.create_group('events'), 'stim', 'EventsTable', {
          timestamp: Float64Array.of(3, 1, 2),
          duration: Float64Array.of(0.5, Number.NaN, 0.25),
          kind: ['a', 'b', 'a'],
          volume: Float64Array.of(5, 6, 7),
        });
        const [folder, name] = place.includes('/')
          ? ([events.create_group('meanings_tables'), 'kind_meanings'] as const)
          : ([events, place] as const);
        table(folder, name, 'MeaningsTable', { value: ['a', 'b'], meaning: ['reward', 'b'] });
      });
      expect(events).toMatchObject([
        {
          id: 'stim.kind = a (reward)',
          times: Float64Array.of(2, 3),
          ends: Float64Array.of(2.25, 3.5),
          values: Float64Array.of(7, 5),
        },
        { id: 'stim.kind = b', times: Float64Array.of(1), ends: Float64Array.of(Number.NaN) },
      ]);
      expect(tables.map(({ id, rows }) => [id, rows])).toEqual([['stim', 3]]);
    },
  );

  it('of series: labels, texts, intervals, amounts, and times alone', async () => {
    const { events } = await found((file) => {
      const place = groupOf(file, 'acquisition');
      const times = Float64Array.of(1, 2, 3, 4);
      const labelled = series(place, 'codes', Float64Array.of(0, 1, 0, 1), { type: 'LabeledEvents', times });
      groupOf(labelled, 'data').create_attribute('labels', ['CS', 'US']);
      real(typed(place, 'licks', 'Events'), 'timestamps', times);
      const notes = typed(place, 'notes', 'AnnotationSeries');
      texts(notes, 'data', ['tone', 'lever', 'tone', 'tone']);
      real(notes, 'timestamps', times);
      series(place, 'still', Float64Array.of(1, 2, -1, -2), { type: 'IntervalSeries', times });
      const rewards = typed(groupOf(file, 'processing'), 'BehavioralEvents', 'BehavioralEvents');
      series(rewards, 'water', Float64Array.of(2, 3, 4, 5), { times });
      const annotated = table(groupOf(file, 'processing'), 'annotated', 'AnnotatedEventsTable', {
        label: ['go', 'stop'],
        event_times: Float64Array.of(1, 5, 7),
      });
      annotated.create_dataset({ name: 'event_times_index', data: Uint8Array.of(2, 3) });
    });
    expect(Object.fromEntries(events.map(({ id, times, ends, values }) => [id, [times, ends ?? values]]))).toEqual({
      'codes = 0 (CS)': [Float64Array.of(1, 3), undefined],
      'codes = 1 (US)': [Float64Array.of(2, 4), undefined],
      licks: [Float64Array.of(1, 2, 3, 4), undefined],
      tone: [Float64Array.of(1, 3, 4), undefined],
      lever: [Float64Array.of(2), undefined],
      'still = 1': [Float64Array.of(1), Float64Array.of(3)],
      'still = 2': [Float64Array.of(2), Float64Array.of(4)],
      water: [Float64Array.of(1, 2, 3, 4), Float64Array.of(2, 3, 4, 5)],
      go: [Float64Array.of(1, 5), undefined],
      stop: [Float64Array.of(7), undefined],
    });
  });

  it('within trials are events, and other intervals have ends', async () => {
    const { events, tables } = await found((file) => {
      const intervals = groupOf(file, 'intervals');
      const trials = table(intervals, 'trials', 'TimeIntervals', {
        start_time: Float64Array.of(0, 10, 20),
        stop_time: Float64Array.of(5, 15, 25),
        stimulus: ['CS+', 'CS-', 'CS+'],
        lick_times: Float64Array.of(1, 2, 21),
      });
      trials.create_dataset({ name: 'lick_times_index', data: Uint8Array.of(2, 2, 3) });
      table(intervals, 'epochs', 'TimeIntervals', { start_time: Float64Array.of(0), stop_time: Float64Array.of(25) });
    });
    expect(events).toMatchObject([
      { id: 'epochs', times: Float64Array.of(0), ends: Float64Array.of(25) },
      { id: 'lick_times', times: Float64Array.of(1, 2, 21), proposal: { role: 'lick' } },
    ]);
    const trials = tables.find(({ id }) => id === 'trials');
    expect(trials?.columns.map(({ id, proposal }) => [id, proposal?.role])).toEqual([
      ['start_time', 'trial start'],
      ['stop_time', 'trial end'],
      ['stimulus', 'trial type'],
    ]);
  });
});

describe('units', () => {
  const withUnits = (scale: number) => (file: Parameters<Parameters<typeof nwbFile>[0]>[0]) => {
    series(groupOf(file, 'acquisition'), 'x', at(2000, 1));
    const units = table(file, 'units', 'Units', {
      spike_times: Float64Array.of(1, 2, 90, 4, 3).map((t) => t * scale),
      quality: ['good', 'mua', ''],
    });
    units.create_dataset({ name: 'spike_times_index', data: Uint8Array.of(3, 3, 5) });
    units.create_dataset({ name: 'id', data: Uint8Array.of(7, 8, 9) });
  };

  it('have the spikes of their rows, in order', async () => {
    const { units, questions, warnings } = await found(withUnits(1));
    expect(units).toEqual([
      { id: 'unit 7', spikes: Float64Array.of(1, 2, 90), facts: { quality: 'good' } },
      { id: 'unit 8', spikes: new Float64Array(), facts: { quality: 'mua' } },
      { id: 'unit 9', spikes: Float64Array.of(3, 4) },
    ]);
    expect(questions).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('spikes of 1 units were not in order')]);
  });

  it('have the times in which they were recorded, if the file states them', async () => {
    const { units } = await found((file) => {
      series(groupOf(file, 'acquisition'), 'x', at(2000, 1));
      const own = table(file, 'units', 'Units', { spike_times: Float64Array.of(1, 2, 90, 3, 4) });
      own.create_dataset({ name: 'spike_times_index', data: Uint8Array.of(3, 5) });
      own.create_dataset({ name: 'obs_intervals', data: Float64Array.of(0, 5, 80, 95, 2, 6), shape: [3, 2] });
      own.create_dataset({ name: 'obs_intervals_index', data: Uint8Array.of(2, 3) });
    });
    expect(units.map(({ observed }) => [...(observed ?? [])])).toEqual([
      [0, 5, 80, 95],
      [2, 6],
    ]);
  });

  it('are asked about where seconds are unlikely', async () => {
    const asked = await found(withUnits(1000));
    expect(asked.questions).toMatchObject([{ id: 'spike-time-unit', proposed: 'ms' }]);
    expect(asked.units[0]?.spikes).toEqual(Float64Array.of(1, 2, 90));
    const answered = await found(withUnits(1000), { 'spike-time-unit': 's' });
    expect(answered.units[0]?.spikes).toEqual(Float64Array.of(1000, 2000, 90_000));
  });
});

describe('other files', () => {
  it('are said to be no NWB, or NWB 1', async () => {
    const one = await hdf5File((file) => file.create_attribute('nwb_version', 'NWB-1.0.6'));
    await expect(opened(one)).rejects.toThrow('a.nwb: it is NWB NWB-1.0.6; convert it to NWB 2 with pynwb');
    const none = memorySource({ 'a.nwb': await hdf5File(() => undefined) });
    const [claim] = nwb.detect(none) as [Claim];
    expect(claim.certainty).toBe('likely');
    await expect(nwb.open(claim, none, {})).rejects.toThrow('a.nwb: it has no nwb_version; ');
    expect(nwb.detect(memorySource({ 'a.nwb': Uint8Array.of(1, 2, 3), 'b.csv': Uint8Array.of() }))).toEqual([]);
  });
});

const small = await nwbFile((file) => {
  series(groupOf(file, 'acquisition'), 'x', at(30, 1), { times: at(30, 0.05) });
  series(groupOf(file, 'acquisition'), 'y', at(30, 1), { shape: [15, 2] });
  table(groupOf(file, 'acquisition'), 'ttl', 'TtlsTable', {
    timestamp: Float64Array.of(1, 2),
    ttl_type: Uint8Array.of(1, 4),
  });
  const units = table(file, 'units', 'Units', { spike_times: at(9, 1) });
  units.create_dataset({ name: 'spike_times_index', data: Uint8Array.of(3, 9) });
});
survivesHostileFiles(nwb, { 'a.nwb': small }, 60);
