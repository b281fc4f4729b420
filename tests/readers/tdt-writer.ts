// The index of a TDT block, for tests.
export interface Entry {
  readonly code: number;
  readonly store: string;
  readonly seconds: number;
  readonly words?: number;
  readonly channel?: number;
  readonly sort?: number;
  readonly position?: number;
  readonly value?: number;
  readonly format?: number;
  readonly rateHz?: number;
}
export const start = 1_600_000_000.25;
export const rateHz = Math.fround(25e6 / 24576);

export function write(view: DataView, at: number, text: string): void {
  for (let k = 0; k < text.length; k++) view.setUint8(at + k, text.charCodeAt(k));
}

export function tsq(entries: readonly Entry[]): Uint8Array {
  const all = [
    { code: 0x8801, store: '\u0001', seconds: start },
    ...entries,
    { code: 0x8801, store: '\u0002', seconds: start + 9 },
  ];
  const view = new DataView(new ArrayBuffer(40 * (all.length + 1)));
  view.setInt32(0, view.byteLength, true);
  all.forEach((one: Entry, i) => {
    const at = 40 * (i + 1);
    view.setInt32(at, one.words ?? 10, true);
    view.setInt32(at + 4, one.code, true);
    write(view, at + 8, one.store);
    view.setUint16(at + 12, one.channel ?? 0, true);
    view.setUint16(at + 14, one.sort ?? 0, true);
    view.setFloat64(at + 16, one.seconds, true);
    if (one.position === undefined) view.setFloat64(at + 24, one.value ?? 0, true);
    else view.setBigInt64(at + 24, BigInt(one.position), true);
    view.setInt32(at + 32, one.format ?? 4, true);
    view.setFloat32(at + 36, one.rateHz ?? 0, true);
  });
  return new Uint8Array(view.buffer);
}
