import { hdf5Bytes } from './hdf5.ts';
import { isOfFibre, writeFibres } from './nwb/fibres.ts';
import { dataAttributes, nwbFile, type NwbFile, timesAttributes, writeSeries } from './nwb/objects.ts';
import { schemaVersion, writeSchema } from './nwb/schema.ts';
import type { NwbSession } from './nwb/session.ts';
import { writeIntervals, writeUnits } from './nwb/tables.ts';

/** NCBI Taxonomy's 'synthetic construct': no reader takes a simulated subject for an animal. */
const noSpecies = 'http://purl.obolibrary.org/obo/NCBITaxon_32630';

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
    writeModel(file, session);
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
  if (subject !== undefined) writeSubject(file, subject);
}

function writeSubject(file: NwbFile, { id, description }: NonNullable<NwbSession['subject']>): void {
  file.object('/general/subject', 'Subject');
  const about = { subject_id: id, description, species: noSpecies, sex: 'U' };
  for (const [name, text] of Object.entries(about)) file.dataset(`/general/subject/${name}`, text);
  file.dataset('/general/subject/age', 'P0D', { reference: 'birth' });
}

function writeModel(file: NwbFile, { model: { description, series } }: NwbSession): void {
  if (series.length === 0) return;
  file.object('/processing/model', 'ProcessingModule', { description });
  for (const one of series) writeSeries(file, `/processing/model/${one.name}`, one);
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
    file.dataset(`${series}/timestamps`, times, timesAttributes);
  }
}
