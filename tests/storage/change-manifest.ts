import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

export type Json = Record<string, unknown>;

/** Changes a manifest, with or without updating its checksum. */
export function changeManifest(file: string, edit: (manifest: Json) => void, fits = true): void {
  const { sha256, ...manifest } = JSON.parse(readFileSync(file, 'utf8')) as Json;
  edit(manifest);
  writeFileSync(file, JSON.stringify({ ...manifest, sha256: fits ? sumOf(manifest) : sha256 }));
}

/** SHA-256 of the JSON with sorted names. */
function sumOf(manifest: Json): string {
  const sorted = (_: string, value: unknown): unknown =>
    value === null || typeof value !== 'object' || Array.isArray(value)
      ? value
      : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(JSON.stringify(manifest, sorted)).digest('hex');
}
