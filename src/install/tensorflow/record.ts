/** From a wheel's RECORD, lines of `path,sha256=HASH,bytes`: the SHA-256 of each file in it, as base64url. */
export function readRecord(text: string): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  for (const line of text.split('\n')) {
    // A path with a comma is in quotes.
    const { quoted, plain, hash } =
      /^(?:"(?<quoted>.*)"|(?<plain>.*)),sha256=(?<hash>[\w-]+)=*,\d*\r?$/.exec(line)?.groups ?? {};
    const path = quoted ?? plain;
    if (path !== undefined && hash !== undefined) hashes.set(path, hash);
  }
  return hashes;
}

/**
 * The packages that a wheel's METADATA lists under an extra, in pip's notation, e.g. `nvidia-nccl-cu12<3.0,>=2.27.7`.
 */
export const extraRequirements = (metadata: string, extra: string): readonly string[] =>
  [...metadata.matchAll(/^Requires-Dist: (?<requirement>[^;\n]+);(?<marker>.*)$/gm)].flatMap(({ groups }) =>
    groups?.['marker']?.includes(`extra == "${extra}"`) === true ? [(groups['requirement'] as string).trim()] : [],
  );
