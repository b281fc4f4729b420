import type { H5Module, H5Node } from 'h5wasm/dist/esm/hdf5_util.js';
import type { SourceFile } from '../../contracts/reader.ts';
import { hasDamagedHeap } from './global-heap.ts';

const folderMode = 0o040555;
const fileMode = 0o100444;
/** Codes of Emscripten's file system. */
const [noEntry, readOnly, badSeek, badBytes] = [44, 69, 70, 29];

/** The only place of the module's file system with files from outside of it. */
const place = '/source';

/**
 * Mounts a read-only folder in the module's file system, to which files are added one by one. HDF5 can open nothing
 * else: neither raw external storage nor a link leads to another file of this machine.
 * @returns adds a file, and gives its path
 */
export function mountSource({ FS }: H5Module): (file: SourceFile) => string {
  const fail = (code: number) => (): never => {
    throw new FS.ErrnoError(code);
  };
  const sizes = new Map<H5Node, SourceFile>();
  const folderOps = {
    getattr: (node: H5Node) => attributes(node, 0),
    setattr: () => undefined,
    lookup: fail(noEntry),
    readdir: (node: H5Node) => ['.', '..', ...Object.keys(node.contents)],
    ...Object.fromEntries(['mknod', 'rename', 'unlink', 'rmdir', 'symlink'].map((name) => [name, fail(readOnly)])),
  };
  const fileOps = {
    ...folderOps,
    getattr: (node: H5Node) => attributes(node, (sizes.get(node) as SourceFile).bytes),
  };
  const streamOps = {
    read({ node }: { node: H5Node }, buffer: Uint8Array, at: number, length: number, position: number): number {
      const file = sizes.get(node) as SourceFile;
      if (position >= file.bytes) return 0;
      const bytes = file.read(position, Math.min(file.bytes, position + length));
      if (hasDamagedHeap(file, bytes, position)) fail(badBytes)();
      // The buffer is of signed bytes.
      new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).set(bytes, at);
      return bytes.length;
    },
    write: fail(readOnly),
    llseek(stream: { node: H5Node; position: number }, offset: number, whence: number): number {
      const from = [0, stream.position, sizes.get(stream.node)?.bytes ?? 0][whence] ?? 0;
      return from + offset >= 0 ? from + offset : fail(badSeek)();
    },
  };
  const make = (parent: H5Node | null, name: string, mode: number, nodeOps: unknown): H5Node =>
    Object.assign(FS.createNode(parent, name, mode, 0), { node_ops: nodeOps, stream_ops: streamOps, contents: {} });
  const root = make(null, '/', folderMode, folderOps);
  FS.mkdirTree(place);
  FS.mount({ mount: () => root }, {}, place);
  return (file) => {
    const name = `${sizes.size}`;
    const node = make(root, name, fileMode, fileOps);
    sizes.set(node, file);
    root.contents[name] = node;
    return `${place}/${name}`;
  };
}

/** What Emscripten asks of a Date. */
const epoch = { getTime: () => 0 };

/** As `stat` gives them. */
function attributes({ id, mode }: H5Node, size: number) {
  const blocks = Math.ceil(size / 4096);
  const who = { dev: 1, ino: id, mode, nlink: 1, uid: 0, gid: 0, rdev: 0 };
  return { ...who, size, blksize: 4096, blocks, atime: epoch, mtime: epoch, ctime: epoch };
}
