import type { NwbFile } from './objects.ts';
import common from './schema/hdmf-common.json' with { type: 'json' };
import core from './schema/core.json' with { type: 'json' };
import devices from './schema/ndx-ophys-devices.json' with { type: 'json' };
import experimental from './schema/hdmf-experimental.json' with { type: 'json' };
import photometry from './schema/ndx-fiber-photometry.json' with { type: 'json' };

/** A namespace of types as files keep it: its texts by their names, as pynwb 4.2 writes them. */
interface Schema {
  readonly version: string;
  readonly files: Readonly<Record<string, unknown>>;
}

/** Of NWB's core, which all types that are written are in but those of extensions. */
export const schemaVersion = core.version;

const always: Readonly<Record<string, Schema>> = {
  core,
  'hdmf-common': common,
  'hdmf-experimental': experimental,
};
const ofPhotometry: Readonly<Record<string, Schema>> = {
  'ndx-ophys-devices': devices,
  'ndx-fiber-photometry': photometry,
};

/** Writes what the types of the file are, so that it is read without the packages that define them. */
export function writeSchema(file: NwbFile, hasPhotometry: boolean): void {
  file.plain('/specifications');
  for (const [name, { version, files }] of Object.entries({ ...always, ...(hasPhotometry && ofPhotometry) })) {
    const path = `/specifications/${name}/${version}`;
    file.plain(`/specifications/${name}`);
    file.plain(path);
    for (const [part, content] of Object.entries(files)) file.dataset(`${path}/${part}`, JSON.stringify(content));
  }
  file.say('/', { '.specloc': { refersTo: '/specifications' } });
}
