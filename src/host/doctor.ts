import { existsSync } from 'node:fs';
import { list } from '../engine/registry.ts';
import { completeSpec } from '../engine/experiment.ts';
import { backend } from '../engine/run.ts';
import type { BackendReport, DoctorReport } from '../protocol/messages.ts';
import { findElectron } from './electron-binary.ts';
import { windowHindrance } from './electron-window.ts';
import { builtFile } from './package-root.ts';
import { runToEnd } from './run-to-end.ts';
import { version } from './version.ts';

/** What is installed and what works, found by trying it. Installs nothing. */
export function doctor(): DoctorReport {
  return {
    phasic: version,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    backends: [typedArrays(), electron(), browser()],
  };
}

function typedArrays(): BackendReport {
  try {
    return { name: backend, works: true, detail: `computes every agent there is; ${trial()}` };
  } catch (error) {
    return { name: backend, works: false, detail: (error as Error).message, remedy: 'install Phasic again' };
  }
}

function trial(): string {
  const [paradigm] = list('paradigms');
  if (paradigm === undefined) throw new Error('there is no paradigm to try it on');
  const began = performance.now();
  const { session } = runToEnd(completeSpec({ paradigm: paradigm.id }));
  return `${session.trials.length} trials of ${paradigm.id} took ${Math.round(performance.now() - began)} ms`;
}

function electron(): BackendReport {
  const found = findElectron();
  if (!('path' in found)) return { name: 'electron', works: false, detail: found.reason, remedy: `${found.remedy}; until then phasic start uses the browser` };
  const hindrance = windowHindrance();
  if (hindrance !== undefined) return { name: 'electron', works: false, detail: `${found.path}, but ${hindrance}`, remedy: 'use phasic serve and a browser' };
  return { name: 'electron', works: true, detail: found.path };
}

function browser(): BackendReport {
  const works = existsSync(builtFile('renderer', 'index.html'));
  const detail = works ? 'the page is built; phasic serve shows it in Chrome or Edge 111, Firefox 113, Safari 16.4 or newer' : 'the page is not built';
  return works ? { name: 'browser', works, detail } : { name: 'browser', works, detail, remedy: 'run npm run build' };
}
