import { hdf5Bytes } from './hdf5.ts';
import { isOfFibre, writeFibres } from './nwb/fibres.ts';
import { dataAttributes, nwbFile, type NwbFile, writeClock, writeSeries } from './nwb/objects.ts';
import { schemaVersion, writeSchema } from './nwb/schema.ts';
import type { NwbClock, NwbSession } from './nwb/session.ts';
import { writeIntervals, writeUnits } from './nwb/tables.ts';

/**
 * NCBI Taxonomy's 'synthetic construct', so that no reader takes a simulated subject for an animal, and 'unidentified'.
 * Ages as NWB has them: exactly 0, and 0 or more.
 */
const [simulated, unknown] = [
  { species: 'http://purl.obolibrary.org/obo/NCBITaxon_32630', age: 'P0D' },
  { species: 'http://purl.obolibrary.org/obo/NCBITaxon_32644', age: 'P0D/' },
];

/**
 * A session as a file of NWB 2 in HDF5: TimeSeries, TimeIntervals, BehavioralEvents and Units of the core, and fibre
 * photometry of ndx-fiber-photometry. The schema of all types is inside. The same session gives the same bytes. Source: NWB
 * schema 2.11.0 (nwb-schema.readthedocs.io), ndx-fiber-photometry 0.2.4.
 */
export const nwbBytes = (session: NwbSession): Promise<Uint8Array> =>
  hdf5Bytes((hdf5) => {
    const file = nwbFile(hdf5, session.identifier);
    writeHead(file, session);
    const fibres = session.recorded.filter(isOfFibre);
    for (const series of session.recorded)
      if (!isOfFibre(series)) writeSeries(file, `/acquisition/${series.name}`, series);
    writeFibres(file, fibres);
    writeModule(file, '/processing/ophys', session.processed);
    writeModule(file, '/processing/model', session.model);
    writeEvents(file, session);
    for (const intervals of [session.trials, ...session.intervals]) writeIntervals(file, intervals);
    if (session.units !== undefined) writeUnits(file, session.units);
    writeSchema(file, fibres.length > 0);
  });

function writeHead(file: NwbFile, session: NwbSession): void {
  const { identifier, description, startsAt, createdAt, subject, script, keywords, publications } = session;
  file.object('/', 'NWBFile', { nwb_version: schemaVersion });
  file.dataset('/identifier', identifier);
  file.dataset('/session_description', description);
  file.dataset('/session_start_time', startsAt);
  file.dataset('/timestamps_reference_time', startsAt);
  file.dataset('/file_create_date', [createdAt]);
  for (const group of ['acquisition', 'analysis', 'general', 'intervals', 'processing', 'stimulus'])
    file.plain(`/${group}`);
  for (const group of ['presentation', 'templates']) file.plain(`/stimulus/${group}`);
  file.dataset('/general/session_id', session.sessionId);
  file.dataset('/general/experiment_description', session.experiment);
  file.dataset('/general/notes', session.notes);
  file.dataset('/general/keywords', keywords);
  if (publications.length > 0)
    file.dataset(
      '/general/related_publications',
      publications.map((doi) => `doi:${doi}`),
    );
  file.dataset('/general/source_script', script.text, { file_name: script.fileName });
  writeSubject(file, subject);
}

function writeSubject(file: NwbFile, { id, description, isSimulated }: NwbSession['subject']): void {
  const { species, age } = isSimulated ? simulated : unknown;
  file.object('/general/subject', 'Subject');
  const about = { subject_id: id, description, species, sex: 'U' };
  for (const [name, text] of Object.entries(about)) file.dataset(`/general/subject/${name}`, text);
  file.dataset('/general/subject/age', age, { reference: 'birth' });
}

function writeModule(file: NwbFile, path: string, module: NwbSession['processed']): void {
  if (module === undefined || module.series.length === 0) return;
  file.object(path, 'ProcessingModule', { description: module.description });
  for (const one of module.series) writeSeries(file, `${path}/${one.name}`, one);
}

function writeEvents(file: NwbFile, { events }: NwbSession): void {
  if (events.length === 0) return;
  const path = '/processing/behavior';
  file.object(path, 'ProcessingModule', { description: 'Events of the session' });
  file.object(`${path}/BehavioralEvents`, 'BehavioralEvents');
  for (const { name, description, times, values, unit } of events) {
    const series = `${path}/BehavioralEvents/${name}`;
    file.object(series, 'TimeSeries', { description, comments: 'no comments' });
    file.dataset(`${series}/data`, values, dataAttributes(unit));
    writeClock(file, series, regularClock(times) ?? { times });
  }
}

/** Events that come at one interval have a rate, as nwbinspector asks; undefined if they do not. */
function regularClock(times: Float64Array): NwbClock | undefined {
  const [first = 0, second = 0] = times;
  const last = times.at(-1) ?? 0;
  const rateHz = (times.length - 1) / (last - first);
  const isRegular =
    times.length > 2 && second > first && times.every((time, i) => Math.abs(time - first - i / rateHz) < 1e-7);
  return isRegular ? { startSeconds: first, rateHz } : undefined;
}
