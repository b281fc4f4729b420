import { failed, type QualityLine, type Waiver } from '../recorded/quality-line.ts';
import { nameAndValue } from './setting.ts';

/**
 * What `--waive CHECK=REASON` asks for: each check of that id that failed. One that did not fail is named as well, to be
 * refused by requireQuality.
 * @param lines of what is compared
 * @param kept with an earlier comparison of this recording: used again where nothing else is asked
 */
export function waiversFrom(
  settings: readonly string[],
  lines: readonly QualityLine[],
  kept: readonly Waiver[],
): readonly Waiver[] {
  const asked = settings.flatMap((setting) => {
    const [check, because] = nameAndValue(setting, '--waive', '--waive ');
    const failing = lines.filter((line) => line.check.id === check && !line.passed);
    return failing.length === 0
      ? [{ check, of: lines[0]?.of ?? 'the signal', because }]
      : failing.map(({ of }) => ({ check, of, because }));
  });
  const open = failed(lines, asked);
  return [...asked, ...kept.filter((one) => open.some(({ check, of }) => check.id === one.check && of === one.of))];
}
