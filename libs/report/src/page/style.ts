// The style sheet of the page: dark text on white, readable on a phone, and printable.
import { font, ink } from '../figures/style.ts';

export const styleSheet = `
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem 4rem; background: #fff; color: ${ink};
  font: 1rem/1.55 ${font}; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 0.6rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 0.3rem; }
.finding { font-size: 1.12em; border-left: 0.25rem solid ${ink}; padding-left: 0.9rem; margin: 0 0 1.2rem; }
section.finding p, section.finding ul { margin: 0 0 0.6rem; }
section.finding ul { font-size: 0.9em; padding-left: 1.1rem; }
section.finding li { margin-bottom: 0.35rem; }
details { margin: 0.4rem 0; }
summary { cursor: pointer; }
sub { font-size: 0.72em; line-height: 0; }
a { color: #004b87; }
td code { overflow-wrap: anywhere; }
code { font-family: ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.86em; }
pre { background: #f3f3f3; padding: 0.7rem 0.9rem; overflow-x: auto; }
.wide { overflow-x: auto; }
.wide:focus-visible { outline: 2px solid #004b87; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: bold; padding: 0 0 0.4rem; }
th, td { text-align: left; vertical-align: top; padding: 0.28rem 0.9rem 0.28rem 0; border-bottom: 1px solid #d4d4d4; }
thead th { border-bottom: 1.5px solid ${ink}; }
tbody th { font-weight: normal; min-width: 8.5rem; }
td.number { text-align: right; white-space: nowrap; }
th.number { text-align: right; }
.group th { font-weight: bold; padding-top: 0.9rem; }
figure { margin: 1.2rem 0 2rem; }
figure svg { display: block; width: 100%; height: auto; min-width: 34rem; }
figcaption, .note { font-size: 0.9rem; color: #333; }
ol.differences li, ul.disagreements li { margin-bottom: 0.45rem; }
.digest { font-size: 0.78rem; overflow-wrap: anywhere; min-width: 16rem; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  figure svg { min-width: 0; }
  figure, tr, li { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  .wide { overflow: visible; }
  .download { display: none; }
}`;
