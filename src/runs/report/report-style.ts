import { figureFont } from './figure-style.js';

/** One column of text in a serif, figures and numbers in a sans: as a paper is set. */
export const reportStyle = `
:root { --ink: #1f2328; --muted: #63686e; --rule: #d9dce0; --accent: #0072b2; }
* { box-sizing: border-box; }
html { background: #fff; color: var(--ink); color-scheme: light; }
body { max-width: 1020px; margin: 0 auto; padding: 44px 24px 64px;
  font: 16px/1.55 Charter, 'Bitstream Charter', 'Sitka Text', Cambria, 'Liberation Serif', Georgia, serif; }
header { border-bottom: 2px solid var(--ink); padding-bottom: 14px; margin-bottom: 22px; }
h1 { font-size: 30px; line-height: 1.2; font-weight: 600; margin: 0 0 6px; overflow-wrap: anywhere; }
header p { margin: 0; color: var(--muted); }
h2 { font-size: 20px; font-weight: 600; margin: 42px 0 12px; padding-bottom: 4px; border-bottom: 1px solid var(--rule); }
section > p { max-width: 46em; margin: 14px 0 8px; }
figure { margin: 14px 0 26px; break-inside: avoid; }
figure svg { display: block; max-width: 100%; height: auto; }
figure svg .mark-rect path { shape-rendering: crispEdges; }
figcaption { font-size: 14px; color: var(--muted); max-width: 58em; }
figcaption { margin-top: 8px; }
figcaption b { color: var(--ink); font-weight: 600; }
dl { margin: 0; font-family: ${figureFont}; }
dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.strip { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 14px 28px; margin: 4px 0 8px; }
.strip dt { font-size: 12px; color: var(--muted); }
.strip dd { font-size: 23px; letter-spacing: -0.01em; }
.facts { font-size: 14px; }
.facts div { display: grid; grid-template-columns: 220px 1fr; gap: 18px; padding: 5px 0; border-bottom: 1px solid var(--rule); }
.facts dt { color: var(--muted); }
.alarm { border-left: 4px solid #d55e00; padding: 6px 14px; }
table { border-collapse: collapse; font: 14px/1.4 ${figureFont}; font-variant-numeric: tabular-nums; width: 100%; }
thead th { font-weight: 600; border-bottom: 1px solid var(--ink); vertical-align: bottom; }
thead tr:first-child th { border-top: 2px solid var(--ink); }
thead [colspan] { text-align: center; border-bottom: 1px solid var(--rule); }
th, td { padding: 6px 12px; text-align: right; }
th:first-child { text-align: left; }
thead tr + tr th:first-child { text-align: right; }
tbody th { font-weight: 400; }
tbody tr + tr > * { border-top: 1px solid var(--rule); }
tfoot th, tfoot td { border-top: 1px solid var(--ink); border-bottom: 2px solid var(--ink); font-weight: 600; }
pre { font: 13px/1.5 ui-monospace, 'SF Mono', 'Liberation Mono', Menlo, monospace; background: #f5f6f8; padding: 10px 14px;
  white-space: pre-wrap; overflow-wrap: anywhere; }
@page { margin: 16mm; }
@media print { body { padding: 0; font-size: 11pt; } h2 { break-after: avoid; } section, tr { break-inside: avoid-page; } }
`;
