import { asDataset, asGroup, type Hdf5Dataset, type Hdf5Group, walk } from '../hdf5/nodes.ts';
import { isNumericVector } from '../hdf5/vectors.ts';

/** A dataset with the times of its samples. */
export interface Stream {
  /** Parts of its name, the last ones first enough to tell it from others. */
  readonly path: readonly string[];
  readonly data: Hdf5Dataset;
  readonly times: Hdf5Dataset;
}

/**
 * Streams of version 6: vectors that have a sibling `Time`. A vector called `Values` has the name of its group.
 * @param onError what cannot be read
 */
export async function streamsOfSix(root: Hdf5Group, onError: (text: string) => void): Promise<Stream[]> {
  const streams: Stream[] = [];
  const top = asGroup(root.child('DataAcquisition'));
  if (top === undefined) return streams;
  await walk(
    top,
    (node) => {
      if (node.kind === 'lost') onError(`${node.path} ${node.reason}`);
      if (node.kind !== 'group') return false;
      const times = asDataset(node.child('Time'));
      if (!isNumericVector(times)) return true;
      for (const name of node.names) {
        const data = name === 'Time' ? undefined : asDataset(node.child(name));
        if (isNumericVector(data)) streams.push({ path: pathOf(data), data, times });
      }
      return true;
    },
    ({ where, what }) => onError(`${where}: ${what}; left out`),
  );
  return streams;
}

const pathOf = ({ path }: Hdf5Dataset): string[] => {
  const parts = path.split('/').slice(1);
  return parts.at(-1) === 'Values' ? parts.slice(0, -1) : parts;
};

/** Streams of version 5 and before: `Traces/DEVICE/NAME/NAME`, on the clock of the device's one group of times. */
export function streamsOfFive(root: Hdf5Group): Stream[] {
  const traces = asGroup(root.child('Traces'));
  return (traces?.names ?? []).flatMap((deviceName) => {
    const device = asGroup(traces?.child(deviceName));
    const groups = (device?.names ?? []).flatMap((name) => {
      const group = asGroup(device?.child(name));
      const data = group?.names.map((one) => asDataset(group.child(one))).find((one) => isNumericVector(one));
      return data === undefined ? [] : [{ name, data }];
    });
    const times = groups.find(({ name }) => /^time/i.test(name))?.data;
    return groups
      .filter(({ data }) => times !== undefined && data !== times)
      .map(({ name, data }) => ({
        path: [deviceName, name.replaceAll('--', '/')],
        data,
        times: times as Hdf5Dataset,
      }));
  });
}

/** Names of streams: the last part of each, or as many parts as tell it from all others. */
export function namesOf(streams: readonly Stream[]): string[] {
  const last = (path: readonly string[], parts: number): string => path.slice(-parts).join('/');
  return streams.map((stream) => {
    for (let parts = 1; parts < stream.path.length; parts++) {
      const name = last(stream.path, parts);
      if (streams.every((other) => other === stream || last(other.path, parts) !== name)) return name;
    }
    return stream.path.join('/');
  });
}
