import type { SensedSignal } from '../contracts/sensed.ts';
import { packFloats, unpackFloats } from './packed-floats.ts';

/** What a sensor shows of a session, in 32-bit floats; they are encoded by `packFloats`. */
export interface PackedSensed {
  readonly stepSeconds: number;
  readonly all: string;
  readonly positive: string;
  readonly negative: string;
}

const pack = (values: Float64Array): string => packFloats(Float32Array.from(values));
const unpack = (text: string): Float64Array => Float64Array.from(unpackFloats(text));

export const packSensed = ({ stepSeconds, all, positive, negative }: SensedSignal): PackedSensed => ({
  stepSeconds,
  all: pack(all),
  positive: pack(positive),
  negative: pack(negative),
});

export const unpackSensed = ({ stepSeconds, all, positive, negative }: PackedSensed): SensedSignal => ({
  stepSeconds,
  all: unpack(all),
  positive: unpack(positive),
  negative: unpack(negative),
});
