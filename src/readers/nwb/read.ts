import { InputError } from '../../core/errors.ts';
import type { Answers } from '../../contracts/reader.ts';
import { asDataset, asGroup, type Hdf5Group, type Hdf5Node, walk } from '../hdf5/nodes.ts';
import { type Collected, nothingYet, typeOf } from './collected.ts';
import { readAnnotations, readEvents, readIntervalSeries, readLabelled } from './event-series.ts';
import { isEventTable, readAnnotatedEvents, readEventTable } from './event-tables.ts';
import { readIntervals, readTable } from './intervals.ts';
import { isSeries, readSeries } from './series.ts';
import { readUnits } from './units.ts';

type Read = (group: Hdf5Group, collected: Collected) => Promise<void>;

const nothing: Read = async () => undefined;

/** What is done with groups of a neurodata_type. */
const byType: Readonly<Record<string, Read>> = {
  TimeIntervals: readIntervals,
  AnnotatedEventsTable: readAnnotatedEvents,
  IntervalSeries: readIntervalSeries,
  LabeledEvents: readLabelled,
  TTLs: readLabelled,
  Events: readEvents,
  BehavioralEvents: async (group, collected) => {
    for (const name of group.names) {
      const series = asGroup(group.child(name));
      if (series !== undefined) await readEvents(series, collected);
    }
  },
  // What others refer to, and what has no place on a clock.
  MeaningsTable: nothing,
  TtlTypesTable: nothing,
  EventTypesTable: nothing,
  FiberPhotometryTable: nothing,
  PlaneSegmentation: nothing,
  SpikeEventSeries: nothing,
  ImageSeries: nothing,
  OpticalSeries: nothing,
  TwoPhotonSeries: nothing,
  OnePhotonSeries: nothing,
  GuppyPSTH: nothing,
};

/** Everything in a file that is on its clock. Objects that cannot be read are left out, and said. */
export async function readNwb(root: Hdf5Group, answers: Answers): Promise<Collected> {
  const collected = nothingYet(root);
  const units: Hdf5Group[] = [];
  const visit = async (node: Hdf5Node): Promise<boolean> => {
    if (node.kind === 'lost') collected.warnings.push(`${node.path} ${node.reason}`);
    if (node.kind !== 'group' || node.path === 'specifications' || node.path === 'stimulus/templates') return false;
    // Read last, because the end of the others tells their unit.
    if (typeOf(node) === 'Units') units.push(node);
    return typeOf(node) !== 'Units' && !(await readGroup(node, collected));
  };
  const leaveOut = ({ where, what }: InputError): void => {
    collected.warnings.push(`${where}: ${what}; left out`);
  };
  await walk(root, visit, leaveOut);
  for (const table of units) {
    try {
      await readUnits(table, answers, collected);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      leaveOut(error);
    }
  }
  return collected;
}

/** @returns false if the group is none of these, so that what is in it is to be looked at */
async function readGroup(group: Hdf5Group, collected: Collected): Promise<boolean> {
  const read = byType[typeOf(group)];
  if (read !== undefined) {
    await read(group, collected);
    return true;
  }
  const isTable = group.attributes.names.includes('colnames');
  if (isTable && isEventTable(group)) await readEventTable(group, collected);
  else if (isTable) await readOtherTable(group, collected);
  else if (isSeries(group)) await readSeriesOf(group, collected);
  else return false;
  return true;
}

async function readSeriesOf(group: Hdf5Group, collected: Collected): Promise<void> {
  const data = asDataset(group.child('data'));
  if (data?.values === 'text') await readAnnotations(group, data, collected);
  else await readSeries(group, collected);
}

/** Tables in /general describe devices. */
async function readOtherTable(table: Hdf5Group, collected: Collected): Promise<void> {
  if (!table.path.startsWith('general/')) await readTable(table, collected);
}
