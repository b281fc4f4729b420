import * as Plot from '@observablehq/plot';
import { isRestText, type Design, type Interval, type RewardEvent, type TrialType } from '../contracts/design.ts';
import { compose } from './compose.ts';
import './dom.ts';
import { drawPanel } from './panel.ts';
import { fontSizes, textWidth } from './text-box.ts';
import { categoryStyle, lightTheme, type Theme } from './theme.ts';

export interface TimelineOptions {
  readonly design: Design;
  readonly document: Document;
  readonly width: number;
  readonly theme?: Theme;
}

const laneHeight = 20;
const betweenTypes = 12;
const axisHeight = 46;
const topMargin = 8;
const widestName = 150;
const barInset = 3;
const charactersPerName = 24;

/**
 * Every trial type of a design on one time axis: cues as bars, rewards as marks with their size and probability, and
 * their range of times.
 */
export function timelineFigure({ design, document, width, theme = lightTheme }: TimelineOptions): SVGSVGElement {
  const lanes = layOut(design);
  const height = timelineHeight(design);
  const left = Math.min(widestName, Math.max(60, ...lanes.map(({ name }) => textWidth(name, fontSizes.text) + 20)));
  const bottom = lanes.at(-1)?.bottom ?? laneHeight;
  const svg = drawPanel({
    document,
    theme,
    width,
    height,
    margin: { top: topMargin, right: 16, bottom: axisHeight, left },
    x: {
      domain: [0, design.trialSeconds],
      label: `time from the first ${beginsWithReward(design) ? 'cue or reward' : 'cue'} (s)`,
      show: 'labelled',
      spine: true,
    },
    y: { domain: [0, bottom], reverse: true, show: 'none' },
    marks: lanes.flatMap((lane) => laneMarks(lane, design, theme)),
  });
  const description = shownTypes(design)
    .map(([, type]) => typeWords(design)(type))
    .join(' ');
  return compose({ document, theme, width, height, label: 'What happens in each kind of trial', description }, [
    { x: 0, y: 0, svg },
  ]);
}

const beginsWithReward = ({ trialTypes }: Design): boolean =>
  Object.values(trialTypes).some(({ cues }) => cues.length > 0 && cues.every(({ onsetSeconds }) => onsetSeconds > 0));

/** A rest is not a trial type. */
const shownTypes = ({ trialTypes }: Design): readonly (readonly [string, TrialType])[] =>
  Object.entries(trialTypes).filter(([id]) => !isRestText(id));

/** Height of a design's figure, px. */
export const timelineHeight = (design: Design): number =>
  topMargin + (layOut(design).at(-1)?.bottom ?? laneHeight) + axisHeight;

/** One trial type: its distance from the top, px. */
interface Lane {
  readonly name: string;
  readonly type: TrialType;
  readonly top: number;
  readonly bottom: number;
}

/** A trial type has a lane for each cue that overlaps another, and at least one. */
function layOut(design: Design): readonly Lane[] {
  let top = 0;
  return shownTypes(design).map(([id, type]) => {
    const lane = {
      name: id.length > charactersPerName ? `${id.slice(0, charactersPerName)}…` : id,
      type,
      top,
      bottom: top + Math.max(1, type.cues.length) * laneHeight,
    };
    top = lane.bottom + betweenTypes;
    return lane;
  });
}

function laneMarks({ name, type, top, bottom }: Lane, design: Design, theme: Theme): readonly Plot.Markish[] {
  const bars = type.cues.map(({ cue, onsetSeconds, durationSeconds }, row) => ({
    x1: onsetSeconds,
    x2: onsetSeconds + durationSeconds,
    y1: top + row * laneHeight + barInset,
    y2: top + (row + 1) * laneHeight - barInset,
    cue: design.cues.find(({ id }) => id === cue)?.title ?? cue,
    style: categoryStyle(
      theme,
      design.cues.findIndex(({ id }) => id === cue),
    ),
  }));
  return [
    Plot.text([{ x: 0, y: (top + bottom) / 2, text: name }], {
      x: 'x',
      y: 'y',
      text: 'text',
      textAnchor: 'end',
      dx: -12,
      fill: theme.ink,
    }),
    ...bars.map(({ style, ...bar }) =>
      Plot.rect([bar], {
        x1: 'x1',
        x2: 'x2',
        y1: 'y1',
        y2: 'y2',
        fill: style.stroke,
        fillOpacity: 0.28,
        stroke: style.stroke,
        ariaDescription: `cue ${bar.cue}`,
      }),
    ),
    ...bars.map(({ style, ...bar }) =>
      Plot.text([bar], {
        x: 'x1',
        y: ({ y1, y2 }: { y1: number; y2: number }) => (y1 + y2) / 2,
        text: 'cue',
        textAnchor: 'start',
        dx: startsWith(type, bar.x1) ? besideReward : 5,
        fill: style.label,
      }),
    ),
    ...type.rewards.flatMap((reward) => rewardMarks(reward, top, bottom, theme)),
    type.context === undefined
      ? null
      : Plot.text([{ x: design.trialSeconds, y: top + laneHeight / 2, text: type.context }], {
          x: 'x',
          y: 'y',
          text: 'text',
          textAnchor: 'end',
          dx: -2,
          fill: theme.soft,
        }),
  ];
}

/** A reward at the time of a cue would cover its name. */
const besideReward = 28;
const startsWith = ({ rewards }: TrialType, seconds: number): boolean =>
  rewards.some(({ time }) => time.kind === 'fixed' && time.seconds === seconds);

/** A filled triangle for a certain reward, an empty one for an uncertain one; a line if its time varies. */
function rewardMarks(reward: RewardEvent, top: number, bottom: number, theme: Theme): readonly Plot.Markish[] {
  const [from, to] = range(reward.time);
  const y = bottom - laneHeight / 2;
  const point = [{ x: (from + to) / 2, y, from, to, text: rewardText(reward) }];
  return [
    from === to
      ? Plot.ruleX(point, { x: 'x', y1: top, y2: bottom, stroke: theme.soft, strokeDasharray: '2 2' })
      : Plot.ruleY(point, { y: 'y', x1: 'from', x2: 'to', stroke: theme.ink, strokeWidth: 2 }),
    Plot.dot(point, {
      x: 'x',
      y: 'y',
      symbol: 'triangle',
      r: 5,
      fill: reward.probability < 1 ? theme.paper : theme.ink,
      stroke: theme.ink,
      ariaDescription: 'reward',
    }),
    Plot.text(point, {
      x: 'to',
      y: 'y',
      text: 'text',
      textAnchor: 'start',
      dx: from === to ? 9 : 6,
      fill: theme.ink,
      stroke: theme.paper,
      strokeWidth: 3,
    }),
  ];
}

function rewardText({ magnitude, probability }: RewardEvent): string {
  if (magnitude === 0 || probability === 0) return 'no reward';
  return `${magnitude}${probability < 1 ? `, p ${probability}` : ''}`;
}

/** The main range of a distribution of times: its bounds, or up to three times its mean if there is no near bound. */
function range(time: Interval): readonly [number, number] {
  switch (time.kind) {
    case 'fixed':
      return [time.seconds, time.seconds];
    case 'grid':
      return [Math.min(...time.seconds), Math.max(...time.seconds)];
    case 'exponential':
      return [time.minSeconds, Math.min(time.maxSeconds, time.minSeconds + 3 * time.meanSeconds)];
    case 'normal':
      return [
        Math.max(time.minSeconds, time.meanSeconds - 2 * time.sdSeconds),
        Math.min(time.maxSeconds, time.meanSeconds + 2 * time.sdSeconds),
      ];
    case 'uniform':
      return [time.minSeconds, time.maxSeconds];
  }
}

const typeWords =
  ({ cues }: Design) =>
  ({ title, cues: shown, rewards }: TrialType): string => {
    const cueWords = shown.map(
      ({ cue, onsetSeconds, durationSeconds }) =>
        `${cues.find(({ id }) => id === cue)?.title ?? cue} from ${onsetSeconds} to ${Number((onsetSeconds + durationSeconds).toFixed(6))} s`,
    );
    const rewardWords = rewards.map((reward) => {
      const [from, to] = range(reward.time);
      return `${rewardText(reward)} at ${from === to ? `${from} s` : `${from} to ${to} s`}`;
    });
    return `${title}: ${[...cueWords, ...rewardWords].join(', ') || 'nothing'}.`;
  };
