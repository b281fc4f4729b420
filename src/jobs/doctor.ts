import { existsSync } from 'node:fs';
import { list } from '../engine/registry.ts';
import { completeTrialSpec } from '../engine/complete-spec.ts';
import type { BackendReport, DoctorReport } from '../protocol/messages.ts';
import { findElectron } from '../electron/binary.ts';
import { windowHindrance } from '../electron/window.ts';
import { backends, findBackend } from '../compute/backends.ts';
import { runOwnCommand } from '../install/own-command.ts';
import { builtFile } from '../install/package-root.ts';
import { runToEnd } from '../session/run-to-end.ts';
import { version } from '../install/version.ts';
import { typedArrays } from '../compute/networks/noting.ts';
import { agentBackends } from '../compute/doctor/agent-backends.ts';
import { networkReport } from '../compute/doctor/network-report.ts';

const about = () => ({ phasic: version, node: process.version, platform: `${process.platform} ${process.arch}` });

/** Reports what is installed and what works, by trying it. Installs nothing. */
export const doctor = async (): Promise<DoctorReport> => ({
  ...about(),
  backends: [withoutNetworks(), ...(await networks()), electron(), browser()],
  agents: await agentBackends(),
});

/**
 * The same for one network backend.
 * @throws InputError for another name
 */
export async function doctorOf(name: string): Promise<DoctorReport> {
  return { ...about(), backends: [await networkReport(findBackend(name))], agents: [] };
}

function withoutNetworks(): BackendReport {
  try {
    return { name: typedArrays, works: true, detail: `computes every agent that has no network; ${trial()}` };
  } catch (error) {
    return { name: typedArrays, works: false, detail: (error as Error).message, remedy: 'install Phasic again' };
  }
}

function trial(): string {
  const [paradigm] = list('paradigms');
  if (paradigm === undefined) throw new Error('there is no paradigm to try it on');
  const began = performance.now();
  const { session } = runToEnd(completeTrialSpec({ world: paradigm.id }));
  return `${session.trials.length} trials of ${paradigm.id} took ${Math.round(performance.now() - began)} ms`;
}

/** The network backends one after another, so that their timings do not disturb each other. */
async function networks(): Promise<readonly BackendReport[]> {
  const reports: BackendReport[] = [];
  const alone = backends.filter(({ ownProcess, installed }) => ownProcess === true && installed?.() === true);
  for (const backend of backends)
    reports.push(alone.slice(0, -1).includes(backend) ? inOwnProcess(backend.id) : await networkReport(backend));
  return reports;
}

/** A library with one state per process can be loaded here once; the last such backend runs in this process. */
function inOwnProcess(name: string): BackendReport {
  const { status, stdout, stderr } = runOwnCommand(['doctor', '--backend', name, '--json']);
  const report = status === 0 ? (JSON.parse(stdout) as DoctorReport).backends[0] : undefined;
  return (
    report ?? {
      name,
      works: false,
      detail: stderr.trim().split('\n').at(-1) || 'its process ended',
      remedy: 'run npm run build, or set it up again',
    }
  );
}

function electron(): BackendReport {
  const found = findElectron();
  if (!('path' in found))
    return {
      name: 'electron',
      works: false,
      detail: found.reason,
      remedy: `${found.remedy}; until then phasic start uses the browser`,
    };
  const hindrance = windowHindrance();
  if (hindrance !== undefined)
    return {
      name: 'electron',
      works: false,
      detail: `${found.path}, but ${hindrance}`,
      remedy: 'use phasic serve and a browser',
    };
  return { name: 'electron', works: true, detail: found.path };
}

function browser(): BackendReport {
  const works = existsSync(builtFile('renderer', 'index.html'));
  const detail = works
    ? 'the page is built; phasic serve shows it in Chrome or Edge 111, Firefox 113, Safari 16.4 or newer'
    : 'the page is not built';
  return works ? { name: 'browser', works, detail } : { name: 'browser', works, detail, remedy: 'run npm run build' };
}
