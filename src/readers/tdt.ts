import { defineReader, type Claim, type Source, type SourceFile } from '../contracts/reader.ts';
import { isoFromUnix } from './sampled/civil-time.ts';
import { clockFromRate } from './sampled/clock.ts';
import { holds } from './sampled/holds.ts';
import { proposals } from './sampled/propose.ts';
import { sampledRecording, type Sampled } from './sampled/recording.ts';
import { packetValues, trains } from './tdt/data-file.ts';
import { tdtEvents, tdtUnits } from './tdt/events.ts';
import { readIndex, startsBlock, type Index } from './tdt/index-file.ts';
import { ownChannels, type OwnChannel } from './tdt/own-files.ts';
import { packetClock } from './tdt/packet-clock.ts';

/** Of files that have one name in a block. */
const endings = new Set(['.tsq', '.tev', '.tbk', '.tdx', '.tnt', '.tin']);
const ending = (name: string): string => name.slice(name.lastIndexOf('.')).toLowerCase();
const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1);
const isHidden = (name: string): boolean => name.slice(folderOf(name).length).startsWith('.');

/** The index beside each file of a block. */
function indexes(source: Source): SourceFile[] {
  const names = source.files
    .map(({ name }) => name)
    .filter((name) => !isHidden(name) && endings.has(ending(name)))
    .map((name) => name.slice(0, name.lastIndexOf('.')));
  return [...new Set(names)].flatMap((stem) => source.find(`${stem}.tsq`) ?? source.find(`${stem}.TSQ`) ?? []);
}

/** The files of the block whose index this is: those of its folder. */
function blockOf(tsq: SourceFile, source: Source): SourceFile[] {
  const stem = tsq.name.slice(0, -4);
  const tev = [`${stem}.tev`, `${stem}.TEV`].flatMap((name) => source.find(name) ?? []).slice(0, 1);
  const sev = source.files.filter(
    ({ name }) => ending(name) === '.sev' && folderOf(name) === folderOf(tsq.name) && !isHidden(name),
  );
  return [tsq, ...tev, ...sev];
}

/** Ids of channels: the store's name alone if it has one channel. */
function names(all: readonly { store: string; channel: number }[]): string[] {
  return all.map(({ store, channel }, i) => {
    const alike = all.filter((one) => one.store === store);
    const same = alike.filter((one) => one.channel === channel);
    const name = alike.length === same.length ? store : `${store} channel ${channel}`;
    const again = same.indexOf(all[i] as (typeof same)[number]);
    return again === 0 ? name : `${name} (${again + 1})`;
  });
}

interface Channel {
  readonly store: string;
  readonly channel: number;
  readonly sampled: Omit<Sampled, 'id'>;
}

function fromPackets(index: Index, own: ReadonlySet<string>, tev: SourceFile | undefined) {
  const streams = index.streams.filter(({ store }) => !own.has(store));
  const { trains: found, warnings } = trains(streams, tev);
  const channels = found.map((train): Channel => {
    const { store, channel, stored } = train.packets;
    const clock = packetClock(train, index.start);
    warnings.push(...clock.warnings.map((text) => `${store} channel ${channel}: ${text}`));
    const mayMiss = stored.startsWith('float');
    return {
      store,
      channel,
      sampled: { clock, mayMiss, rows: (from, to) => packetValues(train, tev as SourceFile, from, to) },
    };
  });
  return { channels, warnings };
}

/** A store's own files say no time: it is that of its first packet, else the start of the block. */
function fromOwnFile(one: OwnChannel, index: Index): Channel {
  const first = index.streams.find(({ store }) => store === one.store)?.seconds[0] ?? index.start;
  return {
    store: one.store,
    channel: one.channel,
    sampled: {
      clock: clockFromRate(first - index.start, one.rateHz, one.samples),
      mayMiss: one.stored.startsWith('float'),
      rows: one.values,
    },
  };
}

function open({ files }: Claim) {
  const [tsq, ...others] = files as [SourceFile, ...SourceFile[]];
  const index = readIndex(tsq);
  const own = ownChannels(others.filter(({ name }) => ending(name) === '.sev'));
  const inOwn = new Set(own.channels.map(({ store }) => store));
  const packed = fromPackets(
    index,
    inOwn,
    others.find(({ name }) => ending(name) === '.tev'),
  );
  const channels = [...packed.channels, ...own.channels.map((one) => fromOwnFile(one, index))].filter(
    ({ sampled }) => sampled.clock.samples > 0,
  );
  const ids = names(channels);
  const signals = channels.map(({ store, channel, sampled }, i): Sampled => {
    const proposal = proposals.signal(store);
    return { ...sampled, id: ids[i] as string, facts: { channel }, ...(proposal && { proposal }) };
  });
  const { events, warnings: ofEvents } = tdtEvents(index);
  const { units, warnings: ofUnits } = tdtUnits(index);
  return sampledRecording(signals, {
    events,
    units,
    tables: [],
    questions: [],
    startsAt: isoFromUnix(index.start),
    warnings: [...index.warnings, ...packed.warnings, ...own.warnings, ...ofEvents, ...ofUnits],
  });
}

export default defineReader({
  id: 'tdt',
  title: 'TDT block',
  summary: 'Folders of Tucker-Davis systems (Synapse, OpenEx): .tsq with .tev or .sev',
  extensions: ['.tsq', '.tev', '.sev'],
  source:
    'Tucker-Davis Technologies, package tdt 0.7.6 for Python (tdt/TDTbin2py.py); https://github.com/NeuralEnsemble/python-neo/issues/179',
  detect: (source) =>
    indexes(source)
      .filter((file) => holds(() => startsBlock(file)))
      .map((file) => ({ files: blockOf(file, source), certainty: 'certain' as const })),
  open: async (claim) => open(claim),
});
