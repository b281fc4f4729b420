/** Look of the page that `phasic bench --html` writes; the colours are those of the app and of its figures. */
export const pageStyle = `
:root { color-scheme: light; --ink: #1b1c1e; --soft: #5b5d61; --line: #dfdfda; }
body { margin: 24px auto; max-width: 1500px; padding: 0 20px; color: var(--ink); background: #fff; font: 14px/1.45 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 20px; margin: 0 0 6px; }
h2 { font-size: 16px; margin: 0 0 6px; }
h3 { font-size: 14px; margin: 16px 0 6px; }
.note { color: var(--soft); font-size: 12.5px; margin: 4px 0; }
td .note { display: block; }
.key { white-space: nowrap; margin-right: 14px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
.matrix { margin: 12px 0 20px; }
.matrix th[scope='row'] { text-align: left; font-weight: 400; padding: 0 14px 0 0; white-space: nowrap; position: sticky; left: 0; background: #fff; }
.matrix thead th { vertical-align: bottom; text-align: left; font-weight: 600; padding-bottom: 6px; }
.agent { height: 290px; width: 26px; font-size: 12px; }
.agent span { writing-mode: vertical-rl; transform: rotate(180deg); font-weight: 400; white-space: nowrap; }
.cell { display: inline-block; box-sizing: border-box; width: 24px; height: 22px; margin: 1px; border: 1px solid transparent; border-radius: 3px; font: 600 12px/20px inherit; font-family: inherit; text-align: center; padding: 0; font-style: normal; color: var(--ink); }
button.cell { cursor: pointer; }
button.cell:hover, button.cell:focus-visible { outline: 2px solid #1b1c1e; outline-offset: 1px; }
button[aria-pressed='true'] { outline: 2px solid #1b1c1e; outline-offset: 1px; }
.pass { background: #0072b2; color: #fff; }
.partly { background: #b7d7ea; }
.fail { background: #fbe3d3; color: #8a3d00; border-color: #e2a277; }
.controls-failed { background: #f1efe6; color: #5f5320; border-color: #c2b98f; }
.undefined { border: 1px dashed #8b8b86; color: var(--soft); }
.not-applicable { color: #8b8b86; }
.error { background: #fff; border-color: #8a3d00; color: #8a3d00; }
.seconds { text-align: right; padding-left: 10px; color: var(--soft); }
#detail { border-top: 1px solid var(--line); padding-top: 16px; }
figure { margin: 10px 0; display: flex; flex-wrap: wrap; gap: 6px 20px; }
figcaption { flex-basis: 100%; }
figcaption { color: var(--soft); font-size: 12.5px; }
.signatures td, .signatures th { text-align: left; vertical-align: top; padding: 5px 14px 5px 0; border-top: 1px solid var(--line); font-size: 13px; }
.signatures th { font-weight: 600; border-top: 0; white-space: nowrap; }
.signatures td:nth-child(5), .signatures td:nth-child(6) { white-space: nowrap; }
.yes { color: #005f94; font-weight: 600; }
.no { color: #8a3d00; font-weight: 600; }
`;

/** Unpacks and shows what is behind a cell. */
export const pageScript = `
const detail = document.getElementById('detail');
let pressed;
async function unpack(id) {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
}
for (const button of document.querySelectorAll('button.cell')) button.addEventListener('click', async () => {
  pressed?.setAttribute('aria-pressed', 'false');
  pressed = button;
  button.setAttribute('aria-pressed', 'true');
  const html = await unpack('cell-' + button.dataset.cell);
  if (pressed !== button) return;
  detail.innerHTML = html;
  detail.scrollIntoView({ block: 'nearest' });
  detail.focus({ preventScroll: true });
});
`;
