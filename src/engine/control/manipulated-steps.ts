import type { ManipulatedAgent } from '../../contracts/acting-agent.ts';
import type { SavedParts } from '../../contracts/saved.ts';
import type { SessionSteps, ControlChanges, ControlIntervention } from '../../contracts/control-changes.ts';
import { OpenWindows } from './open-windows.ts';
import type { Worlds } from './worlds.ts';

/** Manipulations acting on parallel environments: they process each step before the agent sees it. */
export class ManipulatedSteps implements ManipulatedAgent {
  readonly active: Int32Array;
  readonly overrides: { discount?: number; traceDecay?: number } = {};
  private readonly changes: readonly ControlChanges[];
  private readonly interventions: readonly {
    readonly intervention: ControlIntervention;
    readonly windows?: OpenWindows;
  }[];

  constructor(changes: readonly ControlChanges[], worlds: number) {
    this.changes = changes;
    this.interventions = changes.flatMap(({ intervention }) => {
      // Manipulations that change nothing are left out, so that not even the sign of a zero differs.
      if (intervention === undefined || isNeutral(intervention)) return [];
      const { window } = intervention;
      return [{ intervention, ...(window === undefined ? {} : { windows: new OpenWindows(window, worlds) }) }];
    });
    this.active = new Int32Array(worlds);
  }

  changed(active: number, error: number): number {
    let changed = error;
    for (let bit = 0, left = active; left !== 0; bit++, left >>>= 1) {
      if ((left & 1) === 0) continue;
      const { gainPositive, gainNegative, added } = (
        this.interventions[bit] as { readonly intervention: ControlIntervention }
      ).intervention;
      changed = (changed > 0 ? gainPositive : gainNegative) * changed + added;
    }
    return changed;
  }

  /**
   * Processes the step that the environments have just taken, and hides what the agent may not see.
   * @param steps taken before it, over all environments
   */
  look(worlds: Worlds, steps: number): void {
    this.active.fill(0);
    this.interventions.forEach(({ intervention, windows }, bit) => {
      // An event before the active range of steps opens a window that may reach into it.
      windows?.step(worlds);
      if (!isDuring(intervention.during, steps)) return;
      for (let i = 0; i < this.active.length; i++)
        if (windows?.isOpen(i) !== false) this.active[i] = (this.active[i] as number) | (1 << bit);
    });
    for (const { windows } of this.interventions) windows?.endEpisodes(worlds);
    for (const { overrides } of this.changes)
      if (overrides !== undefined && isDuring(overrides.during, steps)) Object.assign(this.overrides, overrides.values);
    this.hide(worlds, steps);
  }

  /** Before a first step there is no error yet. @param index of an environment that starts; all of them if absent */
  begin(worlds: Worlds, steps: number, index?: number): void {
    this.active.fill(0);
    if (index !== undefined) for (const { windows } of this.interventions) windows?.close(index);
    this.hide(worlds, steps);
  }

  private hide(worlds: Worlds, steps: number): void {
    for (const { lesion } of this.changes)
      if (lesion !== undefined && isDuring(lesion.during, steps)) worlds.hide(lesion.places);
  }

  state(): SavedParts {
    return {
      active: this.active.slice(),
      overrides: { discount: Number.NaN, traceDecay: Number.NaN, ...this.overrides },
      windows: this.interventions.map(({ windows }) => windows?.state() ?? {}),
    };
  }

  restore(state: SavedParts): void {
    this.active.set(state['active'] as Int32Array);
    for (const name of ['discount', 'traceDecay'] as const) {
      const value = (state['overrides'] as Readonly<Record<string, number>>)[name] as number;
      if (Number.isNaN(value)) delete this.overrides[name];
      else this.overrides[name] = value;
    }
    this.interventions.forEach(({ windows }, bit) =>
      windows?.restore((state['windows'] as readonly SavedParts[])[bit] as SavedParts),
    );
  }
}

const isNeutral = ({ gainPositive, gainNegative, added }: ControlIntervention): boolean =>
  gainPositive === 1 && gainNegative === 1 && added === 0;

const isDuring = ({ from, until }: SessionSteps, steps: number): boolean => steps >= from && steps < until;
