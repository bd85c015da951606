// Style sheet of the page: contents in sight, light and dark, readable on a phone, printable.
import { font } from '../figures/style.ts';

export const styleSheet = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1a1a1a; --faint: #4a4a4a; --line: #d4d4d4; --link: #004b87;
  --shade: #f3f3f3; --good: #00613f; --bad: #a33c00; --open: #5a5a5a; }
@media (prefers-color-scheme: dark) { :root { --paper: #141414; --ink: #e6e6e6; --faint: #b4b4b4; --line: #3d3d3d;
  --link: #8cc4ff; --shade: #242424; --good: #5fd0a3; --bad: #ff9d5c; --open: #b4b4b4; } }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 ${font}; overflow-wrap: break-word; }
main { max-width: 54rem; min-width: 0; }
nav { font-size: 0.86rem; line-height: 1.35; }
nav summary { font-weight: bold; }
nav ol { list-style: none; margin: 0.4rem 0 0; padding: 0; }
nav li { margin: 0.35rem 0; }
nav a { color: var(--faint); text-decoration: none; }
nav a:hover, nav a[aria-current] { color: var(--link); text-decoration: underline; }
@media (min-width: 64rem) {
  body { display: grid; grid-template-columns: 13rem minmax(0, 54rem); gap: 2.5rem; max-width: 70rem; padding: 2rem; }
  nav { position: sticky; top: 2rem; align-self: start; max-height: calc(100vh - 4rem); overflow-y: auto; }
}
@media (max-width: 63.99rem) {
  html { scroll-padding-top: 4.5rem; }
  body { max-width: 54rem; padding-top: 0; }
  nav { position: sticky; top: 0; z-index: 2; background: var(--paper); border-bottom: 1px solid var(--line);
    padding: 0.6rem 0; margin-bottom: 1rem; max-height: 70vh; overflow-y: auto; }
}
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 0.6rem; }
#finding { font-size: 1rem; margin: 0 0 0.4rem; color: var(--faint); }
h3 { font-size: 1rem; margin: 1.4rem 0 0.3rem; }
.finding { font-size: 1.08em; border-left: 0.25rem solid var(--ink); padding-left: 0.9rem; margin: 0 0 1.2rem; }
.finding p, .finding ul { margin: 0 0 0.6rem; }
.finding ul { font-size: 0.92em; padding-left: 1.1rem; }
.finding li { margin-bottom: 0.35rem; }
details { margin: 0.6rem 0; }
summary { cursor: pointer; }
.fold > summary { padding: 0.35rem 0.6rem; background: var(--shade); }
sub { font-size: 0.72em; line-height: 0; }
small { color: var(--faint); }
a { color: var(--link); }
a.node { text-decoration: underline dotted; text-underline-offset: 0.2em; }
td a.node, .finding a.node { color: inherit; }
tr:target { background: var(--shade); }
td code { overflow-wrap: anywhere; }
code { font-family: ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.86em; }
pre { background: var(--shade); padding: 0.7rem 0.9rem; overflow-x: auto; }
.wide { overflow-x: auto; position: relative; }
.wide:focus-visible { outline: 2px solid var(--link); }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: bold; padding: 0 0 0.4rem; }
th, td { text-align: left; vertical-align: top; padding: 0.28rem 0.9rem 0.28rem 0; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 1.5px solid var(--ink); vertical-align: bottom; }
tbody th { font-weight: normal; min-width: 8.5rem; }
td.number { text-align: right; white-space: nowrap; }
th.number { text-align: right; }
.group th { font-weight: bold; padding-top: 0.9rem; }
.claims tbody th { min-width: 16rem; width: 44%; }
.claims td, .claims small { line-height: 1.35; }
.claims td small { display: block; }
.verdict { white-space: nowrap; }
.confirmed { color: var(--good); }
.not-confirmed { color: var(--bad); }
.undecided { color: var(--open); font-weight: normal; }
figure { margin: 1.2rem 0 2rem; }
figure svg { display: block; width: 100%; height: auto; min-width: 34rem; }
figcaption, .note { font-size: 0.9rem; color: var(--faint); }
.live, .live .static { position: relative; }
.live.ready > svg { display: none; }
.tip { position: absolute; pointer-events: none; background: var(--paper); color: var(--ink); border: 1px solid var(--line);
  padding: 0.3rem 0.5rem; font-size: 0.8rem; line-height: 1.35; white-space: pre; z-index: 1; }
ol.differences li, ul.disagreements li { margin-bottom: 0.45rem; }
.digest { font-size: 0.78rem; overflow-wrap: anywhere; min-width: 16rem; }
@media screen and (prefers-color-scheme: dark) { .drawing svg { filter: invert(0.937) hue-rotate(180deg) brightness(1.25); } }
@media (max-width: 40rem) {
  .claims, .claims tbody, .claims tr, .claims th, .claims td { display: block; width: auto; }
  .claims thead { display: none; }
  .claims tr { border-bottom: 1px solid var(--line); padding: 0.5rem 0; }
  caption { max-width: calc(100vw - 2rem); }
  .claims tbody th[scope=row], .claims td { border: 0; min-width: 0; width: auto; padding: 0.1rem 0; text-align: left; white-space: normal; }
  .claims td::before { content: attr(data-head) ": "; color: var(--faint); }
  .claims td small { display: inline; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #1a1a1a; --faint: #333; --line: #d4d4d4; --link: #1a1a1a; --shade: #fff; }
  nav, .download, .tip { display: none; }
  body { display: block; max-width: none; padding: 0; font-size: 10pt; }
  main { max-width: none; }
  details::details-content { content-visibility: visible; height: auto; }
  .live.ready > svg { display: block; }
  .live .view { display: none; }
  figure svg { min-width: 0; }
  figure, tr, li { break-inside: avoid; }
  h2, h3, caption, summary { break-after: avoid; }
  .wide { overflow: visible; }
}`;
