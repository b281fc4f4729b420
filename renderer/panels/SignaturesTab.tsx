import type { JSX } from 'react';
import { expectationText, passWord } from '../../src/analysis/signatures.ts';
import type { SignatureResult } from '../../src/contracts/result.ts';
import { useApp } from '../store/app-state.ts';
import { shortNumber } from '../ui/words.ts';

/** What the paper reported, and whether this agent shows it. */
export function SignaturesTab(): JSX.Element {
  const signatures = useApp(({ shown }) => shown?.result.signatures) ?? [];
  const isWhole = useApp(({ shown }) => shown?.trialsDone === shown?.opened.trials);
  if (signatures.length === 0) return <p className="soft tab-note">This experiment has no reported signatures to be held against.</p>;
  return (
    <div className="tab-scroll">
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
            <SignatureRow key={signature.id} signature={signature} isWhole={isWhole} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What could not be measured yet is open; at the end of the run it is undefined, and neither shown nor failed to be shown. */
function SignatureRow({ signature, isWhole }: { readonly signature: SignatureResult; readonly isWhole: boolean }): JSX.Element {
  const { id, claim, source, quantity, measured, expected, pass } = signature;
  return (
    <tr data-signature={id} data-pass={pass ?? undefined}>
      <Verdict verdict={pass === null && !isWhole ? 'open' : passWord(pass)} />
      <th scope="row">
        {claim}
        <span className="soft small quantity">{quantity}</span>
        <details className="soft small source">
          <summary>source</summary>
          {source}
        </details>
      </th>
      <td className="number-cell numeral">{measured === null ? (isWhole ? '' : 'not measured') : shortNumber(measured)}</td>
      <td className="numeral expected-cell">{expectationText(expected).replaceAll('-', '\u2212')}</td>
    </tr>
  );
}

const signs = { pass: '\u2713', fail: '\u2717', undefined: '?', open: '\u2013' } as const;

function Verdict({ verdict }: { readonly verdict: keyof typeof signs }): JSX.Element {
  return (
    <td className={`verdict ${verdict}`}>
      <span aria-hidden="true">{signs[verdict]}</span> {verdict}
    </td>
  );
}
