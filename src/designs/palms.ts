import { maxFaults } from '../contracts/design-schema.ts';
import { parseLines, readGroup, type DesignOrErrors } from './design-text.ts';
import { located, Mistake, quoted } from './mistake.ts';
import { readPalmsPhase } from './palms-phase.ts';
import { readPalmsSettings } from './palms-settings.ts';

/** After a group's name: each compound of its trials has its own cue in addition to its elements. */
const configuralOptions = ['conf', 'configural', 'cc'];

/**
 * Reads a file of PALMS, the simulator of the Centre for Computational and Animal Learning Research (Fixman et al.,
 * github.com/cal-r/PALMS-Simulator, version of 2026-02-09): one line per group, settings in lines after `@`, comments
 * after `#`. constructs.ts lists how each construct is interpreted.
 */
export function parsePalms(text: string): DesignOrErrors {
  const mistakes: Mistake[] = [];
  const settings = readPalmsSettings(text, mistakes);
  if (mistakes.length > 0) return { errors: located(text, mistakes.slice(0, maxFaults)) };
  let isConfigural = settings.isConfigural;
  const parsed = parseLines(
    text,
    (from, end, draft) => {
      const start = from + (/^[\s\uFEFF]*/.exec(text.slice(from, end))?.[0].length ?? 0);
      if (text[start] === '#' || text[start] === '@') return;
      let configural = settings.isConfigural;
      const nameOf = (written: string): string => {
        const [name = '', ...options] = written.split('/').map((part) => part.trim());
        const unknown = options.find((option) => !configuralOptions.includes(option));
        if (unknown !== undefined)
          throw new Mistake(
            start,
            `unknown option ${quoted(unknown)} after the name of a group`,
            `write one of ${configuralOptions.map((option) => `/${option}`).join(', ')}, or a name without /`,
          );
        configural ||= options.length > 0;
        isConfigural ||= configural;
        return name;
      };
      readGroup(
        start,
        end,
        draft,
        (cellFrom, cellEnd) => readPalmsPhase(text, cellFrom, cellEnd, { usualBeta: settings.beta, configural }),
        nameOf,
      );
    },
    settings.changes,
  );
  if ('errors' in parsed) return parsed;
  const notes = [
    ...settings.notes,
    ...(isConfigural ? [configuralNote] : []),
    ...(phaseBeta.test(text) && !settings.setsBeta
      ? [
          `beta of a phase is taken relative to ${settings.beta}, the usual one of PALMS, since the file sets none for all phases`,
        ]
      : []),
  ];
  return { ...parsed, agent: settings.agent, ...(notes.length === 0 ? {} : { notes }) };
}

const configuralNote =
  'the cue of a compound is learned about as fast as any other (in PALMS its alpha is the product of those of its elements, unless the file says otherwise)';
const phaseBeta = /[|/]\s*beta\s*=/;
