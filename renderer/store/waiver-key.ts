import type { QualityLine, Waiver } from '../../src/recorded/quality-line.ts';

/** Reasons to go on in spite of failed checks, as a person types them, by the name of the check. */
export type Reasons = Readonly<Record<string, string>>;

const nameOf = (check: string, of: string): string => `${check} of ${of}`;

export const waiverKey = ({ check, of }: QualityLine): string => nameOf(check.id, of);

export const reasonsOf = (waivers: readonly Waiver[]): Reasons =>
  Object.fromEntries(waivers.map(({ check, of, because }) => [nameOf(check, of), because]));

/** The same as a list, without those whose reason is empty. */
export const waiversIn = (reasons: Reasons): readonly Waiver[] =>
  Object.entries(reasons).flatMap(([key, because]) => {
    const [check = '', ...of] = key.split(' of ');
    return because.trim() === '' ? [] : [{ check, of: of.join(' of '), because: because.trim() }];
  });
