import type { Proposal, Role } from '../../contracts/reader.ts';

const rules: readonly (readonly [RegExp, Role])[] = [
  [/^(id|animal|mouse|mice|rat|subj(ect)?|participant)s?([_ .-]?(id|name|no|num(ber)?))?$/i, 'animal'],
  [/^(session|sess|day|date|recording)s?([_ .-]?(id|name|no|num(ber)?))?$/i, 'session'],
  [/^(trial|event)s?([_ .-]?(id|no|num(ber)?|index))?$/i, 'trial'],
  [/^(iri|ibi|isi|iti|interval)$|since[_ .-]?last|inter[_ .-]?\w+[_ .-]?interval/i, 'interval'],
  [/^(event|trial|cue|reward)?[_ .-]?(time|onset|timestamp)s?([_ .-]?\(?s(ec)?\)?)?$/i, 'event time'],
  [/^(cs|cue|stimulus|stim|odou?r|cond(ition)?|group|(trial|event)[_ .-]?type)$/i, 'trial type'],
];

/** What a column beside windows may be, by its heading. */
export function windowRole(id: string): Proposal | undefined {
  const [, role] = rules.find(([pattern]) => pattern.test(id.trim())) ?? [];
  return role === undefined ? undefined : { role, reason: `its heading is '${id}'` };
}
