import type { JSX } from 'react';
import { expectationText } from '../../src/analysis/signatures.ts';
import { judgedWord, notJudgedWords, type JudgedWord } from '../../src/analysis/verdict-words.ts';
import type { SignatureResult } from '../../src/contracts/result.ts';
import { useApp } from '../store/app-state.ts';
import { findEntry } from '../../src/spec/catalogue.ts';
import { shortNumber } from '../ui/words.ts';
import { NoteLines } from './NoteLines.tsx';

/** The paper's findings, and whether this agent shows them. */
export function SignaturesTab(): JSX.Element {
  const signatures = useApp(({ shown }) => shown?.result.signatures) ?? [];
  const isWhole = useApp(({ shown }) => shown?.trialsDone === shown?.opened.trials);
  const spec = useApp(({ shown }) => shown?.result.spec);
  const catalogue = useApp((state) => state.catalogue);
  if (signatures.length === 0)
    return <p className="soft tab-note">This experiment has no reported signatures to compare with.</p>;
  return (
    <div className="tab-scroll">
      {spec?.agent.id === undefined || catalogue === undefined ? null : (
        <NoteLines entry={findEntry(catalogue, 'paradigms', spec.world.id)} agent={spec.agent.id} />
      )}
      <table className="signatures">
        <thead>
          <tr>
            <th scope="col">shown</th>
            <th scope="col">what the paper reported, and how it is measured here</th>
            <th scope="col" className="number-cell">
              measured
            </th>
            <th scope="col">expected</th>
          </tr>
        </thead>
        <tbody>
          {signatures.map((signature) => (
            <SignatureRow key={signature.id} signature={signature} signatures={signatures} isWhole={isWhole} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProperties {
  readonly signature: SignatureResult;
  readonly signatures: readonly SignatureResult[];
  readonly isWhole: boolean;
}

/**
 * A signature that could not be measured yet is open; at the end of the run it is undefined, neither shown nor not
 * shown.
 */
function SignatureRow({ signature, signatures, isWhole }: RowProperties): JSX.Element {
  const { id, role, claim, source, quantity, measured, expected, pass, byConstruction } = signature;
  const word = judgedWord(signature, signatures);
  const isOpen = !isWhole && word !== 'pass' && word !== 'fail';
  return (
    <tr data-signature={id} data-pass={pass ?? undefined}>
      <Verdict verdict={isOpen ? 'open' : word} />
      <th scope="row">
        {claim}
        <span className="soft small quantity">
          {role === 'control' ? 'control: ' : ''}
          {quantity}
        </span>
        {word === 'not judged' && !isOpen ? (
          <span className="soft small quantity">not judged: {notJudgedWords(signature, signatures)}</span>
        ) : null}
        {byConstruction === undefined ? null : (
          <span className="soft small quantity">does not count: {byConstruction}</span>
        )}
        <details className="soft small source">
          <summary>source</summary>
          {source}
        </details>
      </th>
      <td className="number-cell numeral">
        {measured === null ? (isWhole ? 'undefined' : 'not measured') : shortNumber(measured)}
      </td>
      <td className="numeral expected-cell">{expectationText(expected).replaceAll('-', '\u2212')}</td>
    </tr>
  );
}

const signs: Readonly<Record<JudgedWord | 'open', string>> = {
  pass: '\u2713',
  fail: '\u2717',
  undefined: '?',
  'not judged': '\u2013',
  open: '\u2013',
};

function Verdict({ verdict }: { readonly verdict: JudgedWord | 'open' }): JSX.Element {
  return (
    <td className={`verdict ${verdict.replace(' ', '-')}`}>
      <span aria-hidden="true">{signs[verdict]}</span> {verdict}
    </td>
  );
}
